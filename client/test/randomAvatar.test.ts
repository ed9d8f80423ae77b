import { expect, it } from "vitest";
import { randomAvatar } from "../src/people/randomAvatar";

it("a rolled avatar is one that the server accepts", () => {
  for (let i = 0; i < 500; i++) {
    const { skinColour, eyes, mouth, hair } = randomAvatar();
    for (const colour of [skinColour, eyes.colour, mouth.colour, hair.colour]) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    for (const size of [eyes.size, mouth.size]) expect(size >= 50 && size <= 150).toBe(true);
    for (const place of [eyes.placement, mouth.position]) expect(Math.abs(place)).toBeLessThanOrEqual(100);
    expect(Math.abs(mouth.rotation)).toBeLessThanOrEqual(45);
    for (const number of [eyes.size, eyes.placement, mouth.size, mouth.position, mouth.rotation]) {
      expect(Number.isInteger(number)).toBe(true);
    }
  }
});

it("the highest roll is still within the lists", () => {
  expect(JSON.stringify(randomAvatar(() => 0.999999))).not.toContain("undefined");
  expect(randomAvatar(() => 0.999999).accessories).toEqual({ hat: "crown", glasses: "star" });
});
