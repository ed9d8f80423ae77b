// What the teacher decides about everyone's microphones. One's own is a part of the sound (audio/sound.ts).
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId } from "../net/protocol.gen";
import { microphoneState } from "./state";

export class MicrophoneModel {
  /** Whether students may turn their own microphones on. */
  readonly unmutingAllowed = computed(() => {
    const room = this.lesson.room.value;
    return !room || microphoneState.of(room).unmutingAllowed;
  });

  constructor(private readonly lesson: Lesson) {}

  readonly mute = (participantId: ParticipantId, muted: boolean) =>
    this.lesson.ask("on.participantMute", { participantId, muted });
  readonly muteAll = () => this.lesson.ask("on.participantMuteAll", { muted: true });
  readonly muteOthers = (participantId: ParticipantId) =>
    this.lesson.ask("on.participantMuteAll", { muted: true, except: [participantId] });
  readonly allowUnmuting = (allowed: boolean) => this.lesson.ask("on.unmutingAllow", { allowed });
}
