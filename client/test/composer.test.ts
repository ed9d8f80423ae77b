import { h } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Composer } from "../src/chat/Composer";
import type { Lesson } from "../src/lesson/lesson";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

let lesson: Lesson;
let shown: ReturnType<typeof rendered>;

beforeEach(async () => {
  lesson = connecting();
  await letIn();
});
afterEach(() => {
  shown.unmount();
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const placeholder = () => shown.root.all("textarea")[0]!.attributes.get("placeholder");

it("the field says that the chat is paused, and takes nothing; the teacher's does", async () => {
  shown = rendered(lesson, h(Composer, { onSent: () => {}, onEditLast: () => {} }));
  expect(placeholder()).toBe("Message everyone");
  Wire.last.hear({ event: "on.chatPause", data: { paused: true }, seq: 6 });
  await settled();
  expect(placeholder()).toBe("The teacher has paused the chat.");
  expect(lesson.spoken.value).toBe("The teacher has paused the chat.");
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  await settled();
  expect(placeholder()).toBe("Message everyone");
});
