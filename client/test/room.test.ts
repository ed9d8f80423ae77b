import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/net/connection";
import { randomAvatar } from "../src/people/randomAvatar";
import { after, entered, next, person, snapshot } from "./support/room";

describe("the room", () => {
  it("shows the new avatar of someone", () => {
    const avatar = randomAvatar();
    const room = after(entered(snapshot()), {
      event: "on.participantAvatar",
      data: { participantId: "anna", avatar },
      seq: 6,
    });
    expect(room.people.get("anna")?.avatar).toEqual(avatar);
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

  it("starts", () => {
    const room = after(entered(snapshot({ state: "planned" })), {
      event: "on.sessionCreate",
      data: { startedAt: "2026-01-01T10:00:00Z" },
      seq: 6,
    });
    expect([room.state, room.startedAt]).toEqual(["live", "2026-01-01T10:00:00Z"]);
  });
});
