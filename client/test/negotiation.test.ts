import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeSettings } from "../src/audio/settings";
import { Sound } from "../src/audio/sound";
import type { Lesson } from "../src/lesson/lesson";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

/** A peer connection whose operations take a moment and never settle once it is closed, as W3C webrtc has it. */
class FakePeerConnection {
  static all: FakePeerConnection[] = [];
  isClosed = false;
  connectionState = "new";
  localDescription = { sdp: "v=0" };
  constructor() {
    FakePeerConnection.all.push(this);
  }
  addTransceiver = () => ({ sender: { replaceTrack: () => Promise.resolve() } });
  setConfiguration = () => {};
  createOffer = () => this.settles({ type: "offer", sdp: "v=0" });
  setLocalDescription = () => this.settles(undefined);
  setRemoteDescription = () => this.settles(undefined);
  close = () => (this.isClosed = true);

  private settles<T>(value: T): Promise<T> {
    return new Promise((resolve) => setTimeout(() => !this.isClosed && resolve(value), 10));
  }
}

const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const sent = (event: string) => Wire.last.sent.filter((frame) => frame.event === event);

/** The offer is sent, and the server's answer taken. */
async function answered() {
  await passes(50);
  Wire.last.answer("on.mediaOffer", { sdp: "v=0" });
  await passes(50);
}

describe("a negotiation", () => {
  let lesson: Lesson;
  let sound: Sound;

  beforeEach(async () => {
    vi.stubGlobal("RTCPeerConnection", FakePeerConnection);
    FakePeerConnection.all = [];
    changeSettings({ spatial: false });
    lesson = connecting();
    sound = lesson.model(Sound);
    await letIn();
  });
  afterEach(() => {
    lesson.end("left");
    changeSettings({ spatial: true });
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("goes on when the server ends the peer of the page before a reload", async () => {
    await passes(5);
    Wire.last.hear({ event: "on.mediaEnd", data: {}, seq: 5 });
    await answered();
    expect(FakePeerConnection.all.map(({ isClosed }) => isClosed)).toEqual([false]);
  });

  it("begins anew with another connection when that is closed in its middle", async () => {
    await passes(5);
    sound.reconnect();
    await answered();
    expect(FakePeerConnection.all.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(sent("on.mediaOffer")).toHaveLength(1);
    sound.refresh();
    await passes(50);
    expect(sent("on.mediaOffer").at(-1)!.data).toMatchObject({ restart: true });
  });

  it("is followed by the microphone that was turned on during it", async () => {
    const track = { enabled: true, stop: () => {} } as MediaStreamTrack;
    sound.microphone.use = () => {
      sound.microphone.track = track;
      return Promise.resolve(true);
    };
    await sound.speak(true);
    expect(sent("on.participantMute")).toEqual([]);
    await answered();
    expect(sent("on.participantMute").map(({ data }) => data)).toEqual([{ muted: false }]);
  });

  it("does not open a microphone that was refused before", async () => {
    const track = { enabled: true, stop: () => {} } as MediaStreamTrack;
    sound.microphone.use = () => {
      sound.microphone.track = track;
      return Promise.resolve(true);
    };
    await sound.speak(true);
    await answered();
    Wire.last.refuse("on.participantMute", "not_allowed");
    await passes(50);
    sound.reconnect();
    await answered();
    await passes(50);
    expect(sent("on.participantMute").map(({ data }) => data)).toEqual([{ muted: false }]);
  });
});
