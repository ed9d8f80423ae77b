// What part of a page is to be seen, and how large.
import type { Box, Point } from "./geometry";

/** The smallest and largest pixels a unit. */
const [LEAST, MOST] = [0.002, 0.6];

export interface View {
  /** The unit in the upper left corner. */
  x: number;
  y: number;
  /** CSS pixels a unit. */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export const toUnits = ({ x, y, scale }: View, px: number, py: number): Point => [x + px / scale, y + py / scale];

export const toPixels = ({ x, y, scale }: View, ux: number, uy: number): Point => [(ux - x) * scale, (uy - y) * scale];

export function visible({ x, y, scale }: View, { width, height }: Size): Box {
  return { x0: x, y0: y, x1: x + width / scale, y1: y + height / scale };
}

export function fit({ x0, y0, x1, y1 }: Box, { width, height }: Size, margin = 16): View {
  const across = Math.max(1, width - 2 * margin) / Math.max(1, x1 - x0);
  const down = Math.max(1, height - 2 * margin) / Math.max(1, y1 - y0);
  const scale = clamp(Math.min(across, down));
  return { x: (x0 + x1) / 2 - width / scale / 2, y: (y0 + y1) / 2 - height / scale / 2, scale };
}

/** Zooms about a pixel, which stays where it is. */
export function zoom(view: View, times: number, px: number, py: number): View {
  const scale = clamp(view.scale * times);
  const [x, y] = toUnits(view, px, py);
  return { x: x - px / scale, y: y - py / scale, scale };
}

export function pan(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
}

function clamp(scale: number): number {
  return Math.min(MOST, Math.max(LEAST, scale));
}
