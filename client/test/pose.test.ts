// The vectors stand in src/protocol/pose.rs too: both sides read the same bytes.
import { describe, expect, it } from "vitest";
import { decodePoses, encodePose, pack, toPlace, toPose, unpack, type Quaternion } from "../src/net/pose";

const bytes = (...numbers: number[]) => new Uint8Array(numbers).buffer;

describe("a pose", () => {
  it("comes down as the document says", () => {
    const frame = decodePoses(bytes(2, 50, 0, 0, 0, 2, 1, 1, 0, 2, 0, 0xff, 0xff, 1, 2, 3, 4));
    expect(frame).toEqual({ tick: 50, movers: [{ seat: 258, pose: { x: 1, y: 2, z: -1, rotation: 0x04030201 } }] });
  });

  it("goes up as the same bytes", () => {
    const frame = encodePose({ x: 1, y: 2, z: -1, rotation: 0x04030201 });
    expect([...new Uint8Array(frame)]).toEqual([1, 1, 0, 2, 0, 0xff, 0xff, 1, 2, 3, 4]);
  });

  it("of another type or length is ignored", () => {
    expect(decodePoses(bytes())).toBeUndefined();
    expect(decodePoses(bytes(1, 50, 0, 0, 0))).toBeUndefined();
    expect(decodePoses(bytes(2, 50, 0, 0, 0, 1))).toBeUndefined();
    expect(decodePoses(bytes(2, 50, 0, 0, 0))).toEqual({ tick: 50, movers: [] });
  });

  it("keeps its rotation to within the rounding of ten bits", () => {
    for (let i = 0; i < 500; i++) {
      const raw = [0, 1, 2, 3].map((n) => Math.sin(i * (n + 1.7) + n)) as [number, number, number, number];
      const length = Math.hypot(...raw);
      const unit = raw.map((c) => c / length) as unknown as Quaternion;
      const back = unpack(pack(unit));
      const dot = Math.abs(unit.reduce((sum, c, n) => sum + c * back[n]!, 0));
      expect(dot).toBeGreaterThan(0.9999);
    }
  });

  it("of someone unturned is the server's", () => {
    expect(pack([0, 0, 0, 1])).toBe(((3 << 30) | (512 << 20) | (512 << 10) | 512) >>> 0);
  });

  it("keeps place and direction", () => {
    for (let yaw = -3.1; yaw < 3.1; yaw += 0.2) {
      const back = toPlace(toPose({ x: -3.25, y: 0, z: 7.5, yaw }));
      expect(back.x).toBe(-3.25);
      expect(back.z).toBe(7.5);
      expect(Math.abs(back.yaw - yaw)).toBeLessThan(0.006);
    }
  });

  it("stays within the walls", () => {
    expect(toPose({ x: 99, y: -3, z: -99, yaw: 0 })).toMatchObject({ x: 1500, y: 0, z: -1500 });
  });
});
