import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HandInButton } from "../src/handin/HandInButton";
import { HandInModel } from "../src/handin/model";
import type { Lesson } from "../src/lesson/lesson";
import type { HandIn } from "../src/net/protocol.gen";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

const work: HandIn = {
  handInId: "w",
  participantId: "ben",
  username: "Ben",
  kind: "text",
  text: "Made of paper",
  handedInAt: "2026-01-01T10:00:00Z",
};

describe("hand-ins", () => {
  let lesson: Lesson;
  let shown: ReturnType<typeof rendered>;

  beforeEach(async () => {
    lesson = connecting();
    await letIn({ participants: [person("anna"), person("ben", { seat: 2 })] });
    shown = rendered(lesson, h(HandInButton, {}));
  });
  afterEach(() => {
    shown.unmount();
    lesson.end("left");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("open by themselves for a student when the teacher asks, with fields for what was asked for", async () => {
    expect(shown.root.all("button").length).toBe(0);
    const request = { title: "Your volcano", kinds: ["text" as const] };
    Wire.last.hear({ event: "on.handInRequest", data: { request }, seq: 6 });
    await settled();
    expect(shown.root.all("h2").map(({ text }) => text)).toEqual(["Your volcano"]);
    expect(shown.root.all("textarea").length).toBe(1);
    expect(shown.root.all("input").length).toBe(0);
    Wire.last.hear({ event: "on.handInRequest", data: { request: null }, seq: 7 });
    await settled();
    expect(shown.root.all("dialog").length).toBe(0);
  });

  it("are a pile for the teacher, who puts one on the screen and deletes it", async () => {
    lesson.me.value = { ...lesson.me.value!, role: "teacher" };
    Wire.last.hear({ event: "on.handInAdd", data: [work], seq: 5 });
    await settled();
    shown.root.button("Hand-ins1 hand-in")!.click();
    await settled();
    expect(shown.root.text).toContain("Made of paper");
    shown.root.button("Show to everyone what Ben handed in")!.click();
    Wire.last.answer("on.handInShow", {});
    await settled();
    expect(shown.root.button("Take off the screen what Ben handed in")).toBeDefined();
    Wire.last.hear({ event: "on.handInDelete", data: { handInId: "w" }, seq: 5 });
    await settled();
    expect(lesson.model(HandInModel).state.value).toMatchObject({ pile: [], shown: undefined });
  });

  it("say why a file was not taken, and go on with the next one", async () => {
    const answers = [
      new Response(JSON.stringify({ error: { code: "file_infected", details: "No." } }), { status: 422 }),
      new Response("{}", { status: 201 }),
    ];
    const sent = vi.fn((_path: string) => Promise.resolve(answers.shift()!));
    vi.stubGlobal("fetch", sent);
    const model = lesson.model(HandInModel);
    await model.handIn([new File(["a"], "a b.pdf"), new File(["b"], "b.pdf")]);
    expect(sent.mock.calls.map(([path]) => path)).toEqual(["/api/hand-ins?name=a%20b.pdf", "/api/hand-ins?name=b.pdf"]);
    expect(model.sending.value).toMatchObject([{ name: "a b.pdf", wrong: "The virus scanner refused this file." }]);
  });
});
