import { describe, expect, it } from "vitest";
import { decodeInk, encodeInk, PEN } from "../src/board/ink";
import { decode, encode, thin } from "../src/board/points";

describe("points of a stroke", () => {
  it("are the bytes that the server reads", () => {
    expect(encode([0, 0, 128, 1, -1, 128])).toBe("AACAAgGA");
  });

  it("come back as they were, whatever their number and distance", () => {
    for (let count = 1; count < 40; count++) {
      const points = Array.from({ length: 3 * count }, (_, i) =>
        i % 3 === 2 ? (i * 37) % 256 : Math.round(Math.sin(i * count) * 1_000_000),
      );
      expect(decode(encode(points))).toEqual(points);
    }
  });

  it("are thinned where the line is straight, and kept where it turns", () => {
    const line = [0, 0, 1, 50, 1, 1, 100, 0, 1, 100, 90, 1];
    expect(thin(line, 6)).toEqual([0, 0, 1, 100, 0, 1, 100, 90, 1]);
    expect(thin([5, 5, 1], 6)).toEqual([5, 5, 1]);
  });
});

describe("live ink", () => {
  it("is read as it was sent, behind the seat", () => {
    const ink = { page: 258, kind: PEN, counter: 7, colour: 4, width: 1, points: [300, -2, 128, 301, -2, 90] };
    const sent = new Uint8Array(encodeInk(ink)).subarray(1);
    const frame = new Uint8Array([3, 9, 0, sent.length, 0, ...sent]);
    expect(decodeInk(frame.buffer)).toEqual([{ seat: 9, ink }]);
  });

  it("is nothing in a frame of another kind, and stops at a torn one", () => {
    expect(decodeInk(new Uint8Array([2, 0, 0]).buffer)).toBeUndefined();
    expect(decodeInk(new Uint8Array([3, 1, 0, 200, 0, 1]).buffer)).toEqual([]);
  });
});
