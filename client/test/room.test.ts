import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/net/connection";
import { features } from "../src/features";
import type { Line, Participant, Snapshot } from "../src/net/protocol.gen";
import { enter, hands, reduce, remember, type Room } from "../src/lesson/room";
import { rollAvatar } from "../src/people/roll";

const person = (id: string, more: Partial<Participant> = {}): Participant => ({
  participantId: id,
  seat: 1,
  username: id,
  role: "student",
  guest: true,
  avatar: rollAvatar(),
  connection: "here",
  microphone: "none",
  pose: { x: 0, y: 0, z: 0, rotation: 0 },
  ...more,
});
const line = (messageId: string, more: Partial<Line> = {}): Line => ({
  messageId,
  message: messageId,
  participantId: "anna",
  username: "Anna",
  sentAt: "2026-01-01T10:00:00Z",
  ...more,
});
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  seq: 5,
  state: "live",
  seat: 1,
  participants: [person("anna"), person("ben", { seat: 2 })],
  messages: [line("m3"), line("m4")],
  moreMessages: true,
  unmutingAllowed: true,
  waiting: [],
  removed: [],
  ...more,
});
const entered = (snapshot: Snapshot, before?: Room): Room => enter(snapshot, features, before);
const after = (room: Room, ...events: RoomEvent[]): Room =>
  events.reduce((room, event) => {
    const next = reduce(room, event, features);
    if (next === "gap") throw new Error("a gap");
    return next;
  }, room);

describe("the room", () => {
  it("shows the page that the teacher has turned to, and the new look of someone", () => {
    const slide = { kind: "text", html: "<p>one</p>" } as const;
    let room = entered(snapshot({ screen: { page: 0, pages: 2, slide } }));
    expect(room.screen?.page).toBe(0);
    room = after(room, { event: "on.screenTurn", data: { screen: { page: 1, pages: 2, slide } }, seq: 6 });
    expect(room.screen?.page).toBe(1);
    const avatar = rollAvatar();
    room = after(room, { event: "on.participantAvatar", data: { participantId: "anna", avatar }, seq: 7 });
    expect(room.people.get("anna")?.avatar).toEqual(avatar);
    room = after(room, { event: "on.screenTurn", data: { screen: null }, seq: 8 });
    expect(room.screen).toBeUndefined();
  });

  it("knows one's own answers, and for the teacher how many gave which", () => {
    const slide = { kind: "quiz", quizId: "q", question: "Why?", options: ["A", "B"] } as const;
    const screen = { page: 0, pages: 1, slide: { ...slide, options: [...slide.options] } };
    let room = entered(snapshot({ screen, answers: [{ quizId: "q", choice: 1 }] }));
    expect(room.answers.get("q")).toBe(1);
    expect(reduce(room, { event: "on.quizCount", data: { quizId: "q", counts: [0, 1] }, seq: 9 }, features)).toBe(
      "gap",
    );
    room = after(room, { event: "on.quizCount", data: { quizId: "q", counts: [0, 1] }, seq: 5 });
    expect(room.count?.counts).toEqual([0, 1]);
    const outcome = { right: 1, counts: [0, 1] };
    room = after(room, { event: "on.screenTurn", data: { screen: { ...screen, outcome } }, seq: 6 });
    expect(room.screen?.outcome).toEqual(outcome);
    expect(room.answers.get("q")).toBe(1);
  });

  it("knows nobody any more who was erased", () => {
    let room = entered(snapshot());
    const username = "a person who was erased";
    room = after(room, { event: "on.participantRename", data: { participantId: "anna", username }, seq: 6 });
    expect(room.people.get("anna")?.username).toBe(username);
    expect(room.lines.map((one) => one.username)).toEqual([username, username]);
  });

  it("follows people who come, are lost, come back and leave", () => {
    let room = entered(snapshot());
    room = after(room, { event: "on.participantJoin", data: person("cleo", { seat: 3 }), seq: 6 });
    expect([...room.people.keys()]).toEqual(["anna", "ben", "cleo"]);
    room = after(room, {
      event: "on.participantConnection",
      data: { participantId: "ben", connection: "lost" },
      seq: 7,
    });
    expect(room.people.get("ben")?.connection).toBe("lost");
    room = after(room, { event: "on.participantLeave", data: { participantId: "ben", why: "lost" }, seq: 8 });
    expect(room.people.has("ben")).toBe(false);
    expect(room.seq).toBe(8);
  });

  it("ignores what the snapshot had already", () => {
    const room = entered(snapshot());
    const old: RoomEvent = { event: "on.participantLeave", data: { participantId: "anna", why: "left" }, seq: 5 };
    expect(reduce(room, old, features)).toBe(room);
  });

  it("asks anew when something was missed", () => {
    const room = entered(snapshot());
    expect(reduce(room, { event: "on.handLower", data: { participantId: "anna" }, seq: 7 }, features)).toBe("gap");
    expect(reduce(room, { event: "on.waitingChange", data: { waiting: [], removed: [] }, seq: 6 }, features)).toBe(
      "gap",
    );
  });

  it("takes the teacher's news without counting it", () => {
    const waiting = [{ participantId: "dora", username: "Dora", guest: true }];
    const room = after(entered(snapshot()), { event: "on.waitingChange", data: { waiting, removed: [] }, seq: 5 });
    expect(room.waiting).toEqual(waiting);
    expect(room.seq).toBe(5);
  });

  it("has the hands in the order in which they went up", () => {
    const room = after(
      entered(snapshot()),
      { event: "on.handRaise", data: { participantId: "ben", handRaisedAt: "2026-01-01T10:00:01Z" }, seq: 6 },
      { event: "on.handRaise", data: { participantId: "anna", handRaisedAt: "2026-01-01T10:00:02Z" }, seq: 7 },
    );
    expect(hands(room.people.values())).toEqual(["ben", "anna"]);
    const lowered = after(room, { event: "on.handLower", data: { participantId: "ben" }, seq: 8 });
    expect(hands(lowered.people.values())).toEqual(["anna"]);
  });

  it("starts", () => {
    const room = after(entered(snapshot({ state: "planned" })), { event: "on.sessionCreate", data: {}, seq: 6 });
    expect(room.state).toBe("live");
  });
});

