// One message of the chat. Its text is only ever text: links are elements of ours around parts of it.
import { memo } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import { MESSAGE_LIMIT, type ChatMessage, type MessageId, type Participant } from "../net/protocol.gen";
import { Face } from "../people/Face";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { PencilIcon, TrashIcon } from "../ui/icons";
import { clockTime } from "../ui/time";
import { linkify } from "./linkify";
import { ChatModel } from "./model";
import type { Unsent } from "./outbox";

interface Props {
  message: ChatMessage;
  own: boolean;
  /** Absent when they have left. */
  author: Participant | undefined;
  /** It stands under the name of the message before. */
  joins: boolean;
  editing: boolean;
  onEdit: (id: MessageId | undefined) => void;
  /** For the teacher. */
  onDelete: ((message: ChatMessage) => void) | undefined;
}

export const Message = memo(function Message({ message, own, author, joins, editing, onEdit, onDelete }: Props) {
  return (
    <li class={`line${own ? " own" : ""}${joins ? " joins" : ""}`}>
      {!joins && (
        <div class="line-head">
          <span class="line-face">{author && <Face avatar={author.avatar} />}</span>
          <span class="name" dir="auto">
            {own ? t("chat-you") : message.username || t("chat-erased")}
          </span>
          {author?.role === "teacher" && <span class="tag">{t("teacher")}</span>}
          <time dateTime={message.sentAt}>{clockTime(message.sentAt)}</time>
        </div>
      )}
      {message.deletedAt ? (
        <p class="bubble deleted">{t("chat-deleted")}</p>
      ) : editing ? (
        <Editor message={message} onDone={() => onEdit(undefined)} />
      ) : (
        <div class="bubble" dir="auto">
          <Text text={message.message} />
          {message.editedAt && (
            <small class="edited" title={t("chat-edited-at", { time: clockTime(message.editedAt) })}>
              {" "}
              {t("chat-edited")}
            </small>
          )}
          <span class="line-tools">
            {onDelete && (
              <button
                type="button"
                class="line-tool"
                aria-label={t("chat-delete-which", { start: message.message.slice(0, 40) })}
                title={t("chat-delete")}
                onClick={() => onDelete(message)}
              >
                <TrashIcon />
              </button>
            )}
            {own && (
              <button
                type="button"
                class="line-tool"
                aria-label={t("chat-edit-which", { start: message.message.slice(0, 40) })}
                title={t("chat-edit")}
                onClick={() => onEdit(message.messageId)}
              >
                <PencilIcon />
              </button>
            )}
          </span>
        </div>
      )}
    </li>
  );
});

export function UnsentMessage({ unsent }: { unsent: Unsent }) {
  const lesson = useLesson();
  const chat = useModel(ChatModel);
  const offline = lesson.link.value.state !== "open";
  return (
    <li class="line own unsent">
      <div class="bubble" dir="auto">
        <Text text={unsent.message} />
      </div>
      {unsent.refused ? (
        <p class="problem" role="alert">
          {t("chat-not-sent", { why: unsent.refused })}{" "}
          <button type="button" class="link" onClick={() => chat.retry(unsent.clientId)}>
            {t("try-again")}
          </button>{" "}
          <button type="button" class="link" onClick={() => chat.discard(unsent.clientId)}>
            {t("chat-discard")}
          </button>
        </p>
      ) : (
        <small class="help">{t(offline ? "chat-will-send" : "chat-sending")}</small>
      )}
    </li>
  );
}

function Text({ text }: { text: string }) {
  return (
    <span class="line-text">
      {linkify(text).map((piece) =>
        piece.href ? (
          <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </span>
  );
}

function Editor({ message, onDone }: { message: ChatMessage; onDone: () => void }) {
  const chat = useModel(ChatModel);
  const [text, setText] = useState(message.message);
  const [problem, setProblem] = useState<string>();
  const [saving, setSaving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);

  const save = async (event: Event) => {
    event.preventDefault();
    const changed = text.trim();
    if (changed === message.message) return onDone();
    setSaving(true);
    const why = await chat.edit(message.messageId, changed);
    setSaving(false);
    if (!why) return onDone();
    setProblem(why);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void save(event);
  };

  return (
    <form class="editor" onSubmit={(event) => void save(event)}>
      <textarea
        ref={field}
        rows={2}
        dir="auto"
        value={text}
        maxLength={MESSAGE_LIMIT}
        aria-label={t("chat-edit-line")}
        aria-invalid={problem ? true : undefined}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row end">
        <button type="button" class="button plain small" onClick={onDone}>
          {t("cancel-it")}
        </button>
        <button class="button strong small" disabled={saving || !text.trim()}>
          {t("chat-save")}
        </button>
      </div>
    </form>
  );
}
