import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JoinForm } from "../src/entry/JoinForm";
import { features } from "../src/features";
import { Lesson } from "../src/lesson/lesson";
import { formerSeat } from "../src/lesson/memory";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

/** A browser's storage. */
class FakeStorage {
  [name: string]: unknown;
  getItem(name: string): string | null {
    return (this[name] as string | undefined) ?? null;
  }
  setItem(name: string, value: string): void {
    this[name] = value;
  }
  removeItem(name: string): void {
    delete this[name];
  }
}

describe("a guest's seat", () => {
  /** The lesson as a new tab of the same browser opens it. */
  const open = (): Lesson => {
    vi.stubGlobal("sessionStorage", new FakeStorage());
    const lesson = connecting();
    lesson.end("replaced");
    Wire.all = [];
    const guest = new Lesson({ ...lesson.page, you: null }, features);
    guest.begin();
    return guest;
  };
  const joins = () => Wire.all.flatMap(({ sent }) => sent.filter(({ event }) => event === "on.sessionJoin"));

  beforeEach(() => {
    const storage = new FakeStorage();
    // No room in 3D is loaded.
    storage.setItem("lyceum:view", "flat");
    vi.stubGlobal("localStorage", storage);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** Maria joins in a tab. */
  const maria = async () => {
    const lesson = open();
    lesson.joinAs("Maria", person("anna").avatar);
    await letIn();
    return lesson;
  };

  it("is offered after its tab was closed, and taken again", async () => {
    (await maria()).connection.stop();
    const lesson = open();
    expect(lesson.phase.value.at).toBe("form");
    const { root, unmount } = rendered(lesson, h(JoinForm, { refused: undefined }));
    root.button("Continue as Anna")!.click();
    Wire.last.open();
    await settled();
    expect(joins().map(({ data }) => data)).toMatchObject([{ username: "Anna", resume: "seat" }]);
    unmount();
  });

  it("is not forced on another child at the same computer", async () => {
    (await maria()).connection.stop();
    const lesson = open();
    const { root, unmount } = rendered(lesson, h(JoinForm, { refused: undefined }));
    root.button("Join under another name")!.click();
    await settled();
    expect(root.button("Join the lesson")).toBeDefined();
    expect(joins()).toEqual([]);
    unmount();
  });

  it("is forgotten when its owner leaves, the lesson ends, or its time is over", async () => {
    (await maria()).end("left");
    expect(formerSeat("AB29Z")).toBeUndefined();
    (await maria()).end("ended");
    expect(formerSeat("AB29Z")).toBeUndefined();
    (await maria()).end("replaced");
    expect(formerSeat("AB29Z")).toBeDefined();
    vi.setSystemTime(Date.now() + 13 * 60 * 60 * 1000);
    expect(formerSeat("AB29Z")).toBeUndefined();
    expect(Object.keys(localStorage)).toEqual(["lyceum:view"]);
  });
});
