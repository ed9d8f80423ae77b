import { describe, expect, it, vi } from "vitest";
import { FloatingSigns } from "../src/lesson/floating";
import { LIFE_MS, motion } from "../src/room3d/floating";

describe("a floating sign", () => {
  it("rises, fades and is gone", () => {
    const ages = [0, 0.25, 0.5, 0.75, 0.99].map((part) => motion(part * LIFE_MS, false)!);
    for (const [i, at] of ages.entries()) {
      if (i > 0) expect(at.rise).toBeGreaterThan(ages[i - 1]!.rise);
    }
    expect(ages[0]).toMatchObject({ rise: 0, opacity: 1 });
    expect(ages.at(-1)!.opacity).toBeLessThan(0.1);
    expect(motion(LIFE_MS, false)).toBeUndefined();
  });

  it("does not move for those who want no motion", () => {
    expect(motion(LIFE_MS / 2, true)).toEqual({ rise: 0, sway: 0, opacity: 1 });
    expect(motion(LIFE_MS, true)).toBeUndefined();
  });

  it("is shown to everyone who listens, for as long as they do", () => {
    const signs = new FloatingSigns();
    const listener = vi.fn();
    const end = signs.listen(listener);
    signs.show("anna", "!");
    end();
    signs.show("anna", "?");
    expect(listener.mock.calls).toEqual([[{ participantId: "anna", sign: "!" }]]);
  });
});
