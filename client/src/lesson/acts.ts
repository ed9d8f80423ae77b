// What a person can do in the lesson. What fails says so in a notice, unless its caller shows it in place.
import type { Lesson } from "./lesson";
import { Refused, type Data } from "../net/connection";
import { again, drop, kept, refused } from "../net/outbox";
import type { ClientEvent, History, ItemId, MessageId, Participant, ParticipantId, Said } from "../net/protocol.gen";
import { remember } from "./room";

type Plain = Exclude<ClientEvent["event"], "on.sessionJoin" | "on.message" | "on.messageHistory" | "on.snapshot">;

export class Acts {
  constructor(private readonly lesson: Lesson) {}

  readonly start = () => this.ask("on.sessionCreate", {});
  readonly terminate = () => this.ask("on.sessionTerminate", {});
  readonly raiseHand = () => this.ask("on.handRaise", {});
  readonly lowerHand = (participantId?: ParticipantId) =>
    this.ask("on.handLower", participantId ? { participantId } : {});
  readonly remove = (participantId: ParticipantId) => this.ask("on.participantRemove", { participantId });
  readonly admit = (participantId: ParticipantId) => this.ask("on.participantAdmit", { participantId });
  readonly admitAll = () => this.ask("on.participantAdmitAll", {});
  readonly mute = (participantId: ParticipantId, muted: boolean) =>
    this.ask("on.participantMute", { participantId, muted });
  readonly muteAll = () => this.ask("on.participantMuteAll", { muted: true });
  readonly muteOthers = ({ participantId }: Pick<Participant, "participantId">) =>
    void this.ask("on.participantMuteAll", { muted: true, except: [participantId] });
  readonly allowUnmuting = (allowed: boolean) => this.ask("on.unmutingAllow", { allowed });
  readonly turn = (page: number) => this.ask("on.screenTurn", { page });
  readonly reveal = (quizId: ItemId) => this.ask("on.quizReveal", { quizId });
  readonly readmit = (participantId: ParticipantId) => this.ask("on.participantReadmit", { participantId });

  /** Leaves for good, also when the server cannot be told. */
  async leave(): Promise<void> {
    await this.lesson.connection.request("on.participantLeave", {}).catch(() => {});
    this.lesson.end("left");
  }

  /** Shows the line at once and sends it as soon as it can be. */
  speak(message: string): void {
    const { lesson } = this;
    const unsent = { clientId: clientId(), message, after: lesson.room.value?.lines.at(-1)?.messageId };
    lesson.outbox.value = [...lesson.outbox.value, unsent];
    void this.send(unsent.clientId, message);
  }

  retry(clientId: string): void {
    const { outbox } = this.lesson;
    const unsent = outbox.value.find((one) => one.clientId === clientId);
    if (!unsent) return;
    outbox.value = again(outbox.value, clientId);
    void this.send(clientId, unsent.message);
  }

  discard(clientId: string): void {
    this.lesson.outbox.value = drop(this.lesson.outbox.value, clientId);
  }

  /** @returns why it was not changed, or nothing. */
  async edit(messageId: MessageId, message: string): Promise<string | undefined> {
    try {
      await this.lesson.connection.request("on.editMessage", { messageId, message });
      return undefined;
    } catch (error) {
      return words(error);
    }
  }

  /** @returns why the answer does not count, or nothing. */
  async answer(quizId: ItemId, choice: number): Promise<string | undefined> {
    const { lesson } = this;
    try {
      await lesson.connection.request("on.quizAnswer", { quizId, choice });
      const room = lesson.room.value;
      if (room) lesson.room.value = { ...room, answers: new Map(room.answers).set(quizId, choice) };
      return undefined;
    } catch (error) {
      return words(error);
    }
  }

  async older(): Promise<void> {
    const before = this.lesson.room.value?.lines[0]?.messageId;
    if (!before) return;
    try {
      const history = await this.lesson.connection.request<History, "on.messageHistory">("on.messageHistory", {
        before,
      });
      const room = this.lesson.room.value;
      if (room) this.lesson.room.value = remember(room, history.messages, history.moreMessages);
    } catch (error) {
      this.lesson.say(words(error));
    }
  }

  private async ask<E extends Plain>(event: E, data: Data<E>): Promise<void> {
    try {
      await this.lesson.connection.request<unknown, E>(event, data);
    } catch (error) {
      this.lesson.say(words(error));
    }
  }

  private async send(clientId: string, message: string): Promise<void> {
    const { lesson } = this;
    try {
      const said = await lesson.connection.request<Said, "on.message">("on.message", { message, clientId });
      lesson.outbox.value = kept(lesson.outbox.value, clientId, said.messageId, lesson.room.value?.lines ?? []);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === "too_fast" || error.code === "busy") setTimeout(() => void this.send(clientId, message), 1500);
      // Lost on the way: it goes out again with the same name when we are back.
      else if (error.code === "timeout") lesson.connection.drop();
      else if (error.code !== "offline") lesson.outbox.value = refused(lesson.outbox.value, clientId, error.message);
    }
  }

  /** Sends again what the loss of the connection may have swallowed. */
  resend(): void {
    for (const unsent of this.lesson.outbox.value) {
      if (!unsent.refused) void this.send(unsent.clientId, unsent.message);
    }
  }
}

/** `crypto.randomUUID` would be absent on a school's plain http. */
function clientId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function words(error: unknown): string {
  if (error instanceof Refused) return error.message;
  throw error;
}
