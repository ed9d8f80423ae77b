// Inviting others to speak as the teacher, and declining. Turning one's own microphone on accepts (audio/sound.ts).
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId } from "../net/protocol.gen";
import { speakingState, type Invited } from "./state";

export class SpeakingModel {
  readonly invited = computed<Invited>(() => {
    const room = this.lesson.room.value;
    return room ? speakingState.of(room) : new Set();
  });
  /** Whether one is invited oneself. */
  readonly isInvited = computed(() => this.invited.value.has(this.lesson.me.value?.participantId ?? ""));

  constructor(private readonly lesson: Lesson) {}

  readonly invite = (participantId: ParticipantId) => this.lesson.ask("on.speakInvite", { participantId });
  readonly withdraw = (participantId: ParticipantId) => this.lesson.ask("on.speakWithdraw", { participantId });
  readonly decline = () => this.lesson.ask("on.speakDecline", {});
}
