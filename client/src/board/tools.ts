// The tools, and what each makes of a drag from one point to another.
import type { BoardElement, BoardShape, BoardStyle, ElementId } from "../net/protocol.gen";
import { LETTERS, type Point } from "./geometry";
import { encode, STROKE_POINTS, thin, type Points } from "./points";

export const TOOLS = [
  "select",
  "pen",
  "marker",
  "eraser",
  "line",
  "arrow",
  "box",
  "ellipse",
  "text",
  "note",
  "connector",
  "frame",
  "picture",
  "laser",
  "hand",
] as const;
export type Tool = (typeof TOOLS)[number];

/** The key of each tool, as other whiteboards have it where they agree. */
export const KEYS: Record<Tool, string> = {
  select: "V",
  pen: "P",
  marker: "M",
  eraser: "E",
  line: "L",
  arrow: "A",
  box: "R",
  ellipse: "O",
  text: "T",
  note: "N",
  connector: "C",
  frame: "F",
  picture: "I",
  laser: "K",
  hand: "H",
};

export const NOTE_SIDE = 2600;
const TEXT_WIDTH = 5200;
/** A drag shorter than this is a click. */
const CLICK = 60;
/** What thinning may move a stroke by. */
const TOLERANCE = 5;

const PLAIN = { sx: 1000, sy: 1000 };

/** The strokes that a line of the pen becomes: a long one goes on as another. */
export function strokes(
  kind: "pen" | "marker",
  points: Points,
  style: BoardStyle,
  freshId: () => ElementId,
): BoardElement[] {
  const thinned = thin(points, TOLERANCE);
  const made: BoardElement[] = [];
  for (let from = 0; from < thinned.length; from += 3 * (STROKE_POINTS - 1)) {
    const part = thinned.slice(from, from + 3 * STROKE_POINTS);
    if (from > 0 && part.length <= 3) break;
    const [x, y] = [Math.round(part[0]!), Math.round(part[1]!)];
    const relative = part.map((value, i) => (i % 3 === 0 ? value - x : i % 3 === 1 ? value - y : value));
    made.push({ id: freshId(), shape: { kind, points: encode(relative) }, place: { x, y, ...PLAIN }, style });
  }
  return made;
}

/** What a drag with a tool for shapes makes; nothing for a click that means none. */
export function shape(
  tool: Tool,
  [ax, ay]: Point,
  [bx, by]: Point,
  style: BoardStyle,
  id: ElementId,
): BoardElement | undefined {
  const round = Math.round;
  const [x0, y0] = [round(Math.min(ax, bx)), round(Math.min(ay, by))];
  const [w, h] = [round(Math.abs(bx - ax)), round(Math.abs(by - ay))];
  const isClick = Math.hypot(w, h) < CLICK;
  const at = (x: number, y: number, shape: BoardShape): BoardElement => ({
    id,
    shape,
    place: { x: round(x), y: round(y), ...PLAIN },
    style,
  });
  switch (tool) {
    case "line":
    case "arrow":
      return isClick ? undefined : at(ax, ay, { kind: tool, x: round(bx - ax), y: round(by - ay) });
    case "box":
    case "ellipse":
    case "frame":
      return isClick ? undefined : at(x0, y0, { kind: tool, w, h });
    case "note":
      return isClick
        ? at(ax - NOTE_SIDE / 2, ay - NOTE_SIDE / 2, { kind: "note", w: NOTE_SIDE, h: NOTE_SIDE })
        : at(x0, y0, { kind: "note", w: Math.max(w, 600), h: Math.max(h, 600) });
    case "text": {
      const letter = LETTERS[style.width] ?? LETTERS[0];
      const width = isClick ? TEXT_WIDTH : Math.max(w, letter * 3);
      return at(x0, y0, { kind: "text", w: width, h: Math.round(letter * 1.25) });
    }
    default:
      return undefined;
  }
}

/** With Shift, a line keeps to steps of 15° and a box becomes a square. */
export function straightened(tool: Tool, [ax, ay]: Point, [bx, by]: Point): Point {
  const [dx, dy] = [bx - ax, by - ay];
  if (tool === "line" || tool === "arrow") {
    const step = Math.PI / 12;
    const angle = Math.round(Math.atan2(dy, dx) / step) * step;
    const length = Math.hypot(dx, dy);
    return [ax + length * Math.cos(angle), ay + length * Math.sin(angle)];
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return [ax + Math.sign(dx) * side, ay + Math.sign(dy) * side];
}
