// The binary frames of ink that is just being drawn (src/protocol/ink.rs).
import { INK, type Seat } from "../net/protocol.gen";
import { fromBytes, toBytes, type Points } from "./points";

export const CURSOR = 0;
export const LASER = 1;
export const PEN = 2;
export const MARKER = 3;
/** The points of one frame. */
export const LIVE_POINTS = 128;

export interface LiveInk {
  page: number;
  kind: number;
  /** Of the element that the stroke becomes; 0 for a cursor or the laser pointer. */
  counter: number;
  colour: number;
  width: number;
  /** In units of the page. */
  points: Points;
}

export function encodeInk({ page, kind, counter, colour, width, points }: LiveInk): ArrayBuffer {
  const bytes = toBytes(points);
  const frame = new Uint8Array(10 + bytes.length);
  const view = new DataView(frame.buffer);
  frame[0] = INK;
  view.setUint16(1, page, true);
  frame[3] = kind;
  view.setUint32(4, counter, true);
  frame[8] = colour;
  frame[9] = width;
  frame.set(bytes, 10);
  return frame.buffer;
}

/** What others draw, by their seats; nothing when the frame is another. */
export function decodeInk(frame: ArrayBuffer): { seat: Seat; ink: LiveInk }[] | undefined {
  const bytes = new Uint8Array(frame);
  if (bytes[0] !== INK) return undefined;
  const view = new DataView(frame);
  const drawn = [];
  for (let at = 1; at + 4 < bytes.length;) {
    const [seat, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const from = at + 4;
    at = from + length;
    if (length < 9 || at > bytes.length) break;
    drawn.push({
      seat,
      ink: {
        page: view.getUint16(from, true),
        kind: bytes[from + 2]!,
        counter: view.getUint32(from + 3, true),
        colour: bytes[from + 7]!,
        width: bytes[from + 8]!,
        points: fromBytes(bytes.subarray(from + 9, at)),
      },
    });
  }
  return drawn;
}
