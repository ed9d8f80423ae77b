import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeSettings } from "../src/audio/settings";
import { Sound } from "../src/audio/sound";
import type { Lesson } from "../src/lesson/lesson";
import type { Microphone } from "../src/net/protocol.gen";
import { Notice } from "../src/ui/Notice";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { snapshot } from "./support/room";
import { Wire } from "./support/wire";

describe("a student", () => {
  let lesson: Lesson;
  let seq: number;
  let notice: ReturnType<typeof rendered>;

  const microphone = async (microphone: Microphone, participantId = "anna") => {
    Wire.last.hear({ event: "on.participantMute", data: { participantId, microphone }, seq: ++seq });
    await settled();
  };
  const asked = () => Wire.last.sent.filter(({ event }) => event === "on.participantMute").map(({ data }) => data);
  /** Turns the microphone on or off, and the server does it. */
  const speak = async (on: boolean) => {
    void lesson.model(Sound).speak(on);
    await settled();
    Wire.last.answer("on.participantMute", {});
    await microphone(on ? "on" : "muted");
  };

  beforeEach(async () => {
    lesson = connecting();
    lesson.model(Sound).microphone.use = () => Promise.resolve(true);
    await letIn();
    seq = 5;
    notice = rendered(lesson, h(Notice, {}));
    await speak(true);
  });
  afterEach(() => {
    notice.unmount();
    lesson.end("left");
    changeSettings({ hold: false });
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("who is muted reads and hears who did it, and can unmute", async () => {
    expect(notice.root.text).toBe("");
    await microphone("muted");
    expect(notice.root.text).toContain("Ms Galani muted your microphone.");
    expect(notice.root.all("div")[0]!.attributes.get("role")).toBe("status");
    notice.root.button("Unmute")!.click();
    await settled();
    expect(asked().at(-1)).toEqual({ muted: false });
    expect(notice.root.text).toBe("");
  });

  it("who may not unmute is told to raise a hand", async () => {
    Wire.last.hear({ event: "on.unmutingAllow", data: { allowed: false }, seq: ++seq });
    await microphone("muted");
    expect(notice.root.text).toBe("Ms Galani muted your microphone. Raise your hand to speak.");
    expect(notice.root.all("button")).toEqual([]);
  });

  it("who holds a button to talk is not offered an open microphone", async () => {
    changeSettings({ hold: true });
    await microphone("muted");
    expect(notice.root.text).toBe("Ms Galani muted your microphone.");
  });

  it("who mutes herself reads nothing, and nothing of others", async () => {
    await microphone("on", "ben");
    await microphone("muted", "ben");
    await speak(false);
    expect(notice.root.text).toBe("");
    // What was turned off before can be turned off by another later.
    await speak(true);
    await microphone("muted");
    expect(notice.root.text).toContain("Ms Galani");
  });

  it("who comes back and has been muted meanwhile is told", async () => {
    Wire.last.lose();
    await vi.advanceTimersByTimeAsync(500);
    const { participants, ...room } = snapshot();
    await letIn({
      ...room,
      participants: participants.map((one) => ({ ...one, ...(one.seat === 1 && { microphone: "muted" }) })),
    });
    await settled();
    expect(notice.root.text).toContain("Ms Galani muted your microphone.");
  });

  it("reads it until the microphone is on again, or for twenty seconds", async () => {
    await microphone("muted");
    for (let second = 0; second < 19; second++) {
      await microphone("none", "ben");
      await vi.advanceTimersByTimeAsync(900);
    }
    expect(notice.root.text).not.toBe("");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(notice.root.text).toBe("");
    await speak(true);
    await microphone("muted");
    expect(notice.root.text).not.toBe("");
    await microphone("on");
    expect(notice.root.text).toBe("");
  });
});
