import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FloatingSigns } from "../src/lesson/floating";
import type { Lesson } from "../src/lesson/lesson";
import { add, inWords } from "../src/reactions/count";
import { ALL_EMOJI } from "../src/reactions/emoji";
import { ReactionsModel } from "../src/reactions/model";
import type { Reaction } from "../src/net/protocol.gen";

const clap = (participantId: string, count = 1): Reaction => ({ participantId, emoji: "clap", count });

/** A lesson as far as reactions need one. */
function lesson() {
  const signs = new FloatingSigns();
  const ask = vi.fn(async () => {});
  const fake = { ask, spoken: { value: "" }, model: () => signs };
  return { fake, ask, signs, reactions: new ReactionsModel(fake as unknown as Lesson) };
}

describe("reactions", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("of one person are sent at most three times a second", () => {
    const { reactions, ask } = lesson();
    for (const now of [0, 100, 200, 300, 999]) reactions.react("clap", now);
    expect(ask).toHaveBeenCalledTimes(3);
    reactions.react("heart", 1000);
    reactions.react("heart", 1001);
    expect(ask).toHaveBeenCalledTimes(4);
    expect(ask).toHaveBeenLastCalledWith("on.react", { emoji: "heart" });
  });

  it("are beside a name for a moment, at most three of them", () => {
    const { reactions } = lesson();
    const signs = () => [...reactions.shown.value].map(([who, all]) => [who, all.map(({ sign }) => sign).join("")]);
    reactions.receive([clap("anna", 2), { participantId: "ben", emoji: "heart", count: 1 }], performance.now());
    expect(signs()).toEqual([
      ["anna", "👏👏"],
      ["ben", "❤️"],
    ]);
    vi.advanceTimersByTime(1500);
    reactions.receive([clap("anna", 9)], performance.now());
    expect(signs()[0]).toEqual(["anna", "👏👏👏"]);
    vi.advanceTimersByTime(1500);
    expect(signs()).toEqual([["anna", "👏👏👏"]]);
    vi.advanceTimersByTime(1500);
    expect(signs()).toEqual([]);
  });

  it("float up above those who react", () => {
    const { reactions, signs } = lesson();
    const shown = vi.fn();
    signs.listen(shown);
    reactions.receive([clap("anna", 2)], performance.now());
    expect(shown.mock.calls).toEqual(Array(2).fill([{ participantId: "anna", sign: "👏" }]));
  });

  it("are announced as counts, all of a few seconds together", () => {
    const { reactions, fake } = lesson();
    for (let tick = 0; tick < 10; tick++) {
      reactions.receive([clap("anna"), { participantId: "ben", emoji: "heart", count: 2 }], performance.now());
      vi.advanceTimersByTime(50);
    }
    expect(fake.spoken.value).toBe("");
    vi.advanceTimersByTime(3000);
    expect(fake.spoken.value).toBe("30 reactions: Clapping 10, Heart 20");
  });

  it("that a later server knows and this client does not are left out", () => {
    const { reactions } = lesson();
    reactions.receive([{ participantId: "anna", emoji: "dragon" as never, count: 1 }], performance.now());
    expect(reactions.shown.value.size).toBe(0);
  });

  it("are forgotten when the lesson is over", () => {
    const { reactions, fake } = lesson();
    reactions.receive([clap("anna")], performance.now());
    reactions.clear();
    vi.advanceTimersByTime(10_000);
    expect(reactions.shown.value.size).toBe(0);
    expect(fake.spoken.value).toBe("");
  });
});

it("reactions are counted by emoji", () => {
  const counts = add(add(new Map(), [clap("anna")]), [clap("ben"), clap("anna", 2)]);
  expect([...counts]).toEqual([["clap", 4]]);
  expect(inWords(add(new Map(), [clap("anna")]))).toBe("1 reaction: Clapping 1");
  expect(ALL_EMOJI).toHaveLength(6);
});
