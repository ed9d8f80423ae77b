// The field for a new message. Enter sends, Shift and Enter begins a new line, arrow up edits the last one.
import { useRef, useState } from "preact/hooks";
import { MESSAGE_LIMIT } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { SendIcon } from "../ui/icons";
import { ChatModel } from "./model";

/** Below this many letters left, the form says how many are left. */
const CLOSE_TO_FULL = 200;

export function Composer({ onSent, onEditLast }: { onSent: () => void; onEditLast: () => void }) {
  const lesson = useLesson();
  const chat = useModel(ChatModel);
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const paused = chat.paused.value && !lesson.teaches.value;
  const open = lesson.room.value?.state === "live" && !paused;
  const left = MESSAGE_LIMIT - [...text].length;

  const send = (event: Event) => {
    event.preventDefault();
    const message = text.trim();
    if (!message || left < 0 || !open) return;
    chat.send(message);
    setText("");
    requestAnimationFrame(onSent);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
    if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <form class="composer" onSubmit={send}>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={t("chat-write")}
        placeholder={t(open ? "chat-write" : paused ? "chat-paused" : "chat-closed-short")}
        disabled={!open}
        enterkeyhint="send"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button class="round-button strong" aria-label={t("chat-send")} disabled={!open || !text.trim() || left < 0}>
        <SendIcon />
      </button>
      {left < CLOSE_TO_FULL && (
        <p class={left < 0 ? "problem" : "help"} role="status">
          {left < 0 ? t("chat-too-many", { count: -left }) : t("chat-left", { count: left })}
        </p>
      )}
    </form>
  );
}