describe("the chat", () => {
  it("takes new lines once, and edits", () => {
    const room = after(
      entered(snapshot()),
      { event: "on.message", data: [line("m4"), line("m5")], seq: 6 },
      {
        event: "on.editMessage",
        data: { messageId: "m5", message: "better", editedAt: "2026-01-01T10:01:00Z" },
        seq: 7,
      },
    );
    expect(room.lines.map((one) => one.message)).toEqual(["m3", "m4", "better"]);
    expect(room.lines.at(-1)?.editedAt).toBeDefined();
  });

  it("puts older lines before the others, and keeps them over a snapshot that joins on", () => {
    const room = remember(entered(snapshot()), [line("m1"), line("m2")], false);
    expect(room.lines.map((one) => one.messageId)).toEqual(["m1", "m2", "m3", "m4"]);
    const again = entered(snapshot({ messages: [line("m3"), line("m4"), line("m5")] }), room);
    expect(again.lines.map((one) => one.messageId)).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    expect(again.moreLines).toBe(false);
    const far = entered(snapshot({ messages: [line("m9")] }), room);
    expect(far.lines.map((one) => one.messageId)).toEqual(["m9"]);
    expect(far.moreLines).toBe(true);
  });

  it("does not grow without end", () => {
    let room = entered(snapshot({ moreMessages: false }));
    for (let i = 0; i < 1000; i++)
      room = after(room, { event: "on.message", data: [line(`n${i}`)], seq: room.seq + 1 });
    expect(room.lines.length).toBeLessThanOrEqual(600);
    expect(room.lines.at(-1)?.messageId).toBe("n999");
    expect(room.moreLines).toBe(true);
  });
});
