import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Board } from "../src/entry/Board";
import { Over } from "../src/entry/Over";
import type { Lesson } from "../src/lesson/lesson";
import { MicButton } from "../src/microphone/MicButton";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

let lesson: Lesson;

beforeEach(async () => {
  lesson = connecting();
  await letIn();
});
afterEach(() => {
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("before one joins, a lesson says whether it is live", () => {
  const text = (state: "live" | "planned") => {
    lesson.session.value = { ...lesson.session.value, state };
    const { root, unmount } = rendered(lesson, h(Board, {}));
    const { text } = root;
    unmount();
    return text;
  };
  expect(text("live")).toContain("Live");
  expect(text("planned")).not.toContain("Live");
});

describe("a teacher", () => {
  const over = async () => {
    const replace = vi.fn();
    vi.stubGlobal("location", { pathname: "/join/AB29Z", replace });
    const { unmount } = rendered(lesson, h(Over, { why: "ended" }));
    await settled();
    unmount();
    return replace.mock.calls;
  };
  beforeEach(() => {
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  });

  it("who has ended the lesson is taken to what came of it", async () => {
    void lesson.endSession(false);
    Wire.last.answer("on.sessionTerminate", {});
    expect(await over()).toEqual([[`/dashboard/sessions/${lesson.session.value.id}`]]);
  });

  it("whose lesson somebody else has ended reads that it is over", async () => {
    expect(await over()).toEqual([]);
  });
});

it("only a device that may have a keyboard is told of a button's key", async () => {
  const keys = (fine: boolean) => {
    vi.stubGlobal("matchMedia", () => ({ matches: fine }));
    const { root, unmount } = rendered(lesson, h(MicButton, {}));
    const [button] = root.all("button");
    const told = [button!.attributes.get("aria-keyshortcuts"), (button as unknown as { title?: string }).title];
    unmount();
    return [...told, button!.attributes.get("title")].filter(Boolean).join();
  };
  expect(keys(true)).toBe("M,M key");
  expect(keys(false)).toBe("");
});
