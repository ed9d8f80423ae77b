// Raised hands: they stand with their people in the room. The order in which they went up says whose turn it is.
import { updatePerson, type Reducers } from "../lesson/room";
import type { Participant, ParticipantId } from "../net/protocol.gen";

export const handsReducers: Reducers = {
  "on.handRaise": (room, { participantId, handRaisedAt }) =>
    updatePerson(room, participantId, (person) => ({ ...person, handRaisedAt })),
  "on.handLower": (room, { participantId }) =>
    updatePerson(room, participantId, ({ handRaisedAt: _, ...person }) => person),
};

/** Everyone with a raised hand, the first hand first. */
export function raisedHands(people: Iterable<Participant>): ParticipantId[] {
  return [...people]
    .filter((person) => person.handRaisedAt)
    .sort((a, b) => Date.parse(a.handRaisedAt!) - Date.parse(b.handRaisedAt!) || a.seat - b.seat)
    .map((person) => person.participantId);
}
