import { h } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeSettings } from "../src/audio/settings";
import { Sound } from "../src/audio/sound";
import type { Lesson } from "../src/lesson/lesson";
import { People } from "../src/people/People";
import { InvitedBanner } from "../src/speaking/InvitedBanner";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";
import { person } from "./support/room";
import { Wire } from "./support/wire";

describe("an invitation to speak", () => {
  let lesson: Lesson;
  let shown: ReturnType<typeof rendered>;

  const hear = async (event: string, data: object) => {
    Wire.last.hear({ event, data, seq: 5 });
    await settled();
  };
  const asked = () =>
    Wire.last.sent.filter(({ event }) => /speak|Mute/.test(event)).map(({ event, data }) => [event, data]);
  const handRaisedAt = "2026-01-01T10:00:00Z";
  const people = [
    person("anna", { microphone: "muted" }),
    person("ben", { seat: 2 }),
    person("cleo", { seat: 3, handRaisedAt }),
  ];

  beforeEach(async () => {
    lesson = connecting();
    lesson.model(Sound).microphone.use = () => Promise.resolve(true);
    await letIn({ participants: people, unmutingAllowed: false });
  });
  afterEach(() => {
    shown.unmount();
    lesson.end("left");
    changeSettings({ hold: false });
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks the student, who turns the microphone on or declines", async () => {
    shown = rendered(lesson, h(InvitedBanner, {}));
    expect(shown.root.text).toBe("");
    await hear("on.speakInvite", { participantId: "anna" });
    expect(shown.root.text).toContain("Ms Galani invites you to speak.");
    expect(lesson.spoken.value).toContain("You are invited to speak.");
    expect(asked()).toEqual([]);
    shown.root.button("Unmute")!.click();
    await settled();
    shown.root.button("Not now")!.click();
    expect(asked()).toEqual([
      ["on.participantMute", { muted: false }],
      ["on.speakDecline", {}],
    ]);
    await hear("on.speakInviteEnd", { participantId: "anna", outcome: "declined" });
    expect(shown.root.text).toBe("");
  });

  it("opens no microphone of a student who holds a button to talk", async () => {
    changeSettings({ hold: true });
    shown = rendered(lesson, h(InvitedBanner, {}));
    await hear("on.speakInvite", { participantId: "anna" });
    expect(shown.root.all("button").map(({ label }) => label)).toEqual(["Not now"]);
    expect(shown.root.text).toContain("Hold M");
  });

  it("is offered to the teacher for everyone, in words beside a raised hand, and the answer is told", async () => {
    lesson.me.value = { ...lesson.me.value!, participantId: "teacher", role: "teacher" };
    shown = rendered(lesson, h(People, {}));
    for (const name of ["anna", "ben", "cleo"]) expect(shown.root.button(`Invite to speak: ${name}`)).toBeDefined();
    expect(shown.root.button("Invite to speak: cleo")!.text).toBe("Invite to speak");
    shown.root.button("Invite to speak: ben")!.click();
    await hear("on.speakInvite", { participantId: "ben" });
    expect(shown.root.text).toContain("Invited, no answer yet");
    shown.root.button("Withdraw the invitation to ben")!.click();
    expect(asked()).toEqual([
      ["on.speakInvite", { participantId: "ben" }],
      ["on.speakWithdraw", { participantId: "ben" }],
    ]);
    await hear("on.speakInviteEnd", { participantId: "ben", outcome: "declined" });
    expect(lesson.notice.value?.text).toBe("ben does not want to speak right now.");
    await hear("on.speakInvite", { participantId: "cleo" });
    await hear("on.speakInviteEnd", { participantId: "cleo", outcome: "accepted" });
    expect(lesson.notice.value?.text).toBe("cleo accepted and can be heard.");
  });

  it("is in the menu of each student, once where a hand is up", async () => {
    lesson.me.value = { ...lesson.me.value!, participantId: "teacher", role: "teacher" };
    shown = rendered(lesson, h(People, {}));
    const offered = (name: string) =>
      shown.root.all("button").filter(({ label }) => label === `Invite to speak: ${name}`).length;
    for (const name of ["ben", "cleo"]) {
      expect(offered(name)).toBe(1);
      shown.root.button(`More for ${name}`)!.click();
      await settled();
    }
    expect([offered("ben"), offered("cleo")]).toEqual([2, 1]);
  });

  it("is not the same as a lifted mute, which asks nobody", async () => {
    lesson.me.value = { ...lesson.me.value!, participantId: "teacher", role: "teacher" };
    shown = rendered(lesson, h(People, {}));
    shown.root.button("More for anna")!.click();
    await settled();
    shown.root.button("Let anna unmute")!.click();
    expect(asked()).toEqual([["on.participantMute", { participantId: "anna", muted: false }]]);
  });
});
