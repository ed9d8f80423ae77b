import { describe, expect, it } from "vitest";
import { placeLabels, type Name } from "../src/room3d/names";

const [WIDTH, HEIGHT] = [1000, 600];

/** A name of 100 x 30 pixels whose left upper corner is there. */
function at(left: number, top: number, distance: number, more: Partial<Name> = {}): Name {
  return { left, right: left + 100, top, bottom: top + 30, distance, first: false, own: false, shown: false, ...more };
}

function shown(...names: Name[]): boolean[] {
  placeLabels(names, WIDTH, HEIGHT);
  return names.map((name) => name.shown);
}

/** Numbers that are always the same ones. */
function chance(seed: number): () => number {
  return () => (seed = (seed * 16807) % 2147483647) / 2147483647;
}

describe("names that would overlap", () => {
  it("give way to the nearest", () => {
    expect(shown(at(100, 100, 9), at(150, 110, 5), at(190, 90, 12))).toEqual([false, true, false]);
  });

  it("give way to people who speak or have a hand up, at any distance", () => {
    expect(shown(at(100, 100, 5), at(150, 110, 12, { first: true }))).toEqual([false, true]);
    // Of two of those, to the nearer.
    expect(shown(at(100, 100, 5, { first: true }), at(150, 110, 12, { first: true }))).toEqual([true, false]);
  });

  it("give way to all others where it is one's own", () => {
    expect(shown(at(100, 100, 3, { own: true, first: true }), at(150, 110, 12))).toEqual([false, true]);
    expect(shown(at(100, 100, 3, { own: true }))).toEqual([true]);
  });

  it("are all shown where there is room", () => {
    expect(shown(at(100, 100, 9), at(300, 100, 5), at(100, 200, 12))).toEqual([true, true, true]);
  });

  it("are not hidden by a hidden name", () => {
    // The second is covered by the first, and the third by the second only.
    expect(shown(at(100, 100, 5), at(180, 100, 6), at(260, 100, 7))).toEqual([true, false, true]);
  });

  it("take no space outside of the picture or behind the camera", () => {
    expect(shown(at(-300, 100, 2), at(100, 100, 5))).toEqual([false, true]);
    expect(shown(at(100, 100, Infinity), at(100, 100, 5))).toEqual([false, true]);
  });

  it("do not flicker while two people at the same distance walk side by side", () => {
    const [one, other] = [at(100, 100, 5), at(140, 100, 5.2)];
    shown(one, other);
    for (let step = 0; step < 50; step++) {
      one.distance = 5.2 + 0.3 * Math.sin(step);
      other.distance = 5.2 + 0.3 * Math.cos(step);
      expect(shown(one, other)).toEqual([true, false]);
    }
    // One who comes much nearer is shown instead.
    other.distance = 3;
    expect(shown(one, other)).toEqual([false, true]);
  });

  it("do not flicker while their sides tremble", () => {
    const [near, far] = [at(100, 100, 5), at(0, 100, 9)];
    const put = (gap: number) => {
      far.left = near.right + gap;
      far.right = far.left + 100;
      return shown(near, far)[1];
    };
    // Hidden until there is a gap ...
    expect([-3, 3, -3, 5].map(put)).toEqual([false, false, false, false]);
    // ... and from then on shown until it is really covered.
    expect([8, 2, -4, 3, -6].map(put)).toEqual([true, true, true, true, true]);
    expect([-9, -4].map(put)).toEqual([false, false]);
  });

  it("of 300 people never overlap, and are few enough to read", () => {
    const random = chance(7);
    const names = Array.from({ length: 300 }, () => at(random() * WIDTH, random() * HEIGHT, 2 + random() * 25));
    placeLabels(names, WIDTH, HEIGHT);
    const seen = names.filter((name) => name.shown);
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.length).toBeLessThanOrEqual(48);
    for (const a of seen)
      for (const b of seen)
        expect(a !== b && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
    // The same picture again is the same answer.
    const before = names.map((name) => name.shown);
    placeLabels(names, WIDTH, HEIGHT);
    expect(names.map((name) => name.shown)).toEqual(before);
  });

  it("of 300 people that would fit are still few enough to read", () => {
    const names = Array.from({ length: 300 }, (_, i) => at((i % 9) * 110, Math.floor(i / 9) * 40, 2 + i / 10));
    placeLabels(names, WIDTH, 2000);
    expect(names.map((name) => name.shown).lastIndexOf(true)).toBe(47);
  });
});
