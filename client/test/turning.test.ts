import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import type { Screen } from "../src/net/protocol.gen";
import { swiped } from "../src/screen/keys";
import { PresentationModel } from "../src/screen/presentation";
import { Turning } from "../src/screen/turning";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

const pdf = (name: string) => ({ kind: "presentation", url: `/files/${name}.pdf`, name, caption: "" }) as const;
const at = (page: number, pdfPage: number, itemId = "moons"): Screen => ({
  page,
  pages: 3,
  itemId,
  ...(pdfPage > 0 && { pdfPage }),
  slide: pdf(itemId),
});

let lesson: Lesson;
let closed: string[];

beforeEach(() => {
  lesson = connecting();
  closed = [];
  const open = (url: string) => Promise.resolve({ file: { close: () => closed.push(url) } as never, pages: 5 });
  const models = (lesson as unknown as { models: Map<unknown, object> }).models;
  models.set(PresentationModel, new PresentationModel(lesson, open));
});
afterEach(() => {
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The teacher's screen shows this to everyone. */
async function show(screen: Screen): Promise<void> {
  const seq = lesson.room.value!.seq + 1;
  Wire.last.hear({ event: "on.screenTurn", data: { screen }, seq });
  await vi.advanceTimersByTimeAsync(0);
}

async function enter(role: "teacher" | "student", screen: Screen) {
  await letIn({ screen });
  lesson.me.value = { ...lesson.me.value!, role };
  await vi.advanceTimersByTimeAsync(0);
  return { turning: lesson.model(Turning), presentation: lesson.model(PresentationModel) };
}

const asked = () => Wire.last.sent.flatMap(({ event, data }) => (event === "on.screenTurn" ? [data] : []));

describe("the teacher", () => {
  it("turns through a presentation and on to the next slide, however quickly", async () => {
    const { turning } = await enter("teacher", at(1, 3));
    turning.go("next");
    turning.go("next");
    expect(asked()).toEqual([{ page: 1, pdfPage: 4 }, { page: 2 }]);
  });

  it("turns on from where it has asked to be, though the reply comes before the news", async () => {
    const { turning } = await enter("teacher", at(1, 0));
    turning.go("next");
    Wire.last.answer("on.screenTurn", {});
    await vi.advanceTimersByTimeAsync(20);
    turning.go("next");
    expect(asked()).toEqual([
      { page: 1, pdfPage: 1 },
      { page: 1, pdfPage: 2 },
    ]);
  });

  it("turns on from where everyone is after a turn that was refused", async () => {
    const { turning } = await enter("teacher", at(1, 0));
    turning.go("next");
    Wire.last.refuse("on.screenTurn", "not_kept");
    await vi.advanceTimersByTimeAsync(600);
    turning.go("next");
    expect(asked().at(-1)).toEqual({ page: 1, pdfPage: 1 });
  });

  it("comes back to the page that a presentation was left on", async () => {
    const { turning } = await enter("teacher", at(1, 0));
    turning.goTo(2);
    await show(at(1, 2));
    Wire.last.answer("on.screenTurn", {});
    await show(at(2, 0, "rings"));
    turning.go("previous");
    expect(asked().at(-1)).toEqual({ page: 1, pdfPage: 2 });
  });

  it("cannot turn beyond the ends", async () => {
    const { turning } = await enter("teacher", at(0, 0));
    expect([turning.canGoBack.value, turning.canGoOn.value]).toEqual([false, true]);
    await show(at(2, 4, "rings"));
    expect([turning.canGoBack.value, turning.canGoOn.value]).toEqual([true, false]);
  });
});

describe("a student", () => {
  it("follows, looks around without turning for others, and comes back with one click", async () => {
    const { turning, presentation } = await enter("student", at(1, 1));
    await show(at(1, 2));
    expect(presentation.page.value).toBe(2);
    turning.go("last");
    turning.go("previous");
    expect(presentation.page.value).toBe(3);
    await show(at(1, 0));
    expect(presentation.page.value).toBe(3);
    presentation.backToTeacher();
    expect(presentation.page.value).toBe(0);
    expect(asked()).toEqual([]);
  });

  it("follows to the next slide, whose file is opened and the other closed", async () => {
    const { turning, presentation } = await enter("student", at(1, 1));
    turning.go("next");
    await show(at(2, 0, "rings"));
    expect(presentation.ownPage.value).toBeUndefined();
    expect(closed).toEqual(["/files/moons.pdf"]);
    expect(presentation.opened.value?.pages).toBe(5);
  });

  it("cannot leave the slide", async () => {
    const { turning } = await enter("student", at(1, 0));
    turning.go("previous");
    turning.go("last");
    turning.go("next");
    expect(lesson.model(PresentationModel).page.value).toBe(4);
  });
});

it("a finger that moves across turns, and one that scrolls does not", () => {
  expect([swiped(-80, 10), swiped(80, -10), swiped(-80, 60), swiped(-20, 0)]).toEqual([
    "next",
    "previous",
    undefined,
    undefined,
  ]);
});
