// It is over, or one cannot come in: why, in plain words, and what to do next.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts";
import { useLesson } from "../ui/context";
import { Entry } from "./Board";

/** The ends that have words of their own; where coming in again may work, with what the button says. */
const WORDS: Record<string, { again?: string }> = {
  ended: {},
  removed: { again: "try-again" },
  turned_away: { again: "try-again" },
  replaced: { again: "over-replaced-again" },
  left: { again: "over-come-back" },
  room_full: { again: "try-again" },
  guests_refused: {},
  blocked: {},
  code_unknown: {},
  too_many_guesses: { again: "try-again" },
  join_timeout: { again: "try-again" },
  abusive: { again: "over-come-back" },
};

export function Over({ why, message }: { why: string; message?: string | undefined }) {
  const lesson = useLesson();
  const heading = useRef<HTMLHeadingElement>(null);
  const words = WORDS[why];
  const again = words ? words.again : "try-again";
  const teacher = lesson.teaches.value;
  const page = `/dashboard/sessions/${lesson.session.value.id}`;
  useEffect(() => {
    heading.current?.focus();
    // A teacher who has ended the lesson wants to see what came of it.
    if (teacher && why === "ended" && lesson.endedHere) location.replace(page);
  }, []);
  return (
    <Entry>
      <div class="over">
        <h2 ref={heading} tabIndex={-1}>
          {t(words ? `over-${why}` : "over-other")}
        </h2>
        <p>{words ? t(`over-${why}-text`) : message}</p>
        {why === "ended" && lesson.ended && (
          <p class="help">{t(lesson.ended.keepsChat ? "over-ended-kept" : "over-ended-dropped")}</p>
        )}
        <div class="row">
          {again && (
            <button type="button" class="button strong" onClick={() => lesson.connect()}>
              {t(again)}
            </button>
          )}
          {why === "guests_refused" && (
            <a class="button strong" href={`/signin?next=/join/${lesson.code}`}>
              {t("over-sign-in")}
            </a>
          )}
          {teacher ? (
            <a class="button soft" href={page}>
              {t("over-to-page")}
            </a>
          ) : (
            <a class="button soft" href="/join">
              {t("over-another")}
            </a>
          )}
        </div>
      </div>
    </Entry>
  );
}
