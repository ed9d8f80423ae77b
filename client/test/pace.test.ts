import { describe, expect, it } from "vitest";
import { ladder, Pace, type Finish } from "../src/room3d/pace";

/** So many seconds of frames of this length; the finishes that it comes to. */
function draw(pace: Pace, ms: number, seconds: number): Finish[] {
  const finishes: Finish[] = [];
  for (let spent = 0; spent < seconds * 1000; spent += ms) if (pace.frame(ms)) finishes.push(pace.finish);
  return finishes;
}

describe("on a machine that draws slowly", () => {
  it("round things get fewer pieces, then the picture fewer pixels, but never so few that names cannot be read", () => {
    const [first, ...rest] = draw(new Pace(ladder(1.75)), 40, 60);
    expect(first).toEqual({ ratio: 1.75, rough: 1.4 });
    const ratios = rest.map(({ ratio }) => ratio);
    expect(ratios.length).toBeGreaterThan(1);
    expect([...ratios].sort((a, b) => b - a)).toEqual(ratios);
    expect(ratios.at(-1)).toBe(0.8);
  });

  it("a few long frames are enough to decide: nobody waits for forty of them", () => {
    expect(draw(new Pace(ladder(1)), 400, 2)).toHaveLength(1);
  });

  it("what has helped stays for a while", () => {
    const pace = new Pace(ladder(1.75));
    expect(draw(pace, 40, 1.2)).toHaveLength(1);
    expect(draw(pace, 16.7, 14)).toEqual([]);
  });

  it("it is drawn finely again once it is quick, as after a moment in which another program was busy", () => {
    const pace = new Pace(ladder(1.75));
    draw(pace, 40, 4);
    expect(draw(pace, 16.7, 200).at(-1)).toEqual({ ratio: 1.75, rough: 0.6 });
  });

  it("a step that is too much is tried ever less often: no see-saw", () => {
    const pace = new Pace(ladder(1));
    draw(pace, 40, 60);
    const plainest = pace.finish;
    let tries = 0;
    for (let second = 0; second < 1800; second++) tries += draw(pace, pace.finish === plainest ? 16.7 : 40, 1).length;
    expect(tries).toBeLessThanOrEqual(14);
    expect(tries).toBeGreaterThan(4);
  });
});

it("sixty pictures a second are left as they are, and a pause says nothing", () => {
  const pace = new Pace(ladder(1.75));
  expect(draw(pace, 16.7, 60)).toEqual([]);
  expect(draw(pace, 2000, 2000)).toEqual([]);
});

it("a screen with few pixels keeps them all", () => {
  expect(ladder(0.75).map(({ ratio }) => ratio)).toEqual([0.75, 0.75]);
  expect(ladder(1).map(({ ratio }) => ratio)).toEqual([1, 1, 0.8]);
});
