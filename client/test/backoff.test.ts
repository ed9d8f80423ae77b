import { describe, expect, it } from "vitest";
import { closeReason, comesBack, delay } from "../src/net/backoff";

describe("reconnecting", () => {
  it("waits longer and longer, but during half a minute at most a few seconds", () => {
    expect([0, 1, 2, 3, 19, 20, 500].map((attempt) => delay(attempt, 1))).toEqual([
      500, 1000, 2000, 2000, 2000, 8000, 8000,
    ]);
  });

  it("is spread, so that clients do not come all at once", () => {
    expect(delay(2, 0)).toBe(1000);
    expect(delay(2, 0.5)).toBe(1500);
  });

  it("happens after a loss and a restart, not after the end of the lesson", () => {
    const back = [1000, 1001, 1006, 1011, 4005, 4008, 4009];
    for (const code of back) expect(comesBack(closeReason(code)), String(code)).toBe(true);
    const over = [4001, 4002, 4003, 4004, 4006, 4007];
    for (const code of over) expect(comesBack(closeReason(code)), String(code)).toBe(false);
  });
});
