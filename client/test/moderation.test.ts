import { describe, expect, it } from "vitest";
import { features } from "../src/features";
import { announce } from "../src/lesson/announce";
import { moderationState } from "../src/moderation/state";
import type { RoomEvent } from "../src/net/connection";
import type { Outsider } from "../src/net/protocol.gen";
import { after, entered, next, snapshot } from "./support/room";

const dora: Outsider = { participantId: "dora", username: "Dora", guest: true };
const emil: Outsider = { participantId: "emil", username: "Emil", guest: true };
const change = (waiting: Outsider[], seq: number): RoomEvent => ({
  event: "on.waitingChange",
  data: { waiting, removed: [] },
  seq,
});

describe("who waits", () => {
  it("changes by events that carry no number of their own", () => {
    const room = after(entered(snapshot()), change([dora], 5));
    expect(moderationState.of(room).waiting).toEqual([dora]);
    expect(room.seq).toBe(5);
    expect(next(room, change([], 6))).toBe("gap");
  });

  it("is announced to the teacher, each person once", () => {
    const before = entered(snapshot({ waiting: [dora] }));
    const words = (teaches: boolean, waiting: Outsider[]) =>
      announce(
        change(waiting, 5),
        { before, me: "anna", teaches },
        features.map((feature) => feature.announce),
      );
    expect(words(true, [dora, emil])).toBe("Emil would like to join.");
    expect(words(true, [dora])).toBeUndefined();
    expect(words(false, [dora, emil])).toBeUndefined();
  });
});
