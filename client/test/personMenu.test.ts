import { signal } from "@preact/signals";
import { h } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import type { MediaConnection } from "../src/net/protocol.gen";
import { People } from "../src/people/People";
import { PersonMenu } from "../src/people/PersonMenu";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("Escape with a person's menu open closes the menu, and the panel around it stays", async () => {
  const lesson = connecting();
  await letIn({ participants: [person("anna"), person("ben", { seat: 2, microphone: "muted" })] });
  const { root, unmount } = rendered(lesson, h(People, {}));
  const opened = () => root.button("More for ben")!.attributes.get("aria-expanded");
  root.button("More for ben")!.click();
  await settled();
  expect(opened()).toBe("true");
  const stopped = vi.fn();
  const item = root.all("li").find(({ text }) => text.includes("ben"))!;
  item.press({ key: "Escape", stopPropagation: stopped });
  await settled();
  expect(opened()).toBe("false");
  expect(stopped).toHaveBeenCalledTimes(1);
  item.press({ key: "Escape", stopPropagation: stopped });
  expect(stopped, "then it closes the panel").toHaveBeenCalledTimes(1);
  unmount();
  lesson.end("left");
});

it("a person's menu begins with what a teacher does, and folds the figures of the connection away", async () => {
  const lesson = connecting();
  await letIn();
  const stream = { packets: 100, bytes: 0, lostPercent: 0, jitterMs: 1 };
  const connection: MediaConnection = { participantId: "ben", quality: "good", up: stream, down: stream };
  const done = async () => {};
  const menu = h(PersonMenu, {
    person: person("ben", { microphone: "muted" }),
    name: "Ben",
    stats: signal(new Map([["ben", connection]])),
    onMuteOthers: done,
    canInvite: true,
    onLower: done,
    onAllow: undefined,
  });
  const { root, unmount } = rendered(lesson, menu);
  const names = root.all("button").map(({ label }) => label);
  expect(names).toEqual(["Invite to speak: Ben", "Lower this hand", "Mute all but Ben"]);
  const [figures] = root.all("details");
  expect(figures!.all("summary")[0]!.text).toBe("Connection: Good");
  expect(figures!.all("dl")[0]!.text).toContain("100 packets");
  unmount();
  lesson.end("left");
});
