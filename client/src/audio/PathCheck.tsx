// Shows by which ways sound comes through, and what to do when it does not.
import { useState } from "preact/hooks";
import { t } from "../texts";
import { useLesson } from "../ui/context";
import { CheckIcon, CloseIcon } from "../ui/icons";
import { summary, checkPaths, type Found, type Transport } from "./paths";

const WAYS: readonly Transport[] = ["udp", "tcp", "relay"];

export function PathCheck() {
  const lesson = useLesson();
  const [found, setFound] = useState<Found | "trying" | "failed">();
  const go = async () => {
    setFound("trying");
    setFound(await checkPaths(lesson.me.value && lesson.iceServers).catch(() => "failed" as const));
  };
  const known = typeof found === "object" ? found : undefined;
  return (
    <section aria-labelledby="sound-path">
      <h3 id="sound-path">{t("sound-network")}</h3>
      <button type="button" class="button soft" disabled={found === "trying"} onClick={() => void go()}>
        {t("sound-check")}
      </button>
      <div role="status">
        {found === "trying" && <p class="help">{t("sound-checking")}</p>}
        {found === "failed" && <p class="problem">{t("sound-check-failed")}</p>}
        {known && <p class={summary(known).good ? "help" : "problem"}>{summary(known).text}</p>}
      </div>
      {known && (
        <ul class="ways">
          {WAYS.map((way) => (
            <li key={way}>
              {known[way] ? <CheckIcon /> : <CloseIcon />}
              <span>
                {t(`way-${way}`)}:{" "}
                {t(known[way] === undefined ? "sound-way-later" : known[way] ? "sound-way-works" : "sound-way-not")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
