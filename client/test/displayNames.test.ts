import { h } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { displayNames } from "../src/lesson/displayNames";
import { announce } from "../src/lesson/announce";
import { features } from "../src/features";
import { People } from "../src/people/People";
import { Flat } from "../src/ui/Flat";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { entered, person, snapshot } from "./support/room";

/** How people of these names are called; their seats are in this order. */
const called = (...names: string[]) => {
  const people = names.map((username, seat) => person(`p${seat}`, { username, seat }));
  const shown = displayNames([...people].reverse());
  return people.map(({ participantId }) => shown.get(participantId));
};

describe("two people of one name", () => {
  it("are told apart by a number, in the order of their seats", () => {
    expect(called("Maria", "Ben", "Maria", "Maria")).toEqual(["Maria", "Ben", "Maria (2)", "Maria (3)"]);
  });

  it("are told apart also where their names only look alike", () => {
    expect(called("Maria", "maria", "Ｍaria")).toEqual(["Maria", "maria (2)", "Ｍaria (3)"]);
  });

  it("get no number that is somebody's own name", () => {
    expect(called("Maria", "Maria", "Maria (2)")).toEqual(["Maria", "Maria (3)", "Maria (2)"]);
    expect(called("Maria (2)", "Maria", "Maria", "Maria (2)")).toEqual([
      "Maria (2)",
      "Maria",
      "Maria (3)",
      "Maria (2) (2)",
    ]);
  });

  it("who were erased have no name, and no number", () => {
    expect(called("", "")).toEqual(["", ""]);
  });
});

describe("two Marias", () => {
  const maria = (id: string, seat: number) => person(id, { username: "Maria", seat });
  const participants = [person("anna"), maria("first", 2), maria("second", 3)];

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("can be told apart in the lists, and in the question before one is removed", async () => {
    const lesson = connecting();
    await letIn({ participants });
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
    const [people, flat] = [rendered(lesson, h(People, {})), rendered(lesson, h(Flat, {}))];
    expect(flat.root.all("li").map(({ text }) => text)).toEqual(["annayou", "Maria", "Maria (2)"]);
    expect(people.root.all("li")[2]!.text).toContain("Maria (2)");
    people.root.button("Remove Maria (2)")!.click();
    await settled();
    const [dialog] = people.root.all("dialog");
    expect(dialog!.all("h2")[0]!.text).toBe("Remove Maria (2)?");
    expect(dialog!.all("p")[0]!.text).toMatch(/^Maria \(2\) leaves/);
    expect(dialog!.all("svg")).toHaveLength(1);
    [people, flat].forEach(({ unmount }) => unmount());
    lesson.end("left");
  });

  it("can be told apart in what a screen reader says", () => {
    const handRaisedAt = "2026-01-01T10:00:00Z";
    const words = announce(
      { event: "on.handRaise", data: { participantId: "second", handRaisedAt }, seq: 6 },
      { before: entered(snapshot({ participants })), me: "anna", teaches: true },
      features.map((feature) => feature.announce),
    );
    expect(words).toBe("Maria (2) raised a hand.");
  });
});
