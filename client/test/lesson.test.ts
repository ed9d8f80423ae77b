import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

describe("a lesson", () => {
  let lesson: Lesson;

  beforeEach(() => {
    lesson = connecting();
  });
  afterEach(() => {
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("comes back after something accepted the connection and never answered", async () => {
    await letIn();
    Wire.last.lose();
    await vi.advanceTimersByTimeAsync(500);
    Wire.last.open();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lesson.link.value.state).toBe("lost");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Wire.all.length).toBe(3);
    await letIn();
    expect([lesson.link.value.state, lesson.phase.value.at]).toEqual(["open", "room"]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(Wire.all.length).toBe(3);
  });

  it("joins by the attempt that was asked for, not by the one that hangs", async () => {
    await letIn();
    Wire.last.lose();
    await vi.advanceTimersByTimeAsync(500);
    Wire.last.open();
    lesson.connection.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(lesson.link.value).toMatchObject({ state: "lost", retryAt: performance.now() });
    await letIn();
    expect(lesson.link.value.state).toBe("open");
    expect(Wire.all.length).toBe(3);
  });
});
