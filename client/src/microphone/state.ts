// Whose microphones are on: that stands with the people in the room. And whether students may turn on their own.
import { Slice, updatePerson, type Reducers } from "../lesson/room";

export interface MicrophoneState {
  unmutingAllowed: boolean;
}

export const microphoneState = new Slice<MicrophoneState>("microphone", ({ unmutingAllowed }) => ({ unmutingAllowed }));

export const microphoneReducers: Reducers = {
  "on.participantMute": (room, { participantId, microphone }) =>
    updatePerson(room, participantId, (person) => ({ ...person, microphone })),
  "on.unmutingAllow": (room, { allowed }) => microphoneState.set(room, { unmutingAllowed: allowed }),
};
