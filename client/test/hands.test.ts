import { h } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AllHands } from "../src/hands/AllHands";
import { HandButton } from "../src/hands/HandButton";
import { raisedHands } from "../src/hands/state";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";
import { after, entered, person, snapshot } from "./support/room";

describe("raised hands", () => {
  it("are in the order in which they went up", () => {
    const room = after(
      entered(snapshot()),
      { event: "on.handRaise", data: { participantId: "ben", handRaisedAt: "2026-01-01T10:00:01Z" }, seq: 6 },
      { event: "on.handRaise", data: { participantId: "anna", handRaisedAt: "2026-01-01T10:00:02Z" }, seq: 7 },
    );
    expect(raisedHands(room.people.values())).toEqual(["ben", "anna"]);
    const lowered = after(room, { event: "on.handLower", data: { participantId: "ben" }, seq: 8 });
    expect(raisedHands(lowered.people.values())).toEqual(["anna"]);
  });

  it("of the same moment are in the order of seats", () => {
    const handRaisedAt = "2026-01-01T10:00:01Z";
    const people = [person("anna", { seat: 2, handRaisedAt }), person("ben", { seat: 1, handRaisedAt })];
    expect(raisedHands(people)).toEqual(["ben", "anna"]);
  });
});

describe("raised hands, for the teacher", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are counted, and all of them are lowered by one button", async () => {
    const lesson = connecting();
    await letIn({ participants: [person("anna"), person("ben", { seat: 2, handRaisedAt: "2026-01-01T10:00:01Z" })] });
    const { root, unmount } = rendered(lesson, h(AllHands, {}));
    expect(root.text).toContain("1 raised hand");
    root.button("Lower all hands")!.click();
    expect(Wire.last.sent.at(-1)?.event).toBe("on.handLowerAll");
    Wire.last.hear({ event: "on.handLower", data: { participantId: "ben" }, seq: 6 });
    await settled();
    expect(root.text).toBe("");
    unmount();
    lesson.end("left");
  });
});

describe("the button of one's own hand", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("has the turn in a badge, not in words that a phone has no room for", async () => {
    const lesson = connecting();
    const up = (second: number) => ({ handRaisedAt: `2026-01-01T10:00:0${second}Z` });
    await letIn({ participants: [person("anna", up(2)), person("ben", { seat: 2, ...up(1) })] });
    const { root, unmount } = rendered(lesson, h(HandButton, {}));
    const [button] = root.all("button");
    expect(button!.text).toBe("Lower handnumber 2 in line 2");
    const [words, badge] = button!.childNodes.filter(({ localName }) => localName === "span");
    expect([words!.text, badge!.attributes.get("class")]).toEqual(["Lower hand", "badge"]);
    unmount();
    lesson.end("left");
  });
});
