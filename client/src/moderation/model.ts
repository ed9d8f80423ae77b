// Who is outside of the room, and letting them in or removing people as the teacher.
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { Outsider, ParticipantId } from "../net/protocol.gen";
import { moderationState } from "./state";

export class ModerationModel {
  readonly waiting = computed<readonly Outsider[]>(() => this.state.value?.waiting ?? []);
  readonly removed = computed<readonly Outsider[]>(() => this.state.value?.removed ?? []);

  private readonly state = computed(() => {
    const room = this.lesson.room.value;
    return room && moderationState.of(room);
  });

  constructor(private readonly lesson: Lesson) {}

  readonly admit = (participantId: ParticipantId) => this.lesson.ask("on.participantAdmit", { participantId });
  readonly admitAll = () => this.lesson.ask("on.participantAdmitAll", {});
  readonly remove = (participantId: ParticipantId) => this.lesson.ask("on.participantRemove", { participantId });
  readonly readmit = (participantId: ParticipantId) => this.lesson.ask("on.participantReadmit", { participantId });
}
