import { describe, expect, it } from "vitest";
import { toPose } from "../src/net/pose";
import type { Participant } from "../src/net/protocol.gen";
import { BUFFER_MS, Tracks, between, turn } from "../src/net/tracks";

const at = (x: number, yaw = 0) => ({ x, y: 0, z: 0, yaw });
const frame = (tick: number, x: number) => ({ tick, movers: [{ seat: 1, pose: toPose(at(x)) }] });

describe("the movement of others", () => {
  it("is interpolated between two ticks, a little in the past", () => {
    const tracks = new Tracks();
    // Our clock is 1000 ms ahead of the server's.
    for (let i = 0; i <= 10; i++) tracks.addFrame(frame(i * 50, i * 0.1), 1000 + i * 50);
    const now = 1000 + 500;
    expect(tracks.at(1, now)?.x).toBeCloseTo(0.1 * ((500 - BUFFER_MS) / 50), 5);
    expect(tracks.at(1, now + 25)?.x).toBeCloseTo(0.1 * ((525 - BUFFER_MS) / 50), 5);
  });

  it("stays smooth when frames come late now and then", () => {
    const tracks = new Tracks();
    for (let i = 0; i <= 20; i++) tracks.addFrame(frame(i * 50, i * 0.1), 1000 + i * 50 + (i % 3 === 0 ? 40 : 0));
    expect(tracks.at(1, 2000)?.x).toBeCloseTo(0.1 * ((1000 - BUFFER_MS) / 50), 1);
  });

  it("does not start early after standing still", () => {
    const tracks = new Tracks();
    tracks.addFrame(frame(0, 0), 0);
    tracks.addFrame(frame(3000, 0.2), 3000);
    expect(tracks.at(1, 2000 + BUFFER_MS)?.x).toBe(0);
    expect(tracks.at(1, 3000 + BUFFER_MS)?.x).toBeCloseTo(0.2, 5);
  });

  it("stops at the last place when no frame comes", () => {
    const tracks = new Tracks();
    tracks.addFrame(frame(0, 0), 0);
    tracks.addFrame(frame(50, 0.1), 50);
    expect(tracks.at(1, 9999)?.x).toBeCloseTo(0.1, 5);
  });

  it("has a place for a person who has not moved since they joined", () => {
    const tracks = new Tracks();
    tracks.enter([{ seat: 1, pose: toPose(at(0.4)) } as Participant], 0);
    tracks.addFrame(frame(3000, 0.4), 3000);
    expect(tracks.at(1, 3010)?.x).toBeCloseTo(0.4, 5);
  });

  it("starts again after a restart of the server", () => {
    const tracks = new Tracks();
    tracks.addFrame(frame(900_000, 0), 1000);
    tracks.addFrame(frame(50, 1), 2000);
    tracks.addFrame(frame(100, 1.1), 2050);
    expect(tracks.at(1, 2050 + BUFFER_MS)?.x).toBeCloseTo(1.1, 5);
  });

  it("turns the shorter way round", () => {
    expect(turn(3, -3)).toBeCloseTo(2 * Math.PI - 6, 5);
    expect(turn(-3, 3)).toBeCloseTo(6 - 2 * Math.PI, 5);
    expect(between(at(0, 3), at(0, -3), 0.5).yaw).toBeCloseTo(Math.PI, 5);
  });

  it("jumps over distances that nobody could have walked", () => {
    expect(between(at(0), at(10), 0.4).x).toBe(0);
    expect(between(at(0), at(10), 0.6).x).toBe(10);
  });
});
