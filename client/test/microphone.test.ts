import { describe, expect, it } from "vitest";
import { microphoneState } from "../src/microphone/state";
import { after, entered, snapshot } from "./support/room";

describe("microphones", () => {
  it("are on, muted or absent for each person", () => {
    const data = { participantId: "ben", microphone: "on" } as const;
    const room = after(entered(snapshot()), { event: "on.participantMute", data, seq: 6 });
    expect([...room.people.values()].map((person) => person.microphone)).toEqual(["none", "on"]);
  });

  it("may be turned on by students until the teacher forbids it", () => {
    const room = entered(snapshot());
    expect(microphoneState.of(room).unmutingAllowed).toBe(true);
    const forbidden = after(room, { event: "on.unmutingAllow", data: { allowed: false }, seq: 6 });
    expect(microphoneState.of(forbidden).unmutingAllowed).toBe(false);
  });
});
