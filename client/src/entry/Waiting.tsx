// Before the start, or before the teacher has let one in: what it is that one waits for.
import { useEffect, useState } from "preact/hooks";
import { SoundButton } from "../audio/SoundButton";
import { Face } from "../people/Face";
import { t } from "../texts";
import { LinkBanner } from "../ui/Banner";
import { useLesson } from "../ui/context";
import { rich } from "../ui/rich";
import { countdown } from "../ui/time";
import { useRoomSoon } from "../ui/view";
import { Entry } from "./Board";

export function Waiting() {
  const lesson = useLesson();
  const { state, teacher, dateTimeOfSession, waitingRoom } = lesson.session.value;
  const me = lesson.me.value;
  const live = state === "live";
  const left = useCountdown(dateTimeOfSession);
  useRoomSoon();
  return (
    <Entry
      board={
        !live && (
          <p class="countdown" role="timer" aria-live="off">
            {left ? rich("waiting-starts-in", { left }) : <strong>{t("waiting-any-moment")}</strong>}
          </p>
        )
      }
    >
      <LinkBanner />
      <div class="waiting">
        {me && (
          <div class="waiting-face">
            <Face avatar={me.avatar} />
          </div>
        )}
        <div role="status">
          <h2>{live ? t("waiting-live-title") : t("waiting-title", { name: me?.username ?? "" })}</h2>
          <p>{t(live ? "waiting-live" : waitingRoom ? "waiting-text-let" : "waiting-text", { teacher })}</p>
        </div>
        <p class="dots" aria-hidden="true">
          <span />
          <span />
          <span />
        </p>
        <SoundButton class="button soft">{t("check-sound")}</SoundButton>
        <button type="button" class="button plain" onClick={() => void lesson.leave()}>
          {t("leave")}
        </button>
      </div>
    </Entry>
  );
}

function useCountdown(iso: string): string | undefined {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return countdown(Date.parse(iso) - now);
}
