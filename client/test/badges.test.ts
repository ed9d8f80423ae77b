import { afterEach, expect, it, vi } from "vitest";
import people from "../src/people/feature";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("the counts of people say what they count", async () => {
  const lesson = connecting();
  await letIn({
    participants: [
      person("galani", { role: "teacher" }),
      person("anna", { seat: 2, handRaisedAt: "2026-01-01T10:00:01Z" }),
      person("obs", { seat: 3, stream: true }),
    ],
    waiting: [{ participantId: "late", username: "Late", guest: true }],
  });
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  expect(people.panel!.count!(lesson)).toBe("1 student");
  const badges = people.panel!.badges(lesson).map(({ count, words }) => `${count} ${words}`);
  expect(badges).toEqual(["1 waiting", "1 raised hand"]);
  lesson.end("left");
});
