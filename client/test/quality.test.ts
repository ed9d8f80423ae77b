import { describe, expect, it } from "vitest";
import { qualitySteps, AdaptiveQuality, SlownessDetector, type Quality } from "../src/room3d/quality";

/** So many seconds of frames of this length; the finishes that it comes to. */
function draw(quality: AdaptiveQuality, ms: number, seconds: number): Quality[] {
  const finishes: Quality[] = [];
  for (let spent = 0; spent < seconds * 1000; spent += ms) if (quality.frame(ms)) finishes.push(quality.current);
  return finishes;
}

describe("on a slow machine", () => {
  it("round shapes get fewer polygons, then the picture fewer pixels, but names stay readable", () => {
    const [first, ...rest] = draw(new AdaptiveQuality(qualitySteps(1.75)), 40, 60);
    expect(first).toEqual({ ratio: 1.75, rough: 1.4 });
    const ratios = rest.map(({ ratio }) => ratio);
    expect(ratios.length).toBeGreaterThan(1);
    expect([...ratios].sort((a, b) => b - a)).toEqual(ratios);
    expect(ratios.at(-1)).toBe(0.8);
  });

  it("a few long frames are enough to decide", () => {
    expect(draw(new AdaptiveQuality(qualitySteps(1)), 400, 2)).toHaveLength(1);
  });

  it("a lower quality that helped stays for a while", () => {
    const quality = new AdaptiveQuality(qualitySteps(1.75));
    expect(draw(quality, 40, 1.2)).toHaveLength(1);
    expect(draw(quality, 16.7, 14)).toEqual([]);
  });

  it("the quality rises again once the machine is quick, as after another program was busy", () => {
    const quality = new AdaptiveQuality(qualitySteps(1.75));
    draw(quality, 40, 4);
    expect(draw(quality, 16.7, 200).at(-1)).toEqual({ ratio: 1.75, rough: 0.6 });
  });

  it("a step that is too much is tried less and less often", () => {
    const quality = new AdaptiveQuality(qualitySteps(1));
    draw(quality, 40, 60);
    const plainest = quality.current;
    let tries = 0;
    for (let second = 0; second < 1800; second++)
      tries += draw(quality, quality.current === plainest ? 16.7 : 40, 1).length;
    expect(tries).toBeLessThanOrEqual(14);
    expect(tries).toBeGreaterThan(4);
  });
});

it("sixty frames a second keep their quality, and a pause is not counted", () => {
  const quality = new AdaptiveQuality(qualitySteps(1.75));
  expect(draw(quality, 16.7, 60)).toEqual([]);
  expect(draw(quality, 2000, 2000)).toEqual([]);
});

it("a screen with few pixels keeps them all", () => {
  expect(qualitySteps(0.75).map(({ ratio }) => ratio)).toEqual([0.75, 0.75]);
  expect(qualitySteps(1).map(({ ratio }) => ratio)).toEqual([1, 1, 0.8]);
});

it("fewer than 15 frames a second for some time are known to be too slow, once", () => {
  const slow = (ms: number, seconds: number, detector = new SlownessDetector()) => {
    let known = 0;
    for (let spent = 0; spent < seconds * 1000; spent += ms) if (detector.frame(ms)) known++;
    return known;
  };
  expect(slow(80, 60)).toBe(1);
  expect(slow(900, 60)).toBe(1);
  expect(slow(80, 3)).toBe(0);
  expect(slow(60, 60)).toBe(0);
  // A page that was hidden.
  expect(slow(60_000, 600)).toBe(0);
});
