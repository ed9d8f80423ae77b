// Which elements are near a place: by the cells of a grid, so that a click or a redrawn corner does not ask all 50,000.
import type { Box } from "./geometry";

/** The side of a cell in units. */
const CELL = 1024;
/** What covers more cells is asked for everywhere. */
const MOST = 64;

export class Grid {
  private readonly cells = new Map<number, Set<string>>();
  private readonly large = new Set<string>();
  private readonly boxes = new Map<string, Box>();

  set(key: string, box: Box): void {
    this.delete(key);
    this.boxes.set(key, box);
    const cells = cellsOf(box);
    if (!cells) return void this.large.add(key);
    for (const cell of cells) {
      let keys = this.cells.get(cell);
      if (!keys) this.cells.set(cell, (keys = new Set()));
      keys.add(key);
    }
  }

  delete(key: string): void {
    const box = this.boxes.get(key);
    if (!box) return;
    this.boxes.delete(key);
    this.large.delete(key);
    for (const cell of cellsOf(box) ?? []) {
      const keys = this.cells.get(cell);
      keys?.delete(key);
      if (keys?.size === 0) this.cells.delete(cell);
    }
  }

  box(key: string): Box | undefined {
    return this.boxes.get(key);
  }

  /** The keys whose boxes meet this one; nothing when it is so large that all may. */
  near(box: Box): Set<string> | undefined {
    const cells = cellsOf(box, 4096);
    if (!cells) return undefined;
    const found = new Set(this.large);
    for (const cell of cells) for (const key of this.cells.get(cell) ?? []) found.add(key);
    return found;
  }
}

function cellsOf({ x0, y0, x1, y1 }: Box, most = MOST): number[] | undefined {
  const cell = (at: number) => Math.floor(at / CELL);
  const [left, top, right, bottom] = [cell(x0), cell(y0), cell(x1), cell(y1)];
  if (!((right - left + 1) * (bottom - top + 1) <= most)) return undefined;
  const cells = [];
  for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) cells.push(x * 65536 + y);
  return cells;
}
