// What this client knows of what is handed in: what the teacher asks for, and the pile, or of a student their own.
import { Slice, type Reducers } from "../lesson/room";
import type { HandIn, HandInId, HandInRequest } from "../net/protocol.gen";

export interface HandInState {
  request: HandInRequest | undefined;
  /** The oldest first. */
  pile: readonly HandIn[];
  /** For the teacher: which of them is on the screen. */
  shown: HandInId | undefined;
}

export const handInState = new Slice<HandInState>("handin", ({ handInRequest, handIns, shownHandIn }) => ({
  request: handInRequest,
  pile: handIns ?? [],
  shown: shownHandIn,
}));

export const handInReducers: Reducers = {
  "on.handInRequest": (room, { request }) =>
    handInState.set(room, { ...handInState.of(room), request: request ?? undefined }),
  "on.handInAdd": (room, added) => {
    const state = handInState.of(room);
    const pile = new Map([...state.pile, ...added].map((one) => [one.handInId, one]));
    return handInState.set(room, { ...state, pile: [...pile.values()] });
  },
  "on.handInDelete": (room, { handInId }) => {
    const { pile, shown, ...state } = handInState.of(room);
    const left = pile.filter((one) => one.handInId !== handInId);
    return handInState.set(room, { ...state, pile: left, shown: shown === handInId ? undefined : shown });
  },
};
