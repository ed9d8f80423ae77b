// Writing, editing and loading messages, and which of them one has not read.
import { computed, signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { Refused } from "../net/connection";
import type { History, ChatMessage, MessageId, Said } from "../net/protocol.gen";
import { discard, markRefused, markRetried, markStored, withoutStored, type Outbox } from "./outbox";
import { chatState, prepend } from "./state";

/** After a refusal because of too many requests, this long until the next try. */
const RETRY_MS = 1500;

export class ChatModel {
  readonly outbox = signal<Outbox>([]);
  readonly unread = signal(0);
  /** Whether the reader looks at the end of the chat, so that nothing in it is unread. */
  readonly seen = signal(false);
  readonly messages = computed(() => this.state.value?.messages ?? []);
  readonly moreMessages = computed(() => this.state.value?.moreMessages ?? false);

  readonly paused = computed(() => this.state.value?.paused ?? false);

  private readonly state = computed(() => {
    const room = this.lesson.room.value;
    return room && chatState.of(room);
  });

  constructor(private readonly lesson: Lesson) {}

  /** Shows the message at once and sends it as soon as it can be. */
  send(message: string): void {
    const unsent = { clientId: clientId(), message, after: this.messages.value.at(-1)?.messageId };
    this.outbox.value = [...this.outbox.value, unsent];
    void this.deliver(unsent.clientId, message);
  }

  retry(clientId: string): void {
    const unsent = this.outbox.value.find((one) => one.clientId === clientId);
    if (!unsent) return;
    this.outbox.value = markRetried(this.outbox.value, clientId);
    void this.deliver(clientId, unsent.message);
  }

  discard(clientId: string): void {
    this.outbox.value = discard(this.outbox.value, clientId);
  }

  /** @returns why it was not changed, or nothing. */
  edit(messageId: MessageId, message: string): Promise<string | undefined> {
    return this.lesson.attempt("on.editMessage", { messageId, message });
  }

  /** Deletes anyone's message, as the teacher. */
  readonly delete = (messageId: MessageId) => this.lesson.ask("on.deleteMessage", { messageId });
  /** Lets only the teacher write, or everyone again. */
  readonly pause = (paused: boolean) => this.lesson.ask("on.chatPause", { paused });

  async loadOlder(): Promise<void> {
    const { lesson } = this;
    const before = this.messages.value[0]?.messageId;
    if (!before) return;
    try {
      const history = await lesson.connection.request<History, "on.messageHistory">("on.messageHistory", { before });
      const room = lesson.room.value;
      if (room) lesson.room.value = prepend(room, history.messages, history.moreMessages);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      lesson.notify(error.message);
    }
  }

  /** Counts new messages of others, unless the reader sees them. */
  countUnread(messages: readonly ChatMessage[]): void {
    const me = this.lesson.me.value?.participantId;
    if (!this.seen.value) this.unread.value += messages.filter(({ participantId }) => participantId !== me).length;
  }

  /** Back in the room: sends again what a lost connection may have swallowed. */
  resend(): void {
    this.outbox.value = withoutStored(this.outbox.value);
    for (const unsent of this.outbox.value) {
      if (!unsent.refused) void this.deliver(unsent.clientId, unsent.message);
    }
  }

  private async deliver(clientId: string, message: string): Promise<void> {
    const { lesson, outbox } = this;
    try {
      const said = await lesson.connection.request<Said, "on.message">("on.message", { message, clientId });
      outbox.value = markStored(outbox.value, clientId, said.messageId, this.messages.value);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === "too_fast" || error.code === "busy") {
        setTimeout(() => void this.deliver(clientId, message), RETRY_MS);
      }
      // Lost on the way: it goes out again under the same id when the connection is back.
      else if (error.code === "timeout") lesson.connection.drop();
      else if (error.code !== "offline") outbox.value = markRefused(outbox.value, clientId, error.message);
    }
  }
}

/** `crypto.randomUUID` is absent on a school's plain http. */
function clientId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
