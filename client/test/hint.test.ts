import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import { Hint } from "../src/ui/Stage";
import { rendered, settled } from "./support/dom";
import { connecting } from "./support/lesson";

describe("the hint how one walks", () => {
  let lesson: Lesson;
  let shown: ReturnType<typeof rendered>;

  beforeEach(async () => {
    lesson = connecting();
    shown = rendered(lesson, h(Hint, {}));
    await settled();
  });
  afterEach(() => {
    shown.unmount();
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("goes after twenty seconds", async () => {
    await vi.advanceTimersByTimeAsync(19_500);
    expect(shown.root.text).toContain("arrow keys");
    await vi.advanceTimersByTimeAsync(500);
    expect(shown.root.text).toBe("");
  });

  it("goes with the first step", async () => {
    await vi.advanceTimersByTimeAsync(3_000);
    expect(shown.root.text).toContain("arrow keys");
    lesson.hasWalked = true;
    await vi.advanceTimersByTimeAsync(300);
    expect(shown.root.text).toBe("");
  });
});
