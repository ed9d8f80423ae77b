// What the teacher decides about cameras and screens, and asking for permission.
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId, ShowKind, Showing } from "../net/protocol.gen";
import { showingState, type ShowingState } from "./state";

const NOTHING: ShowingState = {
  rules: { cameras: "nobody", screens: "nobody", severalScreens: false },
  may: { camera: false, screen: false },
  asked: [],
  spotlight: undefined,
  permissions: new Map(),
};

export class ShowingModel {
  readonly state = computed<ShowingState>(() => {
    const room = this.lesson.room.value;
    return room ? showingState.of(room) : NOTHING;
  });

  constructor(private readonly lesson: Lesson) {}

  /** Whether a person may show this, as far as a teacher knows. */
  may(who: ParticipantId, kind: ShowKind): boolean {
    const { rules, permissions } = this.state.value;
    return permissions.get(who)?.[kind] ?? ruleOf(rules, kind) === "everyone";
  }

  readonly allow = (some: Partial<Showing>) =>
    this.lesson.ask("on.showingAllow", { ...this.state.value.rules, ...some });
  readonly putInSpotlight = (participantId: ParticipantId | undefined) =>
    this.lesson.ask("on.showingSpotlight", participantId ? { participantId } : {});
  readonly permit = (participantId: ParticipantId, kind: ShowKind, may: boolean) =>
    this.lesson.ask("on.showingPermit", { participantId, kind, may });
}

export function ruleOf(rules: Showing, kind: ShowKind) {
  return kind === "camera" ? rules.cameras : rules.screens;
}
