import { describe, expect, it } from "vitest";
import { Pace } from "../src/room3d/pace";

/** So many frames of this length; the ratios that it asks for. */
function draw(pace: Pace, ms: number, frames: number): number[] {
  return Array.from({ length: frames }, () => pace.frame(ms)).filter((ratio) => ratio !== undefined);
}

describe("on a machine that draws slowly", () => {
  it("the picture gets fewer pixels, but never so few that names cannot be read", () => {
    const ratios = draw(new Pace(1.75, 1.75), 40, 1000);
    expect(ratios.length).toBeGreaterThan(1);
    expect([...ratios].sort((a, b) => b - a)).toEqual(ratios);
    expect(ratios.at(-1)).toBe(0.8);
  });

  it("it stays so when that has helped: no see-saw", () => {
    const pace = new Pace(1.75, 1.75);
    expect(draw(pace, 40, 40)).toHaveLength(1);
    expect(draw(pace, 8, 1000)).toEqual([]);
  });
});

it("sixty pictures a second are left as they are, and a pause says nothing", () => {
  const pace = new Pace(1.75, 1.75);
  expect(draw(pace, 16.7, 1000)).toEqual([]);
  expect(draw(pace, 2000, 1000)).toEqual([]);
});
