// Whose hands are raised, in turn, and raising and lowering them.
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId } from "../net/protocol.gen";
import { raisedHands } from "./state";

export class HandsModel {
  /** Everyone with a raised hand, the first hand first. */
  readonly order = computed(() => raisedHands(this.lesson.people.value));

  constructor(private readonly lesson: Lesson) {}

  /** Whose turn someone is: 1 for the first raised hand, 0 for none. */
  turnOf(who: ParticipantId | undefined): number {
    return who === undefined ? 0 : this.order.value.indexOf(who) + 1;
  }

  readonly raise = () => this.lesson.ask("on.handRaise", {});

  readonly lowerAll = () => this.lesson.ask("on.handLowerAll", {});

  /** Lowers one's own hand, or as the teacher another's. */
  readonly lower = (participantId?: ParticipantId) =>
    this.lesson.ask("on.handLower", participantId ? { participantId } : {});
}
