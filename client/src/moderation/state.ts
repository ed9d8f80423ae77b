// For the teacher: who waits to be let in, and who was removed.
import { Slice, type Reducers } from "../lesson/room";
import type { Outsiders } from "../net/protocol.gen";

/** Empty for everyone but the teacher. */
export const moderationState = new Slice<Outsiders>("moderation", ({ waiting, removed }) => ({ waiting, removed }));

export const moderationReducers: Reducers = {
  "on.waitingChange": (room, outsiders) => moderationState.set(room, outsiders),
};
