import { describe, expect, it } from "vitest";
import { chatState, prepend } from "../src/chat/state";
import type { Room } from "../src/lesson/room";
import { after, entered, message, snapshot } from "./support/room";

const ids = (room: Room) => chatState.of(room).messages.map((one) => one.messageId);

describe("the chat", () => {
  it("takes each new message once, and takes over edits", () => {
    const room = after(
      entered(snapshot()),
      { event: "on.message", data: [message("m4"), message("m5")], seq: 6 },
      {
        event: "on.editMessage",
        data: { messageId: "m5", message: "better", editedAt: "2026-01-01T10:01:00Z" },
        seq: 7,
      },
    );
    const { messages } = chatState.of(room);
    expect(messages.map((one) => one.message)).toEqual(["m3", "m4", "better"]);
    expect(messages.at(-1)?.editedAt).toBeDefined();
  });

  it("puts older messages before the others, and keeps them over a snapshot that joins on", () => {
    const room = prepend(entered(snapshot()), [message("m1"), message("m2")], false);
    expect(ids(room)).toEqual(["m1", "m2", "m3", "m4"]);
    const again = entered(snapshot({ messages: [message("m3"), message("m4"), message("m5")] }), room);
    expect(ids(again)).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    expect(chatState.of(again).moreMessages).toBe(false);
    const far = entered(snapshot({ messages: [message("m9")] }), room);
    expect(ids(far)).toEqual(["m9"]);
    expect(chatState.of(far).moreMessages).toBe(true);
  });

  it("keeps a limited number of messages", () => {
    let room = entered(snapshot({ moreMessages: false }));
    for (let i = 0; i < 1000; i++)
      room = after(room, { event: "on.message", data: [message(`n${i}`)], seq: room.seq + 1 });
    expect(ids(room).length).toBeLessThanOrEqual(600);
    expect(ids(room).at(-1)).toBe("n999");
    expect(chatState.of(room).moreMessages).toBe(true);
  });

  it("drops the name of a person who was erased", () => {
    const username = "a person who was erased";
    const room = after(entered(snapshot()), {
      event: "on.participantRename",
      data: { participantId: "anna", username },
      seq: 6,
    });
    expect(room.people.get("anna")?.username).toBe(username);
    expect(chatState.of(room).messages.map((one) => one.username)).toEqual([username, username]);
  });

  it("keeps the place of a deleted message, without its text", () => {
    const deletedAt = "2026-01-01T10:02:00Z";
    const before = entered(snapshot({ messages: [message("m3", { editedAt: deletedAt }), message("m4")] }));
    const room = after(before, { event: "on.deleteMessage", data: { messageId: "m3", deletedAt }, seq: 6 });
    const { messages } = chatState.of(room);
    expect(messages.map((one) => [one.message, one.deletedAt, one.editedAt])).toEqual([
      ["", deletedAt, undefined],
      ["m4", undefined, undefined],
    ]);
  });

  it("is paused until the teacher lets students write, also over new messages and snapshots", () => {
    const pause = after(entered(snapshot()), { event: "on.chatPause", data: { paused: true }, seq: 6 });
    const room = after(pause, { event: "on.message", data: [message("m5")], seq: 7 });
    expect(chatState.of(prepend(room, [message("m1")], false)).paused).toBe(true);
    expect(chatState.of(entered(snapshot({ chatPaused: true }), room)).paused).toBe(true);
    const on = after(room, { event: "on.chatPause", data: { paused: false }, seq: 8 });
    expect(chatState.of(on).paused).toBe(false);
  });
});
