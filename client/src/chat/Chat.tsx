// The chat: everyone's lines, then one's own that are on their way, then the field.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { pending } from "../net/outbox";
import type { Line, MessageId } from "../net/protocol.gen";
import { t } from "../texts";
import { Acts } from "../lesson/acts";
import { useLesson, useModel } from "../ui/context";
import { Composer } from "./Composer";
import { OneLine, OneUnsent } from "./Line";

/** Lines by one person within this time stand under one name. */
const TOGETHER_MS = 4 * 60_000;
/** So far from the end one still counts as being at it, in pixels. */
const NEAR = 60;

export function Chat() {
  const lesson = useLesson();
  const acts = useModel(Acts);
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [editing, setEditing] = useState<MessageId>();
  const [loading, setLoading] = useState(false);
  const height = useRef<number | undefined>(undefined);
  useSeen(atEnd);

  const room = lesson.room.value;
  const me = lesson.me.value?.participantId ?? "";
  const lines = room?.lines ?? [];
  const unsent = pending(lesson.outbox.value, lines, me);

  // Stays at the end, or at the line that one reads while older ones come in above.
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    if (height.current !== undefined) {
      box.scrollTop += box.scrollHeight - height.current;
      height.current = undefined;
    } else if (atEnd) box.scrollTop = box.scrollHeight;
  }, [lines[0]?.messageId, lines.length, unsent.length]);

  // Also when a line grows: by an edit, by the reason why it was not sent.
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
    await acts.older();
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
    const last = lines.findLast((line) => line.participantId === me);
    if (last) setEditing(last.messageId);
  };

  return (
    <div class="chat">
      <div
        class="chat-log"
        ref={log}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={t("chat-lines")}
        aria-live={loading ? "off" : "polite"}
      >
        {room?.moreLines && (
          <button type="button" class="button soft small older" disabled={loading} onClick={() => void older()}>
            {t(loading ? "chat-loading" : "chat-older")}
          </button>
        )}
        {lines.length + unsent.length === 0 && (
          <p class="empty">{t(room?.state === "live" ? "chat-empty" : "chat-closed")}</p>
        )}
        <ol>
          {lines.map((line, i) => (
            <OneLine
              key={line.messageId}
              line={line}
              own={line.participantId === me}
              author={room?.people.get(line.participantId)}
              joins={together(lines[i - 1], line)}
              editing={editing === line.messageId}
              onEdit={setEditing}
            />
          ))}
          {unsent.map((one) => (
            <OneUnsent key={one.clientId} unsent={one} />
          ))}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" class="button strong small to-end" onClick={toEnd}>
          {lesson.unread.value > 0 ? t("chat-new", { count: lesson.unread.value }) : t("chat-newest")} ↓
        </button>
      )}
      <Composer onSent={toEnd} onEditLast={editLast} />
    </div>
  );
}

function together(before: Line | undefined, line: Line): boolean {
  return (
    before?.participantId === line.participantId && Date.parse(line.sentAt) - Date.parse(before.sentAt) < TOGETHER_MS
  );
}

/** Lines are read while the chat is open at its end and the page is in view. */
function useSeen(atEnd: boolean): void {
  const lesson = useLesson();
  useEffect(() => {
    const look = () => (lesson.chatSeen.value = atEnd && document.visibilityState === "visible");
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      lesson.chatSeen.value = false;
    };
  }, [atEnd]);
  useSignalEffect(() => {
    if (lesson.chatSeen.value) lesson.unread.value = 0;
  });
}
