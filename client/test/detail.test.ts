import { describe, expect, it } from "vitest";
import type { Avatar } from "../src/net/protocol.gen";
import { bodyOf } from "../src/room3d/body";
import { LEVELS, levelOf } from "../src/room3d/detail";

const AVATAR: Avatar = {
  skinColour: "#c58c5f",
  eyes: { colour: "#335577", size: 100, placement: 0 },
  mouth: { shape: "grin", colour: "#7a2f2f", size: 100, position: 0, rotation: 0 },
  hair: { style: "curly", colour: "#3b2a1a" },
  accessories: { hat: "wizard", glasses: "round" },
};

const triangles = (level: number) => bodyOf(AVATAR, "#e8875a", LEVELS[level]!).index!.count / 3;

describe("of how many pieces somebody is made", () => {
  it("is by how large they are in the picture: fewer the farther away, never more", () => {
    const levels = [900, 300, 100, 40, 20, 8, 2].map((scale) => levelOf(scale, 0.6));
    expect(levels[0]).toBe(0);
    expect(levels.at(-1)).toBe(LEVELS.length - 1);
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
  });

  it("is less where a slow machine is content with rough outlines", () => {
    for (const scale of [400, 150, 60, 25]) expect(levelOf(scale, 1.2)).toBeGreaterThanOrEqual(levelOf(scale, 0.6));
    expect(levelOf(60, 1.2)).toBeGreaterThan(levelOf(60, 0.6));
  });

  it("is a number where somebody stands in the camera", () => {
    expect(levelOf(Infinity, 0.6)).toBe(0);
  });

  it("is a few hundred at ordinary distances, so that thirty people are no work", () => {
    const counts = LEVELS.map((_, level) => triangles(level));
    expect([...counts].sort((a, b) => b - a)).toEqual(counts);
    // Twelve metres away, on a laptop's screen, in the most laborious of all hats and hair.
    expect(triangles(levelOf(60, 0.6))).toBeLessThan(2200);
    expect(counts.at(-1)).toBeLessThan(700);
  });

  it("changes nothing about whose limb is what", () => {
    for (const detail of LEVELS) {
      const paint = bodyOf(AVATAR, "#e8875a", detail).getAttribute("paint");
      const limbs = new Set(Array.from({ length: paint.count }, (_, i) => paint.getW(i)));
      expect([...limbs].sort()).toEqual([0, 1, 2, 3]);
    }
  });
});
