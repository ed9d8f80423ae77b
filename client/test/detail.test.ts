import { describe, expect, it } from "vitest";
import type { Avatar } from "../src/net/protocol.gen";
import { bodyOf } from "../src/room3d/body";
import { LEVELS, levelOf, reach } from "../src/room3d/detail";

const AVATAR: Avatar = {
  skinColour: "#c58c5f",
  eyes: { colour: "#335577", size: 100, placement: 0 },
  mouth: { shape: "grin", colour: "#7a2f2f", size: 100, position: 0, rotation: 0 },
  hair: { style: "curly", colour: "#3b2a1a" },
  accessories: { hat: "wizard", glasses: "round" },
};

const triangles = (level: number) => bodyOf(AVATAR, "#e8875a", LEVELS[level]!).index!.count / 3;

describe("the level of detail of a figure", () => {
  it("depends on its size in the picture: fewer polygons the farther away", () => {
    const levels = [900, 300, 100, 40, 20, 8, 2].map((scale) => levelOf(scale, 0.6));
    expect(levels[0]).toBe(0);
    expect(levels.at(-1)).toBe(LEVELS.length - 1);
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
  });

  it("is finer right before the camera than for a figure whose feet are as far away", () => {
    const eye = { x: 0, y: 3, z: 0 };
    expect(reach(eye, { x: 0, y: 0, z: 3 })).toBeLessThan(3.6);
    // The eye is at the height of a head that is at arm's length, and the feet are more than a metre below.
    expect(reach({ x: 0, y: 1.1, z: 0 }, { x: 0, y: 0, z: 0.7 })).toBeCloseTo(0.61, 2);
    expect(reach({ x: 0, y: 1.1, z: 0 }, { x: 0, y: 0, z: 0.1 })).toBeCloseTo(0.1, 5);
    // The outline is seen then, even where rough ones will do for the others: off by a hundredth of the head at most.
    for (const scale of [300, 500, 900]) expect(LEVELS[levelOf(scale, 1.2)]! * 24).toBeGreaterThanOrEqual(24);
  });

  it("stays the same while a figure trembles around the border between two levels", () => {
    let level = levelOf(100, 0.6);
    const seen = new Set<number>();
    const border = [...Array(900).keys()].map((i) => 100 + i / 10).find((scale) => levelOf(scale, 0.6) < level)!;
    for (let step = 0; step < 40; step++) {
      level = levelOf(border * (1 + 0.03 * Math.sin(step)), 0.6, level);
      seen.add(level);
    }
    expect(seen.size).toBe(1);
    // Who comes on is seen finer, and who goes is seen plainer.
    expect(levelOf(border * 1.2, 0.6, level)).toBeLessThan(level);
    expect(levelOf(border / 2, 0.6, level)).toBeGreaterThan(level);
  });

  it("is lower where a slow machine accepts rough outlines", () => {
    for (const scale of [400, 150, 60, 25]) expect(levelOf(scale, 1.2)).toBeGreaterThanOrEqual(levelOf(scale, 0.6));
    expect(levelOf(60, 1.2)).toBeGreaterThan(levelOf(60, 0.6));
  });

  it("is a number for a figure inside the camera", () => {
    expect(levelOf(Infinity, 0.6)).toBe(0);
  });

  it("is a few hundred polygons at usual distances, so that thirty people are cheap", () => {
    const counts = LEVELS.map((_, level) => triangles(level));
    expect([...counts].sort((a, b) => b - a)).toEqual(counts);
    // Twelve metres away, on a laptop's screen, in the most laborious of all hats and hair.
    expect(triangles(levelOf(60, 0.6))).toBeLessThan(2200);
    expect(counts.at(-1)).toBeLessThan(700);
  });

  it("does not change which limb a vertex belongs to", () => {
    for (const detail of LEVELS) {
      const paint = bodyOf(AVATAR, "#e8875a", detail).getAttribute("paint");
      const limbs = new Set(Array.from({ length: paint.count }, (_, i) => paint.getW(i)));
      expect([...limbs].sort()).toEqual([0, 1, 2, 3]);
    }
  });
});
