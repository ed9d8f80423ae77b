// Who is invited to speak: for the teacher everyone, for a student oneself or nobody.
import { Slice, type Reducers, type Room } from "../lesson/room";
import type { ParticipantId } from "../net/protocol.gen";

export type Invited = ReadonlySet<ParticipantId>;

export const speakingState = new Slice<Invited>("speaking", ({ invitedToSpeak }) => new Set(invitedToSpeak));

export const speakingReducers: Reducers = {
  "on.speakInvite": (room, { participantId }) =>
    speakingState.set(room, new Set(speakingState.of(room)).add(participantId)),
  "on.speakInviteEnd": (room, { participantId }) => without(room, participantId),
  "on.participantLeave": (room, { participantId }) => without(room, participantId),
};

function without(room: Room, who: ParticipantId): Room {
  const invited = speakingState.of(room);
  return invited.has(who) ? speakingState.set(room, new Set([...invited].filter((one) => one !== who))) : room;
}
