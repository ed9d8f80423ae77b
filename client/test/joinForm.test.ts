import { h } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { JoinForm } from "../src/entry/JoinForm";
import { features } from "../src/features";
import { Lesson } from "../src/lesson/lesson";
import { rendered } from "./support/dom";
import { connecting } from "./support/lesson";

beforeEach(() => {
  // No room in 3D is loaded.
  const storage = { getItem: (name: string) => (name === "lyceum:view" ? "flat" : null), setItem: () => {} };
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("sessionStorage", { getItem: () => null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the form says when a guest's name is kept for so long. */
function says(guest_days: number, keeps_chat: boolean): string {
  const lesson = connecting();
  lesson.end("replaced");
  const guest = new Lesson({ ...lesson.page, you: null, guest_days, keeps_chat }, features);
  const shown = rendered(guest, h(JoinForm, { refused: undefined }));
  const words = shown.root.text;
  shown.unmount();
  return words;
}

it("says for how long a guest's name is kept", () => {
  expect(says(0, false)).toContain("Your name is deleted when the lesson ends.");
  expect(says(0, false)).toContain("If the teacher keeps the chat and the answers, your name stays with yours.");
  expect(says(1, false)).toContain("Your name is deleted 1 day after the lesson.");
  expect(says(30, true)).toContain("30 days after the lesson. But the teacher keeps what you write, with your name.");
});
