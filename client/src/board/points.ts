// The points of strokes as bytes, as src/protocol/ink.rs has them: how far each is from the one before, and the pressure.

/** x, y and pressure (0 to 255), one after the other. */
export type Points = number[];

/** The points of one stroke that a frame of 16 KiB still carries as base64. */
export const STROKE_POINTS = 2000;

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
for (let i = 0; i < 64; i++) VALUES[DIGITS.charCodeAt(i)] = i;

export function toBytes(points: readonly number[]): number[] {
  const bytes: number[] = [];
  let [lastX, lastY] = [0, 0];
  const write = (far: number) => {
    let zigzag = ((far << 1) ^ (far >> 31)) >>> 0;
    for (; zigzag >= 0x80; zigzag >>>= 7) bytes.push((zigzag & 0x7f) | 0x80);
    bytes.push(zigzag);
  };
  for (let i = 0; i + 2 < points.length; i += 3) {
    const [x, y] = [Math.round(points[i]!), Math.round(points[i + 1]!)];
    write(x - lastX);
    write(y - lastY);
    bytes.push(points[i + 2]! & 0xff);
    [lastX, lastY] = [x, y];
  }
  return bytes;
}

export function fromBytes(bytes: Uint8Array): Points {
  const points: Points = [];
  let [x, y, at] = [0, 0, 0];
  const read = () => {
    let zigzag = 0;
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes[at++]!;
      zigzag |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return (zigzag >>> 1) ^ -(zigzag & 1);
  };
  while (at < bytes.length) {
    x += read();
    y += read();
    points.push(x, y, bytes[at++] ?? 0);
  }
  return points;
}

export function encode(points: readonly number[]): string {
  const bytes = toBytes(points);
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(4, bytes.length - i + 1);
    for (let d = 0; d < digits; d++) text += DIGITS[(three >> (18 - 6 * d)) & 63];
  }
  return text;
}

/** By hand: a large page has millions of them, and `atob` would make a text of each stroke first. */
export function decode(text: string): Points {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    const digit = (d: number) => VALUES[text.charCodeAt(i + d) & 127]!;
    const left = text.length - i;
    const four = (digit(0) << 18) | (digit(1) << 12) | ((left > 2 ? digit(2) : 0) << 6) | (left > 3 ? digit(3) : 0);
    bytes[at++] = four >> 16;
    if (left > 2) bytes[at++] = four >> 8;
    if (left > 3) bytes[at++] = four;
  }
  return fromBytes(bytes);
}

/** Leaves points out that lie within `tolerance` of the line without them (Douglas and Peucker). */
export function thin(points: readonly number[], tolerance: number): Points {
  const count = points.length / 3;
  if (count < 3) return [...points];
  const kept = new Uint8Array(count);
  kept[0] = kept[count - 1] = 1;
  const parts: [number, number][] = [[0, count - 1]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    let [far, most] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const distance = toSegment(points, i, from, to);
      if (distance > most) [far, most] = [i, distance];
    }
    if (far < 0) continue;
    kept[far] = 1;
    parts.push([from, far], [far, to]);
  }
  const thinned: Points = [];
  for (let i = 0; i < count; i++) if (kept[i]) thinned.push(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!);
  return thinned;
}

function toSegment(points: readonly number[], i: number, from: number, to: number): number {
  const at = (k: number) => [points[3 * k]!, points[3 * k + 1]!] as const;
  return distanceToSegment(...at(i), ...at(from), ...at(to));
}

/** How far the point x, y is from a segment. */
export function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
