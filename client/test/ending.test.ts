import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Board } from "../src/entry/Board";
import { Over } from "../src/entry/Over";
import type { Lesson } from "../src/lesson/lesson";
import { TopBar } from "../src/ui/TopBar";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

const STARTED = "2026-11-20T07:01:12Z";
const ENDED = "2026-11-20T07:46:30Z";

let lesson: Lesson;

beforeEach(() => {
  vi.stubEnv("TZ", "Europe/Athens");
  lesson = connecting();
});
afterEach(() => {
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe("a teacher who ends the lesson", () => {
  const asked = async (keepsChat: boolean) => {
    await letIn({ keepsChat });
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
    const shown = rendered(lesson, h(TopBar, { flat: true, onFlat: () => {} }));
    shown.root.button("End the lesson")!.click();
    await settled();
    return shown;
  };
  const chosen = (root: ReturnType<typeof rendered>["root"]) =>
    root.all("input").map(({ attributes }) => attributes.get("checked") === "true");
  const end = async ({ root }: ReturnType<typeof rendered>) => {
    root
      .all("dialog")[0]!
      .all("button")
      .find(({ label }) => label === "End the lesson")!
      .click();
    await settled();
    return Wire.last.sent.at(-1);
  };

  it("reads what becomes of chat and answers, as it was planned", async () => {
    for (const keepsChat of [false, true]) {
      const shown = await asked(keepsChat);
      expect(shown.root.text).toContain("Keep them You find them on the lesson’s page.");
      expect(shown.root.text).toContain("Delete them This cannot be undone.");
      expect(chosen(shown.root)).toEqual([keepsChat, !keepsChat]);
      expect(await end(shown)).toMatchObject({ event: "on.sessionTerminate", data: { keepChat: keepsChat } });
      shown.unmount();
      lesson.end("left");
      lesson = connecting();
    }
  });

  it("can choose otherwise at the last moment", async () => {
    const shown = await asked(false);
    const keep = shown.root.all("input")[0]!;
    keep.change();
    await settled();
    expect(chosen(shown.root)).toEqual([true, false]);
    expect(await end(shown)).toMatchObject({ data: { keepChat: true } });
    shown.unmount();
  });
});

it("a class is told when the teacher decides to keep what it writes", async () => {
  await letIn();
  Wire.last.hear({ event: "on.sessionRetention", data: { keepsChat: true }, seq: 6 });
  expect(lesson.room.value?.keepsChat).toBe(true);
  expect(lesson.notice.value?.text).toBe("The teacher keeps the chat and the answers of this lesson.");
});

describe("the board before and after the lesson", () => {
  const says = () => {
    const { root, unmount } = rendered(lesson, h(Board, {}));
    const { text } = root;
    unmount();
    return text;
  };

  it("says when the lesson is planned, when it started, and from when to when it was", async () => {
    await letIn({ state: "planned" });
    lesson.session.value = { ...lesson.session.value, state: "planned" };
    expect(says()).toContain("09:00");
    Wire.last.hear({ event: "on.sessionCreate", data: { startedAt: STARTED }, seq: 6 });
    expect(says()).toContain("09:01");
    expect(says()).not.toContain("09:00");
    Wire.last.hear({ event: "on.sessionTerminate", data: { endedAt: ENDED, keepsChat: false }, seq: 7 });
    expect(says()).toContain("09:01–\u206009:46");
  });

  it("says after the lesson what became of chat and answers", async () => {
    for (const [keepsChat, words] of [
      [true, "The teacher keeps the chat and the answers."],
      [false, "The chat and the answers were deleted."],
    ] as const) {
      await letIn();
      Wire.last.hear({ event: "on.sessionTerminate", data: { endedAt: ENDED, keepsChat }, seq: 6 });
      const { root, unmount } = rendered(lesson, h(Over, { why: "ended" }));
      expect(root.text).toContain(words);
      unmount();
      lesson = connecting();
    }
  });
});

it("the code opens an invitation to show a class: code, address, QR code and link", async () => {
  await letIn();
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  Object.assign(lesson.page, { qr: "<svg></svg>" });
  const { root, unmount } = rendered(lesson, h(TopBar, { flat: true, onFlat: () => {} }));
  root
    .all("button")
    .find(({ label }) => label.startsWith("Code AB29Z"))!
    .click();
  await settled();
  const [dialog] = root.all("dialog");
  expect(dialog!.text).toContain("Go to school.example/join and enter");
  const labels = [...dialog!.all("span"), ...dialog!.all("div")].map(({ attributes }) => attributes.get("aria-label"));
  expect(labels).toContain("Code: A B 2 9 Z");
  expect(labels).toContain("QR code with the link to the lesson");
  expect(dialog!.all("input")[0]!.attributes.get("value")).toBe("http://school.example/join/AB29Z");
  unmount();
});
