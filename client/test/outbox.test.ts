import { describe, expect, it } from "vitest";
import type { Line } from "../src/net/protocol.gen";
import { again, drop, kept, pending, refused, settled, type Outbox } from "../src/net/outbox";

const line = (messageId: string, message: string, participantId = "me"): Line => ({
  messageId,
  message,
  participantId,
  username: participantId,
  sentAt: "2026-01-01T10:00:00Z",
});
const outbox: Outbox = [
  { clientId: "a", message: "hello", after: "m1" },
  { clientId: "b", message: "hello", after: "m1" },
];
const shown = (box: Outbox, lines: Line[]) => pending(box, lines, "me").map((one) => one.clientId);

describe("a line on its way", () => {
  it("is shown until everyone's line is here, whichever comes first", () => {
    expect(shown(outbox, [line("m1", "hello")])).toEqual(["a", "b"]);
    // The line before its reply.
    expect(shown(outbox, [line("m2", "hello")])).toEqual(["b"]);
    // The reply before its line.
    const named = kept(outbox, "a", "m2", []);
    expect(shown(named, [])).toEqual(["a", "b"]);
    expect(shown(named, [line("m2", "hello")])).toEqual(["b"]);
  });

  it("is not taken for another's, or for an earlier one of one's own", () => {
    expect(shown(outbox, [line("m2", "hello", "other"), line("m0", "hello")])).toEqual(["a", "b"]);
  });

  it("goes once it is named and here", () => {
    expect(kept(outbox, "a", "m2", [line("m2", "hello")])).toEqual([outbox[1]]);
    expect(settled(kept(outbox, "a", "m2", []))).toEqual([outbox[1]]);
  });

  it("stays with the reason when it was refused, until it is discarded", () => {
    const no = refused(outbox, "a", "Too long.");
    expect(pending(no, [line("m2", "hello")], "me").map((one) => [one.clientId, one.refused])).toEqual([
      ["a", "Too long."],
    ]);
    expect(drop(no, "a")).toEqual([outbox[1]]);
  });

  it("goes out once more without the reason, and no other does", () => {
    const no = refused(refused(outbox, "a", "Too long."), "b", "Too fast.");
    expect(again(no, "a")).toEqual([outbox[0], no[1]]);
  });
});
