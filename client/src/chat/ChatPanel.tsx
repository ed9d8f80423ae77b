// The chat: everyone's messages, then one's own that are on their way, then the field.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChatMessage, MessageId } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { Confirm } from "../ui/Confirm";
import { Composer } from "./Composer";
import { Message, UnsentMessage } from "./Message";
import { ChatModel } from "./model";
import { visibleUnsent } from "./outbox";

/** Messages by one person within this time stand under one name. */
const TOGETHER_MS = 4 * 60_000;
/** This near to its end, in pixels, the chat is at its end. */
const NEAR = 60;

export function ChatPanel() {
  const lesson = useLesson();
  const chat = useModel(ChatModel);
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [editing, setEditing] = useState<MessageId>();
  const [deleting, setDeleting] = useState<ChatMessage>();
  const [loading, setLoading] = useState(false);
  const height = useRef<number | undefined>(undefined);
  useSeen(atEnd);

  const room = lesson.room.value;
  const me = lesson.me.value?.participantId ?? "";
  const messages = chat.messages.value;
  const unsent = visibleUnsent(chat.outbox.value, messages, me);

  // Stays at the end, or at the message that one reads while older ones come in above.
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    if (height.current !== undefined) {
      box.scrollTop += box.scrollHeight - height.current;
      height.current = undefined;
    } else if (atEnd) box.scrollTop = box.scrollHeight;
  }, [messages[0]?.messageId, messages.length, unsent.length]);

  // Also when a message grows: by an edit, by the reason why it was not sent.
  useEffect(() => {
    const [box, list] = [log.current, log.current?.querySelector("ol")];
    if (!box || !list || !atEnd) return;
    const watcher = new ResizeObserver(() => (box.scrollTop = box.scrollHeight));
    watcher.observe(list);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [atEnd]);

  const older = async () => {
    setLoading(true);
    height.current = log.current?.scrollHeight;
    await chat.loadOlder();
    setLoading(false);
  };
  const onScroll = () => {
    const box = log.current;
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR);
  };
  const toEnd = () => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
    setAtEnd(true);
  };
  const editLast = () => {
    const last = messages.findLast((message) => message.participantId === me && !message.deletedAt);
    if (last) setEditing(last.messageId);
  };

  return (
    <div class="chat">
      {lesson.teaches.value && room?.state === "live" && (
        <label class="chat-pause">
          <input
            type="checkbox"
            role="switch"
            checked={chat.paused.value}
            onChange={(event) => void chat.pause(event.currentTarget.checked)}
          />
          {t("chat-pause")}
        </label>
      )}
      <div
        class="chat-log"
        ref={log}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={t("chat-lines")}
        aria-live={loading ? "off" : "polite"}
      >
        {chat.moreMessages.value && (
          <button type="button" class="button soft small older" disabled={loading} onClick={() => void older()}>
            {t(loading ? "chat-loading" : "chat-older")}
          </button>
        )}
        {messages.length + unsent.length === 0 && (
          <p class="empty">{t(room?.state === "live" ? "chat-empty" : "chat-closed")}</p>
        )}
        <ol>
          {messages.map((message, i) => (
            <Message
              key={message.messageId}
              message={message}
              own={message.participantId === me}
              author={room?.people.get(message.participantId)}
              joins={together(messages[i - 1], message)}
              editing={editing === message.messageId}
              onEdit={setEditing}
              onDelete={lesson.teaches.value ? setDeleting : undefined}
            />
          ))}
          {unsent.map((one) => (
            <UnsentMessage key={one.clientId} unsent={one} />
          ))}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" class="button strong small to-end" onClick={toEnd}>
          {chat.unread.value > 0 ? t("chat-new", { count: chat.unread.value }) : t("chat-newest")} ↓
        </button>
      )}
      <Composer onSent={toEnd} onEditLast={editLast} />
      {deleting && (
        <Confirm
          title={t("chat-delete-title")}
          yes={t("chat-delete")}
          onYes={() => void chat.delete(deleting.messageId)}
          onClose={() => setDeleting(undefined)}
        >
          {t("chat-delete-text", { name: deleting.username || t("chat-erased") })}
        </Confirm>
      )}
    </div>
  );
}

function together(before: ChatMessage | undefined, after: ChatMessage): boolean {
  return (
    before?.participantId === after.participantId && Date.parse(after.sentAt) - Date.parse(before.sentAt) < TOGETHER_MS
  );
}

/** Messages are read while the chat is open at its end and the page is in view. */
function useSeen(atEnd: boolean): void {
  const chat = useModel(ChatModel);
  useEffect(() => {
    const look = () => (chat.seen.value = atEnd && document.visibilityState === "visible");
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      chat.seen.value = false;
    };
  }, [atEnd]);
  useSignalEffect(() => {
    if (chat.seen.value) chat.unread.value = 0;
  });
}
