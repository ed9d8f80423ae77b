// It is over, or one cannot come in: why, in plain words, and what to do next.
import { useEffect, useRef } from "preact/hooks";
import { useLesson } from "../ui/context";
import { Entry } from "./Board";

interface Words {
  title: string;
  text: string;
  /** Coming in again may work: what the button says. */
  again?: string;
}

const WORDS: Record<string, Words> = {
  ended: { title: "The lesson has ended", text: "Thank you for being here. You can close this page." },
  removed: {
    title: "You are no longer in this lesson",
    text: "The teacher has removed you. If that was a mistake, ask the teacher to let you in again.",
    again: "Try again",
  },
  replaced: {
    title: "You came in somewhere else",
    text: "The lesson is open in another window or on another device, and one place is enough.",
    again: "Continue here",
  },
  left: { title: "You have left the lesson", text: "As long as it lasts you can come back.", again: "Come back in" },
  room_full: {
    title: "The room is full",
    text: "There is no free place right now. When someone leaves, you can come in.",
    again: "Try again",
  },
  guests_refused: {
    title: "Please sign in",
    text: "This lesson is for people with an account.",
  },
  blocked: {
    title: "Your account is blocked",
    text: "You cannot come in. If that was a mistake, please ask your administrator.",
  },
  code_unknown: { title: "There is no such lesson", text: "The code may be mistyped, or the lesson may be over." },
  too_many_guesses: {
    title: "Please wait a minute",
    text: "There were too many wrong codes. Wait a minute and try again.",
    again: "Try again",
  },
  join_timeout: { title: "That took too long", text: "The server heard nothing from this page.", again: "Try again" },
  abusive: { title: "The connection was closed", text: "This page sent too much at once.", again: "Come back in" },
};

export function Over({ why, message }: { why: string; message?: string | undefined }) {
  const { lesson } = useLesson();
  const heading = useRef<HTMLHeadingElement>(null);
  const words = WORDS[why] ?? { title: "You are not in the lesson", text: message ?? "", again: "Try again" };
  const teacher = lesson.teaches.value;
  useEffect(() => heading.current?.focus(), []);
  return (
    <Entry>
      <div class="over">
        <h2 ref={heading} tabIndex={-1}>
          {words.title}
        </h2>
        <p>{words.text}</p>
        <div class="row">
          {words.again && (
            <button type="button" class="button strong" onClick={() => lesson.come()}>
              {words.again}
            </button>
          )}
          {why === "guests_refused" && (
            <a class="button strong" href={`/signin?next=/join/${lesson.code}`}>
              Sign in
            </a>
          )}
          {teacher ? (
            <a class="button soft" href={`/dashboard/sessions/${lesson.session.value.id}`}>
              To the lesson’s page
            </a>
          ) : (
            <a class="button soft" href="/join">
              Join another lesson
            </a>
          )}
        </div>
      </div>
    </Entry>
  );
}
