// The blackboard that stands at the head of every screen before and after the lesson: what it is, whose, and when.
import type { ComponentChildren } from "preact";
import { useLesson } from "../ui/context";
import { dateAndTime } from "../ui/time";

export function Board({ children }: { children?: ComponentChildren }) {
  const { lesson } = useLesson();
  const { sessionTitle, teacher, dateTimeOfSession, description } = lesson.session.value;
  return (
    <section class="board" aria-labelledby="title">
      <h1 id="title">{sessionTitle}</h1>
      <p class="board-facts">
        with <strong>{teacher}</strong>
        <br />
        <time dateTime={dateTimeOfSession}>{dateAndTime(dateTimeOfSession)}</time>
      </p>
      {children ?? (description && <p class="board-text">{description}</p>)}
    </section>
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
      </footer>
    </div>
  );
}
