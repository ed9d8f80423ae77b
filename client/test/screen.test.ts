import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/net/connection";
import { announce } from "../src/lesson/announce";
import { features } from "../src/features";
import type { Screen } from "../src/net/protocol.gen";
import { quizState } from "../src/quiz/state";
import { screenState } from "../src/screen/state";
import { after, entered, next, snapshot } from "./support/room";

const turn = (screen: Screen | null, seq: number): RoomEvent => ({ event: "on.screenTurn", data: { screen }, seq });
const words = (screen: Screen | null, before: Screen | undefined) =>
  announce(
    turn(screen, 6),
    { before: entered(snapshot(before && { screen: before })), me: "anna", teaches: false },
    features.map((feature) => feature.announce),
  );

describe("the screen", () => {
  it("shows the page that the teacher has turned to", () => {
    const slide = { kind: "text", html: "<p>one</p>" } as const;
    let room = entered(snapshot({ screen: { page: 0, pages: 2, itemId: "one", slide } }));
    expect(screenState.of(room)?.page).toBe(0);
    room = after(room, turn({ page: 1, pages: 2, itemId: "one", slide }, 6));
    expect(screenState.of(room)?.page).toBe(1);
    room = after(room, turn(null, 7));
    expect(screenState.of(room)).toBeUndefined();
  });

  it("is announced by its page", () => {
    const slide = { kind: "text", html: "<p>one</p>" } as const;
    expect(words({ page: 1, pages: 2, itemId: "one", slide }, undefined)).toBe("The screen shows page 2 of 2: a text");
    expect(words(null, { page: 1, pages: 2, itemId: "one", slide })).toBeUndefined();
  });
});

describe("a quiz", () => {
  const screen: Screen = {
    page: 0,
    pages: 1,
    itemId: "q",
    slide: { kind: "quiz", quizId: "q", question: "Why?", options: ["A", "B"] },
  };
  const outcome = { right: 1, counts: [0, 1] };

  it("has one's own answers, and for the teacher how many gave which", () => {
    let room = entered(snapshot({ screen, answers: [{ quizId: "q", choice: 1 }] }));
    expect(quizState.of(room).answers.get("q")).toBe(1);
    expect(next(room, { event: "on.quizCount", data: { quizId: "q", counts: [0, 1] }, seq: 9 })).toBe("gap");
    room = after(room, { event: "on.quizCount", data: { quizId: "q", counts: [0, 1] }, seq: 5 });
    expect(quizState.of(room).count?.counts).toEqual([0, 1]);
    room = after(room, turn({ ...screen, outcome }, 6));
    expect(screenState.of(room)?.outcome).toEqual(outcome);
    expect(quizState.of(room).answers.get("q")).toBe(1);
  });

  it("is announced by its question, and once by its right answer", () => {
    expect(words(screen, undefined)).toContain("Why?");
    expect(words({ ...screen, quizOpen: true }, screen)).toBe("The quiz has started: Why?");
    expect(words({ ...screen, outcome }, screen)).toBe("The correct answer is: B");
    expect(words({ ...screen, outcome }, { ...screen, outcome })).toContain("Why?");
  });
});
