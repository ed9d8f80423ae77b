import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import type { Screen } from "../src/net/protocol.gen";
import { ScreenBar } from "../src/screen/Screen";
import { QuizSlide } from "../src/quiz/QuizSlide";
import { quizState } from "../src/quiz/state";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

const slide = { kind: "quiz", quizId: "q", question: "How hot is lava?", options: ["As tea", "1,000 °C"] } as const;
const quiz: Screen = { page: 1, pages: 3, itemId: "q", slide: { ...slide, options: [...slide.options] } };
const started: Screen = { ...quiz, quizOpen: true };
const text: Screen = { page: 2, pages: 3, itemId: "q", slide: { kind: "text", html: "<p>one</p>" } };

describe("a quiz in the 3D room", () => {
  let lesson: Lesson;
  let shown: ReturnType<typeof rendered>;

  beforeEach(async () => {
    lesson = connecting();
    await letIn({ participants: [person("anna"), person("ben", { seat: 2 })] });
    shown = rendered(lesson, h(ScreenBar, {}));
  });
  afterEach(() => {
    shown.unmount();
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const turn = async (screen: Screen, seq: number) => {
    Wire.last.hear({ event: "on.screenTurn", data: { screen }, seq });
    await settled();
  };
  const dialogs = () => shown.root.all("dialog").length;

  it("opens by itself for a student once the teacher has started it, and goes with its page", async () => {
    await turn(quiz, 6);
    expect(dialogs()).toBe(0);
    expect(shown.root.button("Enlarge")).toBeDefined();
    await turn(started, 7);
    expect(dialogs()).toBe(1);
    expect(shown.root.text).toContain("How hot is lava?");
    await turn({ ...started, outcome: { right: 1, counts: [0, 1] } }, 8);
    expect(dialogs()).toBe(1);
    await turn(text, 9);
    expect(dialogs()).toBe(0);
  });

  it("has a dialog that is titled by its question, which stands there once", async () => {
    await turn(started, 6);
    expect(shown.root.all("h2").map(({ text }) => text)).toEqual(["How hot is lava?"]);
    expect(shown.root.all("legend")[0]!.attributes.get("class")).toBe("hidden");
  });

  it("is offered to be answered, and then shows what was answered", async () => {
    await turn(started, 6);
    expect(shown.root.button("Answer")).toBeDefined();
    const room = lesson.room.value!;
    lesson.room.value = quizState.set(room, { ...quizState.of(room), answers: new Map([["q", 1]]) });
    await settled();
    expect(shown.root.button("Answer")).toBeUndefined();
    expect(shown.root.button("Your answer: B")).toBeDefined();
  });

  it("is started by the teacher, who then reads how many have answered, and shows results and what is right", async () => {
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
    const buttons = () => shown.root.all("button").map(({ label }) => label);
    await turn(quiz, 6);
    expect(dialogs()).toBe(0);
    expect(buttons()).toEqual(["Previous page", "Next page", "Start the quiz", "Show a file"]);
    shown.root.button("Start the quiz")!.click();
    await settled();
    expect(Wire.last.sent.at(-1)).toMatchObject({ event: "on.quizOpen", data: { quizId: "q" } });
    await turn(started, 7);
    expect(buttons()).toEqual(["Previous page", "Next page", "Show results", "Show the correct answer", "Show a file"]);
    expect(dialogs()).toBe(0);
    expect(shown.root.text).toContain("0 of 2 have answered");
    Wire.last.hear({ event: "on.quizCount", data: { quizId: "q", counts: [1, 0] }, seq: 7 });
    await settled();
    expect(shown.root.text).toContain("1 of 2 has answered");
    shown.root.button("Show results")!.click();
    await settled();
    expect(dialogs()).toBe(1);
  });
});

it("the bars of a quiz are parts of all who answered, and only the right answer is marked as right", async () => {
  const lesson = connecting();
  await letIn({ answers: [{ quizId: "q", choice: 0 }] });
  const outcome = { right: 1, counts: [3, 1] };
  const { root, unmount } = rendered(
    lesson,
    h(QuizSlide, { slide: { ...slide, options: [...slide.options] }, screen: { quizOpen: true, outcome } }),
  );
  const widths = root.all("span").flatMap(({ style }) => ("width" in style ? [style.width] : []));
  expect(widths).toEqual(["75%", "25%"]);
  expect(root.all("li").map(({ attributes }) => attributes.get("class"))).toEqual(["is-wrong is-own", "is-right"]);
  unmount();
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
