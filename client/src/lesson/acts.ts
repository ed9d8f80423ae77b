// What a person can do in the lesson. What fails says so in a notice, unless its caller shows it in place.
import type { Lesson } from "./lesson";
import { Refused, type Data } from "../net/connection";
import type { ClientEvent, Participant, ParticipantId } from "../net/protocol.gen";

type Plain = Exclude<ClientEvent["event"], "on.sessionJoin" | "on.message" | "on.messageHistory" | "on.snapshot">;

export class Acts {
  constructor(private readonly lesson: Lesson) {}

  readonly start = () => this.ask("on.sessionCreate", {});
  readonly terminate = () => this.ask("on.sessionTerminate", {});
  readonly mute = (participantId: ParticipantId, muted: boolean) =>
    this.ask("on.participantMute", { participantId, muted });
  readonly muteAll = () => this.ask("on.participantMuteAll", { muted: true });
  readonly muteOthers = ({ participantId }: Pick<Participant, "participantId">) =>
    void this.ask("on.participantMuteAll", { muted: true, except: [participantId] });
  readonly allowUnmuting = (allowed: boolean) => this.ask("on.unmutingAllow", { allowed });
  /** Leaves for good, also when the server cannot be told. */
  async leave(): Promise<void> {
    await this.lesson.connection.request("on.participantLeave", {}).catch(() => {});
    this.lesson.end("left");
  }

  private async ask<E extends Plain>(event: E, data: Data<E>): Promise<void> {
    try {
      await this.lesson.connection.request<unknown, E>(event, data);
    } catch (error) {
      this.lesson.say(words(error));
    }
  }
}

function words(error: unknown): string {
  if (error instanceof Refused) return error.message;
  throw error;
}
