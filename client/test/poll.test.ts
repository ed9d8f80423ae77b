import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import type { Poll } from "../src/net/protocol.gen";
import { PollModel } from "../src/poll/model";
import { PollButton } from "../src/poll/PollButton";
import { PollResults } from "../src/poll/PollResults";
import { pollState } from "../src/poll/state";
import { paintPoll } from "../src/poll/wall";
import type { Pen } from "../src/room3d/board";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

const poll: Poll = { pollId: "p", question: "Is lava hot?", kind: "yesNo", open: true, shown: false };
const results = { votes: 4, counts: [3, 1] };

describe("a poll", () => {
  let lesson: Lesson;
  let shown: ReturnType<typeof rendered>;

  beforeEach(async () => {
    lesson = connecting();
    await letIn({ participants: [person("anna"), person("ben", { seat: 2 })] });
    shown = rendered(lesson, h(PollButton, {}));
  });
  afterEach(() => {
    shown.unmount();
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const hear = async (poll: Poll | null, seq: number) => {
    Wire.last.hear({ event: "on.pollChange", data: { poll }, seq });
    await settled();
  };
  const dialogs = () => shown.root.all("dialog").length;

  it("opens by itself for a student, says whether it is anonymous, and goes when nobody sees it any more", async () => {
    expect(shown.root.all("button").length).toBe(0);
    await hear(poll, 6);
    expect(dialogs()).toBe(1);
    expect(shown.root.text).toContain("Your teacher sees how you vote.");
    await hear({ ...poll, pollId: "q", anonymous: true }, 7);
    expect(shown.root.text).toContain("Anonymous: nobody can see how you vote.");
    await hear(null, 8);
    expect(dialogs()).toBe(0);
  });

  it("is voted on with a receipt only if it is anonymous, and again with the same one", async () => {
    const model = lesson.model(PollModel);
    const sent = () => Wire.last.sent.at(-1) as { event: string; data: { receipt?: string } };
    await hear(poll, 6);
    void model.vote(poll, { choices: [0] });
    expect(sent()).toMatchObject({ event: "on.pollVote", data: { pollId: "p", answer: { choices: [0] } } });
    expect(sent().data.receipt).toBeUndefined();

    const secret = { ...poll, pollId: "q", anonymous: true };
    await hear(secret, 7);
    const first = model.vote(secret, { choices: [1] });
    const { receipt } = sent().data;
    expect(receipt).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
    Wire.last.answer("on.pollVote", {});
    expect(await first).toBeUndefined();
    expect(model.hasVoted.value).toBe(true);
    expect(model.ownAnswer.value).toEqual({ choices: [1] });
    void model.vote(secret, { choices: [0] });
    expect(sent().data.receipt).toBe(receipt);
  });

  it("of which the answer is unknown here cannot be changed", async () => {
    const room = lesson.room.value!;
    const secret = { ...poll, pollId: "elsewhere", anonymous: true };
    lesson.room.value = pollState.set(room, { poll: secret, ownVote: {}, polls: [] });
    await settled();
    lesson.model(PollModel).isOpen.value = true;
    await settled();
    expect(shown.root.text).toContain("You have voted.");
    expect(shown.root.button("Vote")).toBeUndefined();
    expect(shown.root.button("Change my vote")).toBeUndefined();
  });

  it("has its results for the teacher at once, and what everyone sees stays as it was", async () => {
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
    await hear(poll, 6);
    Wire.last.hear({ event: "on.pollResults", data: [{ ...poll, results }], seq: 6 });
    await settled();
    const model = lesson.model(PollModel);
    expect(model.current.value?.results).toEqual(results);
    expect(model.onBoard.value?.results).toBeUndefined();
    expect(dialogs()).toBe(0);
    shown.root.button("Poll")!.click();
    await settled();
    expect(shown.root.text).toContain("4 of 4 voted");
    Wire.last.hear({ event: "on.pollDelete", data: { pollId: "p" }, seq: 6 });
    await settled();
    expect(model.all.value).toEqual([]);
  });
});

it("results are bars for choices, a histogram for numbers, and a cloud for words", async () => {
  const lesson = connecting();
  await letIn();
  const draw = (poll: Poll) => {
    const { root, unmount } = rendered(lesson, h(PollResults, { poll, results: poll.results! }));
    const styles = root
      .all("span")
      .concat(root.all("li"))
      .map(({ style }) => ({ ...style }));
    unmount();
    return styles;
  };
  expect(draw({ ...poll, results })).toContainEqual(expect.objectContaining({ width: "75%" }));
  const numbers = [1, 2].map((count) => ({ from: count, to: count, count }));
  expect(draw({ ...poll, kind: "number", results: { votes: 3, numbers } })).toContainEqual(
    expect.objectContaining({ height: "50%" }),
  );
  const texts = [{ text: "lava", count: 2 }];
  expect(draw({ ...poll, kind: "text", results: { votes: 2, texts } })).toContainEqual(
    expect.objectContaining({ fontSize: "2.5rem" }),
  );
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("the board has the question and the choices, and what they add up to once it is shown", () => {
  const texts: string[] = [];
  const pen = {
    fillRect: () => {},
    fillText: (text: string) => texts.push(text),
    measureText: (text: string) => ({ width: text.length * 20 }),
  } as unknown as Pen;
  paintPoll(pen, poll);
  expect(texts).toEqual(["Is lava hot?", "• Yes", "• No", "Vote now"]);
  texts.length = 0;
  paintPoll(pen, { ...poll, open: false, shown: true, right: { choices: [0] }, results });
  expect(texts).toEqual(["Is lava hot?", "Yes  ✓", "3", "No", "1"]);
});
