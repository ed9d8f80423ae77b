// Before the start, or before the teacher has let one in: what it is that one waits for. It goes on by itself.
import { useEffect, useState } from "preact/hooks";
import { SoundButton } from "../audio/SoundButton";
import { Face } from "../people/Face";
import { LinkBanner } from "../ui/Banner";
import { useLesson } from "../ui/context";
import { countdown } from "../ui/time";
import { Entry } from "./Board";

export function Waiting() {
  const { lesson, acts } = useLesson();
  const { state, teacher, dateTimeOfSession } = lesson.session.value;
  const me = lesson.me.value;
  const live = state === "live";
  const left = useCountdown(dateTimeOfSession);
  return (
    <Entry
      board={
        !live && (
          <p class="countdown" role="timer" aria-live="off">
            {left ? (
              <>
                starts in <strong>{left}</strong>
              </>
            ) : (
              <strong>Any moment now</strong>
            )}
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
          <h2>{live ? "Just a moment" : `Good to see you, ${me?.username}`}</h2>
          <p>
            {live
              ? `The lesson has started. ${teacher} sees that you are here and will let you in.`
              : `You will go in by yourself as soon as ${teacher} starts the lesson. You can leave this page open.`}
          </p>
        </div>
        <p class="dots" aria-hidden="true">
          <span />
          <span />
          <span />
        </p>
        <SoundButton class="button soft">Check your sound</SoundButton>
        <button type="button" class="button plain" onClick={() => void acts.leave()}>
          Leave
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
