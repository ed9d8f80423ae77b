import { h } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { SlowBanner } from "../src/ui/SlowBanner";
import { rendered } from "./support/dom";
import { connecting } from "./support/lesson";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("the hint that 3D is slow offers the list, and can be closed", () => {
  const [onFlat, onClose] = [vi.fn(), vi.fn()];
  const lesson = connecting();
  const { root, unmount } = rendered(lesson, h(SlowBanner, { onFlat, onClose }));
  root.button("Close this hint")!.click();
  expect(onClose).toHaveBeenCalledTimes(1);
  root.button("List view")!.click();
  expect(onFlat).toHaveBeenCalledTimes(1);
  unmount();
  lesson.end("left");
});
