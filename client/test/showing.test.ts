import { describe, expect, it } from "vitest";
import { trimOffer } from "../src/audio/trimOffer";
import { nearest } from "../src/room3d/discs";
import { FrameRate } from "../src/showing/background";
import { LineWatch } from "../src/showing/saving";
import { sizeFor } from "../src/showing/Picture";
import { showingState } from "../src/showing/state";
import { wanted, type Need } from "../src/showing/watching";
import { after, entered, snapshot } from "./support/room";

describe("the room", () => {
  it("knows who shows a camera or a screen", () => {
    const camera = { participantId: "ben", camera: true };
    const screen = { participantId: "ben", screen: true };
    let room = after(entered(snapshot()), { event: "on.participantCamera", data: camera, seq: 6 });
    room = after(room, { event: "on.participantScreen", data: screen, seq: 7 });
    expect([...room.people.values()].map((person) => [person.camera, person.screen])).toEqual([
      [undefined, undefined],
      [true, true],
    ]);
  });

  it("knows who asks for permission until there is an answer, or the asking person leaves", () => {
    const asks = (asks: boolean) => ({ participantId: "ben", kind: "camera" as const, asks });
    const room = after(entered(snapshot()), { event: "on.showingAsk", data: asks(true), seq: 5 });
    expect(showingState.of(room).asked).toEqual([asks(true)]);
    expect(showingState.of(after(room, { event: "on.showingAsk", data: asks(true), seq: 5 })).asked).toHaveLength(1);
    expect(showingState.of(after(room, { event: "on.showingAsk", data: asks(false), seq: 5 })).asked).toEqual([]);
    const left = { participantId: "ben", why: "left" as const };
    expect(showingState.of(after(room, { event: "on.participantLeave", data: left, seq: 6 })).asked).toEqual([]);
  });

  it("takes one's own permission from the answer", () => {
    const answer = { participantId: "anna", camera: true, screen: false };
    const room = after(entered(snapshot()), { event: "on.showingPermit", data: answer, seq: 5 });
    const others = after(room, {
      event: "on.showingPermit",
      data: { ...answer, participantId: "ben", camera: false },
      seq: 5,
    });
    expect(showingState.of(others).may).toEqual({ camera: true, screen: false });
    expect(showingState.of(others).permissions.get("ben")).toEqual({ camera: false, screen: false });
  });
});

describe("what is watched", () => {
  const need = (who: string, some: Partial<Need> = {}): Need => ({
    who,
    kind: "camera",
    size: "small",
    rank: 1,
    ...some,
  });
  const all = () => true;

  it("has each picture once, as large as its largest place", () => {
    const needs = [need("anna"), need("anna", { size: "large" }), need("anna", { size: "medium" }), need("ben")];
    expect(wanted(needs, all, 9)).toEqual([
      { participantId: "anna", size: "large" },
      { participantId: "ben", size: "small" },
    ]);
  });

  it("is no more than there are views, and what matters comes first", () => {
    const needs = [need("anna"), need("ben"), need("cleo", { kind: "screen", rank: 0 })];
    expect(wanted(needs, all, 2)).toEqual([
      { participantId: "cleo", size: "small", screen: true },
      { participantId: "anna", size: "small" },
    ]);
  });

  it("says who is large, so that they come first on a narrow line", () => {
    const needs = [need("anna"), need("ben", { rank: 0 })];
    expect(wanted(needs, all, 9)).toEqual([
      { participantId: "ben", size: "small", pinned: true },
      { participantId: "anna", size: "small" },
    ]);
  });

  it("is nobody who shows nothing", () => {
    expect(wanted([need("anna"), need("ben")], (who) => who === "ben", 9)).toEqual([
      { participantId: "ben", size: "small" },
    ]);
  });

  it("has the size that is sharp in its place", () => {
    expect([180, 240, 300, 480, 720].map(sizeFor)).toEqual(["small", "small", "medium", "medium", "large"]);
  });

  it("moves over the nearest nine avatars, and does not flicker between two of nearly the same distance", () => {
    const cameras = Array.from({ length: 12 }, (_, i) => ({ who: `p${i}`, distance: 10 + i / 10 }));
    expect(nearest(cameras, new Set())).toEqual(cameras.slice(0, 9).map(({ who }) => who));
    expect(nearest(cameras, new Set(["p9"]))).toContain("p9");
    expect(nearest([...cameras, { who: "far", distance: 40 }], new Set(["far"]))).not.toContain("far");
  });
});

describe("a poor line", () => {
  it("is one that loses sound twice in a row", () => {
    const line = new LineWatch();
    const look = (received: number, lost: number) => line.look({ received, lost });
    expect([look(0, 0), look(500, 50), look(1000, 100)]).toEqual([false, false, true]);
    expect([look(1500, 100), look(2000, 150), look(2500, 152)]).toEqual([false, false, false]);
    // A new connection counts from 0.
    expect([look(100, 0), look(110, 30), look(600, 80), look(1100, 130)]).toEqual([false, false, false, true]);
  });
});

describe("a virtual background", () => {
  const run = (rate: FrameRate, perSecond: number, from: number, seconds: number) => {
    for (let i = 0; i < perSecond * seconds; i++) if (rate.frame(from + (i * 1000) / perSecond)) return true;
    return false;
  };

  it("is turned off on a machine that is too slow for it, but not for a slow beginning", () => {
    expect(run(new FrameRate(), 8, 0, 10)).toBe(true);
    expect(run(new FrameRate(), 20, 0, 30)).toBe(false);
    const rate = new FrameRate();
    expect(run(rate, 5, 0, 4)).toBe(false);
    expect(run(rate, 20, 4000, 30)).toBe(false);
  });
});

describe("an offer", () => {
  it("keeps of video what the server reads: two codecs, their repeats, and the names of sections and encodings", () => {
    const video = [
      "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 45 46",
      "c=IN IP4 0.0.0.0",
      "a=ice-ufrag:abcd",
      "a=mid:1",
      "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
      "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
      "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
      "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
      "a=sendonly",
      "a=rtcp-mux",
      "a=rtpmap:96 VP8/90000",
      "a=rtcp-fb:96 nack pli",
      "a=rtpmap:97 rtx/90000",
      "a=fmtp:97 apt=96",
      "a=rtpmap:98 H264/90000",
      "a=fmtp:98 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f",
      "a=rtpmap:99 H264/90000",
      "a=fmtp:99 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
      "a=rtpmap:45 AV1/90000",
      "a=rtpmap:46 rtx/90000",
      "a=fmtp:46 apt=99",
      "a=rid:h send",
      "a=simulcast:send h",
    ];
    const audio = ["m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=ice-ufrag:abcd", "a=mid:0", "a=rtpmap:111 opus/48000/2"];
    const trimmed = trimOffer(["v=0", ...audio, ...video, ""].join("\r\n")).split("\r\n");
    expect(trimmed).toContain("m=video 9 UDP/TLS/RTP/SAVPF 96 99 97 46");
    const gone = (line: string) => /abs-send-time|:98 |AV1/.test(line);
    expect(trimmed.filter(gone)).toEqual([]);
    expect(trimmed.filter((line) => line === "a=ice-ufrag:abcd")).toHaveLength(1);
    for (const line of video.slice(1).filter((line) => !gone(line) && !/^c=|ice-/.test(line)))
      expect(trimmed).toContain(line);
  });
});
