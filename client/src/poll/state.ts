// What this client knows of polls: the one that everyone sees, one's own vote in it, and for the teacher all of the lesson.
import { Slice, type Reducers } from "../lesson/room";
import type { OwnVote, Poll } from "../net/protocol.gen";

export interface PollState {
  /** The poll that everyone sees. */
  poll: Poll | undefined;
  ownVote: OwnVote | undefined;
  /** Only for the teacher: the oldest first. */
  polls: readonly Poll[];
}

export const pollState = new Slice<PollState>("poll", ({ poll, ownVote, polls }) => ({
  poll,
  ownVote,
  polls: polls ?? [],
}));

export const pollReducers: Reducers = {
  "on.pollChange": (room, { poll }) => {
    const state = pollState.of(room);
    const ownVote = poll && poll.pollId === state.poll?.pollId ? state.ownVote : undefined;
    return pollState.set(room, { ...state, poll: poll ?? undefined, ownVote });
  },
  "on.pollResults": (room, changed) => {
    const state = pollState.of(room);
    const polls = new Map([...state.polls, ...changed].map((poll) => [poll.pollId, poll]));
    return pollState.set(room, { ...state, polls: [...polls.values()] });
  },
  "on.pollDelete": (room, { pollId }) => {
    const state = pollState.of(room);
    return pollState.set(room, { ...state, polls: state.polls.filter((poll) => poll.pollId !== pollId) });
  },
};
