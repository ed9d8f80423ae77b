// What the room's screen shows; nothing when the lesson has no content.
import { Slice, type Reducers } from "../lesson/room";
import type { Screen } from "../net/protocol.gen";

export const screenState = new Slice<Screen | undefined>("screen", ({ screen }) => screen);

export const screenReducers: Reducers = {
  "on.screenTurn": (room, { screen }) => screenState.set(room, screen ?? undefined),
};
