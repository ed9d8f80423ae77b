import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { features } from "../src/features";
import type { Lesson } from "../src/lesson/lesson";
import { People } from "../src/people/People";
import { Dock } from "../src/ui/Dock";
import { TopBar } from "../src/ui/TopBar";
import { rendered, settled, type FakeNode } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

const STATES = ["aria-pressed", "aria-checked", "aria-expanded"];

/** What a screen reader says of each button: its name, and its state if it has one. */
const said = (root: FakeNode) =>
  root.all("button").map((button) => ({
    name: button.label,
    state: STATES.flatMap((state) => button.attributes.get(state) ?? []).join(),
  }));

describe("a toggle", () => {
  let lesson: Lesson;
  let shown: ReturnType<typeof rendered>[];

  beforeEach(async () => {
    lesson = connecting();
    await letIn({ participants: [person("anna"), person("ben", { seat: 2, microphone: "muted" })] });
    shown = [];
  });
  afterEach(() => {
    shown.forEach(({ unmount }) => unmount());
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const show = (...args: Parameters<typeof rendered>) => {
    shown.push(rendered(...args));
    return shown.at(-1)!.root;
  };

  it("of the dock has a state, or a name that changes with it, not both", async () => {
    const dock = (open: string[]) => said(show(lesson, h(Dock, { open: new Set(open), onToggle: () => {} })));
    const off = dock([]);
    Wire.last.hear({ event: "on.participantMute", data: { participantId: "anna", microphone: "on" }, seq: 6 });
    const handRaisedAt = "2026-01-01T10:00:00Z";
    Wire.last.hear({ event: "on.handRaise", data: { participantId: "anna", handRaisedAt }, seq: 7 });
    await settled();
    const on = dock(features.flatMap(({ name, panel }) => (panel ? [name] : [])));
    const changed = off.flatMap((before, i) => (before.name === on[i]!.name ? [] : [[before, on[i]]]));
    expect(changed).toEqual([
      [
        { name: "Unmute", state: "" },
        { name: "Mute", state: "" },
      ],
      [
        { name: "Raise hand", state: "" },
        { name: "Lower hand", state: "" },
      ],
    ]);
    const toggled = off.flatMap((before, i) => (before.state === on[i]!.state ? [] : [before.name]));
    expect(toggled).toEqual(["People", "Chat"]);
  });

  it("of a person's row has no state where its name changes, and keeps its name where it has one", async () => {
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
    const people = show(lesson, h(People, {}));
    const before = said(people);
    people.button("More for ben")!.click();
    Wire.last.hear({ event: "on.participantMute", data: { participantId: "ben", microphone: "on" }, seq: 6 });
    await settled();
    const now = said(people);
    const of = (all: typeof now, pattern: RegExp) => all.filter(({ name }) => pattern.test(name));
    expect(of(before, /ben$|speak$/)).toContainEqual({ name: "Invite to speak: ben", state: "" });
    expect(of(now, /ben$|speak$/)).toContainEqual({ name: "Mute ben", state: "" });
    expect([of(before, /^More/), of(now, /^More/)]).toEqual([
      [{ name: "More for ben", state: "false" }],
      [{ name: "More for ben", state: "true" }],
    ]);
  });

  it("of the view has a name that changes, and no state", () => {
    const view = (flat: boolean) => said(show(lesson, h(TopBar, { flat, onFlat: () => {} })))[0];
    expect([view(true), view(false)]).toEqual([
      { name: "3D room", state: "" },
      { name: "List view", state: "" },
    ]);
  });
});
