// The messages of the chat that this client has: a pure function of snapshots and events.
import { Slice, type Reducers, type Room } from "../lesson/room";
import type { ChatMessage } from "../net/protocol.gen";

export interface ChatState {
  /** Oldest first. */
  messages: readonly ChatMessage[];
  /** Whether the server has older ones. */
  moreMessages: boolean;
  /** Whether only the teacher may write. */
  paused: boolean;
}

/** The client keeps at most this many messages; it can ask for older ones again. */
const MESSAGES_MAX = 600;
const MESSAGES_KEPT = 400;

/** Older messages that were loaded stay if the snapshot's messages join on to them. */
export const chatState = new Slice<ChatState>("chat", ({ messages, moreMessages, chatPaused: paused }, before) => {
  const first = messages[0]?.messageId;
  const joint = first && before ? before.messages.findIndex((message) => message.messageId === first) : -1;
  if (joint <= 0) return { messages, moreMessages, paused };
  return { messages: [...before!.messages.slice(0, joint), ...messages], moreMessages: before!.moreMessages, paused };
});

export const chatReducers: Reducers = {
  "on.message": append,
  "on.editMessage": (room, { messageId, message, editedAt }) =>
    update(room, (one) => (one.messageId === messageId ? { ...one, message, editedAt } : one)),
  "on.deleteMessage": (room, { messageId, deletedAt }) =>
    update(room, (one) => {
      if (one.messageId !== messageId) return one;
      const { editedAt: _, ...rest } = one;
      return { ...rest, message: "", deletedAt };
    }),
  "on.chatPause": (room, { paused }) => chatState.set(room, { ...chatState.of(room), paused }),
  "on.participantRename": (room, { participantId, username }) =>
    update(room, (one) => (one.participantId === participantId ? { ...one, username } : one)),
};

function append(room: Room, added: readonly ChatMessage[]): Room {
  const { messages: before, ...state } = chatState.of(room);
  const known = new Set(before.map((message) => message.messageId));
  const messages = [...before, ...added.filter((message) => !known.has(message.messageId))];
  if (messages.length <= MESSAGES_MAX) return chatState.set(room, { ...state, messages });
  return chatState.set(room, { ...state, messages: messages.slice(-MESSAGES_KEPT), moreMessages: true });
}

/** Puts older messages before those that are there. */
export function prepend(room: Room, older: readonly ChatMessage[], moreMessages: boolean): Room {
  const { messages, ...state } = chatState.of(room);
  const known = new Set(messages.map((message) => message.messageId));
  const added = older.filter((message) => !known.has(message.messageId));
  return chatState.set(room, { ...state, messages: [...added, ...messages], moreMessages });
}

function update(room: Room, change: (message: ChatMessage) => ChatMessage): Room {
  const state = chatState.of(room);
  return chatState.set(room, { ...state, messages: state.messages.map(change) });
}
