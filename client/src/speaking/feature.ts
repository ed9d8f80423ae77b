// Giving the floor as a feature of the room: the teacher invites, the student accepts or declines.
import { feature } from "../feature";
import type { InviteEnded } from "../net/protocol.gen";
import type { Lesson } from "../lesson/lesson";
import { t } from "../texts";
import { hasKeyboard } from "../ui/keys";
import { InvitedBanner } from "./InvitedBanner";
import { speakingReducers, speakingState } from "./state";
import "./speaking.css";

export default feature("speaking", {
  slice: speakingState,
  reduce: speakingReducers,
  unnumbered: ["on.speakInvite", "on.speakInviteEnd"],
  announce: {
    "on.speakInvite": ({ participantId }, { me }) =>
      participantId === me ? t(hasKeyboard() ? "news-invited" : "news-invited-touch") : undefined,
  },
  effects: { "on.speakInviteEnd": tellOutcome },
  Banner: InvitedBanner,
});

/** Tells the teacher what the student has answered. */
function tellOutcome(lesson: Lesson, { participantId, outcome }: InviteEnded): void {
  const person = lesson.room.value?.people.get(participantId);
  if (!lesson.teaches.value || outcome === "withdrawn" || !person) return;
  lesson.notify(t(`speak-${outcome}`, { name: lesson.nameOf(person) }));
}
