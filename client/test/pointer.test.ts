import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import { PointerModel } from "../src/pointer/model";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

let lesson: Lesson;
let pointer: PointerModel;

beforeEach(async () => {
  lesson = connecting();
  await letIn();
  pointer = lesson.model(PointerModel);
});
afterEach(() => {
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const sent = () => Wire.last.sent.flatMap(({ event, data }) => (event === "on.point" ? [data] : []));

describe("the teacher's pointer", () => {
  beforeEach(() => (lesson.me.value = { ...lesson.me.value!, role: "teacher" }));

  it("is sent at most ten times a second, its latest place last", async () => {
    for (let step = 0; step <= 50; step++) {
      pointer.point({ x: step / 50, y: 2 });
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(sent().length).toBeGreaterThan(4);
    expect(sent().length).toBeLessThan(8);
    expect(sent().at(-1)).toEqual({ at: { x: 65535, y: 65535 } });
    pointer.point(undefined);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent().at(-1)).toEqual({ at: null });
  });

  it("is where the mouse is, whatever the server still tells", () => {
    pointer.point({ x: 0.5, y: 0.5 });
    pointer.receive({ x: 0, y: 0 });
    expect(pointer.at.value).toEqual({ x: 0.5, y: 0.5 });
  });
});

it("a student sees it where it is, and it fades when it rests", async () => {
  pointer.receive({ x: 65535, y: 0 });
  expect(pointer.at.value).toEqual({ x: 1, y: 0 });
  await vi.advanceTimersByTimeAsync(1900);
  pointer.receive({ x: 0, y: 0 });
  await vi.advanceTimersByTimeAsync(1900);
  expect(pointer.at.value).toEqual({ x: 0, y: 0 });
  await vi.advanceTimersByTimeAsync(200);
  expect(pointer.at.value).toBeUndefined();
  pointer.receive({ x: 0, y: 0 });
  pointer.receive(null);
  expect(pointer.at.value).toBeUndefined();
});
