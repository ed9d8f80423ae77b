// The blackboard that stands at the head of every screen before and after the lesson: what it is, whose, and when.
import type { ComponentChildren } from "preact";
import { language, t } from "../texts";
import { useLesson } from "../ui/context";
import { rich } from "../ui/rich";
import { clockTime, dateAndTime } from "../ui/time";

export function Board({ children }: { children?: ComponentChildren }) {
  const lesson = useLesson();
  const { sessionTitle, teacher, description, state } = lesson.session.value;
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
        <When />
      </p>
      {children ?? (description && <p class="board-text">{description}</p>)}
    </section>
  );
}

/** From when to when the lesson was; before its end, when it began, and before that, when it is planned. */
function When() {
  const lesson = useLesson();
  const { startedAt, dateTimeOfSession } = lesson.session.value;
  const from = startedAt ?? dateTimeOfSession;
  const until = startedAt && lesson.phase.value.at === "over" && lesson.ended?.endedAt;
  return (
    <time dateTime={from}>
      {dateAndTime(from)}
      {/* One thing, which no line's end parts. */}
      {until && `–\u2060${clockTime(until)}`}
    </time>
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
