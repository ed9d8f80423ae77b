// Where elements are, and what lies under a point.
import type { BoardElement, BoardPlace } from "../net/protocol.gen";
import { decode, distanceToSegment, type Points } from "./points";

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Widths of lines in units. */
export const WIDTHS = [24, 44, 72, 120, 200, 340] as const;
/** Heights of letters in units, by the same choice. */
export const LETTERS = [260, 340, 460, 640, 900, 1280] as const;
export const MARKER_TIMES = 5;

/** What other element a connector leads to. */
export type Find = (id: BoardElement["id"]) => BoardElement | undefined;

const points = new WeakMap<object, Points>();

/** The points of a stroke, relative to its place and unscaled. */
export function pointsOf(shape: { points: string }): Points {
  let found = points.get(shape);
  if (!found) points.set(shape, (found = decode(shape.points)));
  return found;
}

/** What an element covers, without the thickness of its line. */
export function boundsOf(element: BoardElement, find: Find): Box {
  const { shape, place } = element;
  switch (shape.kind) {
    case "pen":
    case "marker": {
      const all = pointsOf(shape);
      const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
      for (let i = 0; i < all.length; i += 3) extend(box, all[i]!, all[i + 1]!);
      return placed(box, place);
    }
    case "line":
    case "arrow": {
      const box = { x0: 0, y0: 0, x1: 0, y1: 0 };
      extend(box, shape.x, shape.y);
      return placed(box, place);
    }
    case "connector": {
      const [from, to] = ends(element, find) ?? [[place.x, place.y] as const, [place.x, place.y] as const];
      const box = { x0: from[0], y0: from[1], x1: from[0], y1: from[1] };
      extend(box, to[0], to[1]);
      return box;
    }
    default:
      return placed({ x0: 0, y0: 0, x1: shape.w, y1: shape.h }, place);
  }
}

/** What it covers with its line, for drawing. */
export function inkBoundsOf(element: BoardElement, find: Find): Box {
  const times = element.shape.kind === "marker" ? MARKER_TIMES : 1;
  const more = WIDTHS[element.style.width]! * times * 2 + 40;
  const { x0, y0, x1, y1 } = boundsOf(element, find);
  return { x0: x0 - more, y0: y0 - more, x1: x1 + more, y1: y1 + more };
}

function extend(box: Box, x: number, y: number): void {
  box.x0 = Math.min(box.x0, x);
  box.y0 = Math.min(box.y0, y);
  box.x1 = Math.max(box.x1, x);
  box.y1 = Math.max(box.y1, y);
}

function placed({ x0, y0, x1, y1 }: Box, { x, y, sx, sy }: BoardPlace): Box {
  const [mx, my] = [sx / 1000, sy / 1000];
  return { x0: x + x0 * mx, y0: y + y0 * my, x1: x + x1 * mx, y1: y + y1 * my };
}

export function union(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const all = { ...boxes[0]! };
  for (const { x0, y0, x1, y1 } of boxes) {
    extend(all, x0, y0);
    extend(all, x1, y1);
  }
  return all;
}

export function meets(a: Box, b: Box): boolean {
  return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

export function contains({ x0, y0, x1, y1 }: Box, x: number, y: number): boolean {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

export type Point = readonly [x: number, y: number];

/** The ends of a connector: where the line between the two middles leaves each element. */
export function ends({ shape }: BoardElement, find: Find): [Point, Point] | undefined {
  if (shape.kind !== "connector") return undefined;
  const [from, to] = [find(shape.from), find(shape.to)];
  if (!from || !to) return undefined;
  // A connector of connectors would have no end.
  if (from.shape.kind === "connector" || to.shape.kind === "connector") return undefined;
  const [a, b] = [boundsOf(from, find), boundsOf(to, find)];
  return [leave(a, middle(b)), leave(b, middle(a))];
}

export function middle({ x0, y0, x1, y1 }: Box): Point {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

function leave(box: Box, [toX, toY]: Point): Point {
  const [x, y] = middle(box);
  const [dx, dy] = [toX - x, toY - y];
  const reach = Math.min(
    dx === 0 ? Infinity : (box.x1 - box.x0) / 2 / Math.abs(dx),
    dy === 0 ? Infinity : (box.y1 - box.y0) / 2 / Math.abs(dy),
    1,
  );
  return [x + dx * reach, y + dy * reach];
}

/** Whether an element is hit by a point, as far as a finger is thick. */
export function hits(element: BoardElement, x: number, y: number, near: number, find: Find): boolean {
  const { shape, place, style } = element;
  const reach = near + WIDTHS[style.width]! / 2;
  const box = boundsOf(element, find);
  const around = { x0: box.x0 - reach, y0: box.y0 - reach, x1: box.x1 + reach, y1: box.y1 + reach };
  if (!contains(around, x, y)) return false;
  switch (shape.kind) {
    case "pen":
    case "marker": {
      const all = pointsOf(shape);
      const thick = shape.kind === "marker" ? (WIDTHS[style.width]! * MARKER_TIMES) / 2 : 0;
      const [mx, my] = [place.sx / 1000, place.sy / 1000];
      const at = (i: number) => [place.x + all[i]! * mx, place.y + all[i + 1]! * my] as const;
      if (all.length === 3) return Math.hypot(at(0)[0] - x, at(0)[1] - y) <= reach + thick;
      for (let i = 0; i + 5 < all.length; i += 3) {
        if (distanceToSegment(x, y, ...at(i), ...at(i + 3)) <= reach + thick) return true;
      }
      return false;
    }
    case "line":
    case "arrow":
      return (
        distanceToSegment(
          x,
          y,
          place.x,
          place.y,
          place.x + (shape.x * place.sx) / 1000,
          place.y + (shape.y * place.sy) / 1000,
        ) <= reach
      );
    case "connector": {
      const [from, to] = ends(element, find) ?? [undefined, undefined];
      return !!from && !!to && distanceToSegment(x, y, ...from, ...to) <= reach;
    }
    case "box":
    case "ellipse":
    case "frame":
      // The inside of one that is not filled belongs to what lies below.
      return (
        style.filled ||
        !contains({ x0: box.x0 + reach, y0: box.y0 + reach, x1: box.x1 - reach, y1: box.y1 - reach }, x, y)
      );
    default:
      return true;
  }
}

/** A move, and a scale about the point that stays. */
export function moved(place: BoardPlace, dx: number, dy: number): BoardPlace {
  return { ...place, x: Math.round(place.x + dx), y: Math.round(place.y + dy) };
}

export function scaled(place: BoardPlace, [cx, cy]: Point, mx: number, my: number): BoardPlace {
  const scale = (before: number, times: number) => Math.min(100_000, Math.max(10, Math.round(before * times)));
  return {
    x: Math.round(cx + (place.x - cx) * mx),
    y: Math.round(cy + (place.y - cy) * my),
    sx: scale(place.sx, mx),
    sy: scale(place.sy, my),
  };
}
