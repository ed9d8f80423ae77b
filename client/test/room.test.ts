import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/net/connection";
import { rollAvatar } from "../src/people/roll";
import { after, entered, next, person, snapshot } from "./support/room";

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
    expect(next(room, { event: "on.quizCount", data: { quizId: "q", counts: [0, 1] }, seq: 9 })).toBe("gap");
    room = after(room, { event: "on.quizCount", data: { quizId: "q", counts: [0, 1] }, seq: 5 });
    expect(room.count?.counts).toEqual([0, 1]);
    const outcome = { right: 1, counts: [0, 1] };
    room = after(room, { event: "on.screenTurn", data: { screen: { ...screen, outcome } }, seq: 6 });
    expect(room.screen?.outcome).toEqual(outcome);
    expect(room.answers.get("q")).toBe(1);
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
    expect(next(room, old)).toBe(room);
  });

  it("asks anew when something was missed", () => {
    const room = entered(snapshot());
    expect(next(room, { event: "on.handLower", data: { participantId: "anna" }, seq: 7 })).toBe("gap");
    expect(next(room, { event: "on.waitingChange", data: { waiting: [], removed: [] }, seq: 6 })).toBe("gap");
  });

  it("takes the teacher's news without counting it", () => {
    const waiting = [{ participantId: "dora", username: "Dora", guest: true }];
    const room = after(entered(snapshot()), { event: "on.waitingChange", data: { waiting, removed: [] }, seq: 5 });
    expect(room.waiting).toEqual(waiting);
    expect(room.seq).toBe(5);
  });

  it("starts", () => {
    const room = after(entered(snapshot({ state: "planned" })), { event: "on.sessionCreate", data: {}, seq: 6 });
    expect(room.state).toBe("live");
  });
});
