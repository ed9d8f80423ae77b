// Says by which ways sound comes through, and in plain words what to do when it does not.
import { useState } from "preact/hooks";
import { useLesson } from "../ui/context";
import { CheckIcon, CloseIcon } from "../ui/icons";
import { sentence, tryPaths, type Found, type Way } from "./paths";

const WAYS: readonly [Way, string][] = [
  ["udp", "Directly (UDP)"],
  ["tcp", "Directly (TCP)"],
  ["relay", "By the relay"],
];

export function PathCheck() {
  const { lesson } = useLesson();
  const [found, setFound] = useState<Found | "trying" | "failed">();
  const go = async () => {
    setFound("trying");
    setFound(await tryPaths(lesson.iceServers).catch(() => "failed" as const));
  };
  const known = typeof found === "object" ? found : undefined;
  return (
    <section aria-labelledby="sound-path">
      <h3 id="sound-path">Your network</h3>
      <button type="button" class="button soft" disabled={found === "trying"} onClick={() => void go()}>
        Check the connection
      </button>
      <div role="status">
        {found === "trying" && <p class="help">Trying each way, for a few seconds…</p>}
        {found === "failed" && <p class="problem">The check could not be made. Please try again.</p>}
        {known && <p class={sentence(known).good ? "help" : "problem"}>{sentence(known).text}</p>}
      </div>
      {known && (
        <ul class="ways">
          {WAYS.map(([way, name]) => (
            <li key={way}>
              {known[way] ? <CheckIcon /> : <CloseIcon />}
              <span>
                {name}:{" "}
                {known[way] === undefined ? "tried once you have joined" : known[way] ? "works" : "does not work"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
