// Rooms for tests, with all features: from a snapshot, and after events.
import { features } from "../../src/features";
import { enter, reduce, type Room } from "../../src/lesson/room";
import type { RoomEvent } from "../../src/net/connection";
import type { ChatMessage, Participant, Snapshot } from "../../src/net/protocol.gen";
import { randomAvatar } from "../../src/people/randomAvatar";

export const person = (id: string, more: Partial<Participant> = {}): Participant => ({
  participantId: id,
  seat: 1,
  username: id,
  role: "student",
  guest: true,
  avatar: randomAvatar(),
  connection: "here",
  microphone: "none",
  pose: { x: 0, y: 0, z: 0, rotation: 0 },
  ...more,
});
export const message = (messageId: string, more: Partial<ChatMessage> = {}): ChatMessage => ({
  messageId,
  message: messageId,
  participantId: "anna",
  username: "Anna",
  sentAt: "2026-01-01T10:00:00Z",
  ...more,
});
export const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  seq: 5,
  state: "live",
  seat: 1,
  participants: [person("anna"), person("ben", { seat: 2 })],
  messages: [message("m3"), message("m4")],
  moreMessages: true,
  unmutingAllowed: true,
  keepsChat: false,
  waiting: [],
  removed: [],
  chatPaused: false,
  invitedToSpeak: [],
  showing: { cameras: "asked", screens: "asked", severalScreens: false },
  mayShow: { participantId: "anna", camera: false, screen: false },
  ...more,
});
export const entered = (snapshot: Snapshot, before?: Room): Room => enter(snapshot, features, before);
/** The next state of a room that has all features, or `gap`. */
export const next = (room: Room, event: RoomEvent): Room | "gap" => reduce(room, event, features);

export const after = (room: Room, ...events: RoomEvent[]): Room =>
  events.reduce((room, event) => {
    const after = next(room, event);
    if (after === "gap") throw new Error("a gap");
    return after;
  }, room);
