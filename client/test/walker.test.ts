import { describe, expect, it } from "vitest";
import type { Place } from "../src/net/pose";
import { BOARD, DESKS, WALLS, fit, meetsWall } from "../src/room3d/floor";
import { Walker } from "../src/room3d/walker";
import { countdown, elapsed } from "../src/ui/time";

const still = { right: 0, forward: 0 };
const start: Place = { x: 0, y: 0, z: 8, yaw: Math.PI };

function walk(walker: Walker, wish: { right: number; forward: number }, seconds: number, from = 0): void {
  for (let t = 0; t < seconds; t += 1 / 60) walker.step(wish, Math.PI, 1 / 60, from + t * 1000);
}

describe("walking", () => {
  it("goes where the camera looks, and right is to its right", () => {
    const walker = new Walker(start, () => {});
    walk(walker, { right: 0, forward: 1 }, 0.5);
    expect(walker.place.z).toBeLessThan(7);
    walk(walker, { right: 1, forward: 0 }, 0.5);
    expect(walker.place.x).toBeGreaterThan(1);
  });

  it("sends at most 20 poses a second, and the last one", () => {
    const sent: Place[] = [];
    const walker = new Walker(start, (place) => sent.push(place));
    walk(walker, { right: 0, forward: 1 }, 2);
    expect(sent.length).toBeLessThanOrEqual(41);
    expect(sent.length).toBeGreaterThan(25);
    walk(walker, still, 0.5, 2000);
    expect(sent.at(-1)).toEqual(walker.place);
    const before = sent.length;
    walk(walker, still, 2, 2500);
    expect(sent.length).toBe(before);
  });

  it("reaches a tapped place and stops there", () => {
    const walker = new Walker(start, () => {});
    walker.goal = { x: 3, z: 6 };
    walk(walker, still, 4);
    expect(Math.hypot(walker.place.x - 3, walker.place.z - 6)).toBeLessThan(0.1);
    expect(walker.goal).toBeUndefined();
  });

  it("gives up when a desk is in the way", () => {
    const desk = DESKS[0]!;
    const walker = new Walker({ x: desk.x, y: 0, z: desk.z + 1, yaw: 0 }, () => {});
    walker.goal = { x: desk.x, z: desk.z - 0.8 };
    walk(walker, still, 3);
    expect(walker.goal).toBeUndefined();
  });

  it("stays between the walls and out of the desks", () => {
    expect(fit(99, -99)).toEqual({ x: WALLS.right - 0.3, z: WALLS.front + 0.3 });
    for (const desk of DESKS) {
      const { x, z } = fit(desk.x + 0.1, desk.z + 0.05);
      expect(Math.abs(x - desk.x) >= desk.w + 0.299 || Math.abs(z - desk.z) >= desk.d + 0.299).toBe(true);
    }
  });
});

it("nobody stands in the board, and a name before it is not cut by it", () => {
  const { x, z } = fit(BOARD.x, WALLS.front);
  expect(z).toBeGreaterThan(BOARD.z + 0.25);
  expect(meetsWall(x, z, 1)).toBe(true);
  expect(meetsWall(x, z + 2, 1)).toBe(false);
  expect(meetsWall(WALLS.right - 0.5, 0, 1)).toBe(true);
});

it("a time since the start has hours when there are some", () => {
  expect([7_000, 724_000, 3_729_000, -1].map(elapsed)).toEqual(["0:07", "12:04", "1:02:09", "0:00"]);
});

it("a countdown says the two largest units", () => {
  expect(countdown(0)).toBeUndefined();
  expect(countdown(9_000)).toBe("9 s");
  expect(countdown(249_000)).toBe("4 min 09 s");
  expect(countdown(2 * 3600_000 + 60_000)).toBe("2 h 01 min");
  expect(countdown(26 * 3600_000)).toBe("1 day 2 h");
});
