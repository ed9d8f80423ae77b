import { describe, expect, it } from "vitest";
import { raisedHands } from "../src/hands/state";
import { after, entered, person, snapshot } from "./support/room";

describe("raised hands", () => {
  it("are in the order in which they went up", () => {
    const room = after(
      entered(snapshot()),
      { event: "on.handRaise", data: { participantId: "ben", handRaisedAt: "2026-01-01T10:00:01Z" }, seq: 6 },
      { event: "on.handRaise", data: { participantId: "anna", handRaisedAt: "2026-01-01T10:00:02Z" }, seq: 7 },
    );
    expect(raisedHands(room.people.values())).toEqual(["ben", "anna"]);
    const lowered = after(room, { event: "on.handLower", data: { participantId: "ben" }, seq: 8 });
    expect(raisedHands(lowered.people.values())).toEqual(["anna"]);
  });

  it("of the same moment are in the order of seats", () => {
    const handRaisedAt = "2026-01-01T10:00:01Z";
    const people = [person("anna", { seat: 2, handRaisedAt }), person("ben", { seat: 1, handRaisedAt })];
    expect(raisedHands(people)).toEqual(["ben", "anna"]);
  });
});
