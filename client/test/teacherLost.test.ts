import { h } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import { TeacherLost } from "../src/people/TeacherLost";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

describe("the loss of the teacher's connection", () => {
  let lesson: Lesson;

  afterEach(() => {
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is said to the class after a moment, and taken back once the teacher is there again", async () => {
    lesson = connecting();
    await letIn({ participants: [person("anna"), person("galani", { seat: 2, role: "teacher" })] });
    const { root, unmount } = rendered(lesson, h(TeacherLost, {}));
    expect(root.text).toBe("");
    const turn = async (connection: "lost" | "here", seq: number) => {
      Wire.last.hear({ event: "on.participantConnection", data: { participantId: "galani", connection }, seq });
      await settled();
    };
    await turn("lost", 6);
    expect(root.text).toBe("");
    await vi.advanceTimersByTimeAsync(3000);
    expect(root.text).toContain("galani has lost the connection.");
    await turn("here", 7);
    expect(root.text).toBe("");
    unmount();
  });
});
