// The blackboard that stands at the head of every screen before and after the lesson: what it is, whose, and when.
import type { ComponentChildren } from "preact";
import { language, t } from "../texts";
import { useLesson } from "../ui/context";
import { rich } from "../ui/rich";
import { dateAndTime } from "../ui/time";

export function Board({ children }: { children?: ComponentChildren }) {
  const lesson = useLesson();
  const { sessionTitle, teacher, dateTimeOfSession, description, state } = lesson.session.value;
  return (
    <section class="board" aria-labelledby="title">
      <h1 id="title">{sessionTitle}</h1>
      {state === "live" && lesson.phase.value.at !== "over" && (
        <p>
          <span class="live">{t("room-live")}</span>
        </p>
      )}
      <p class="board-facts">
        {rich("board-with", { teacher })}
        <br />
        <time dateTime={dateTimeOfSession}>{dateAndTime(dateTimeOfSession)}</time>
      </p>
      {children ?? (description && <p class="board-text">{description}</p>)}
    </section>
  );
}

/** The page again, in another language. */
function Languages() {
  const { page } = useLesson();
  return (
    <form method="post" action="/language" aria-label={t("language")}>
      <input type="hidden" name="form_token" value={page.form_token} />
      <input type="hidden" name="next" value={location.pathname} />
      {page.languages.map(([code, name]) =>
        code === language() ? (
          <span key={code} aria-current="true">
            {name}
          </span>
        ) : (
          <button key={code} class="button plain small" name="language" value={code} lang={code}>
            {name}
          </button>
        ),
      )}
    </form>
  );
}

export function Entry({ board, children }: { board?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="entry">
      <main class="entry-main">
        <Board>{board}</Board>
        <div class="card">{children}</div>
      </main>
      <footer class="mark">
        <a href="/">Lyceum</a>
        <Languages />
      </footer>
    </div>
  );
}
