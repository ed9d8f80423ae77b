// What is printed on a whiteboard, drawn over the part of it that is to be seen.
import { BOARD_UNITS, type Template } from "../net/protocol.gen";
import { PAPER, RULE } from "./colours";
import type { Box } from "./geometry";
import type { Pen } from "./paint";

export const PAGE_HEIGHT = (BOARD_UNITS * 9) / 16;
/** How far apart lines are, in units. */
const STEP = 512;
const AXIS = "#8b9a95";

/** The outlines of Europe, once they are wanted: they are as large as the rest of the whiteboard. */
let europe: Path2D | undefined;

/** Has everything there that a template needs. */
export async function loadTemplate(template: Template): Promise<void> {
  if (template !== "europe" || europe) return;
  const { EUROPE } = await import("./europe");
  europe = new Path2D();
  for (const line of EUROPE.split(";")) {
    let [x, y] = [0, 0];
    const steps = line.split(" ").map((step) => parseInt(step, 36));
    for (let i = 0; i + 1 < steps.length; i += 2) {
      x += steps[i]!;
      y += steps[i + 1]!;
      if (i === 0) europe.moveTo(x, y);
      else europe.lineTo(x, y);
    }
  }
}

export const TEMPLATES: readonly Template[] = ["plain", "lined", "squared", "axes", "music", "europe"];

export function paintTemplate(pen: Pen, template: Template, { x0, y0, x1, y1 }: Box, scale: number): void {
  pen.fillStyle = PAPER;
  pen.fillRect(x0, y0, x1 - x0, y1 - y0);
  // Far away, every fourth line and then none.
  const step = STEP * scale >= 6 ? STEP : STEP * 4;
  const fine = step * scale >= 6;
  pen.lineWidth = 1 / scale;
  pen.strokeStyle = RULE;
  const first = (from: number, every: number) => Math.ceil(from / every) * every;
  const across = (y: number) => line(pen, x0, y, x1, y);
  const down = (x: number) => line(pen, x, y0, x, y1);
  switch (template) {
    case "lined":
      if (fine) for (let y = first(y0, step * 1.5); y < y1; y += step * 1.5) across(y);
      return;
    case "squared":
    case "axes":
      if (fine) {
        for (let y = first(y0, step); y < y1; y += step) across(y);
        for (let x = first(x0, step); x < x1; x += step) down(x);
      }
      if (template === "axes") paintAxes(pen, { x0, y0, x1, y1 }, scale, fine ? step : 0);
      return;
    case "music":
      pen.strokeStyle = AXIS;
      // Five lines, and room for the next.
      if (fine) {
        for (let top = first(y0 - STEP * 4, STEP * 4); top < y1; top += STEP * 4) {
          for (let i = 0; i < 5; i++) across(top + (i * STEP) / 2.5);
        }
      }
      return;
    case "europe":
      pen.strokeStyle = AXIS;
      pen.lineWidth = Math.max(1 / scale, 18);
      if (europe) pen.stroke(europe);
      return;
    case "plain":
  }
}

/** The origin is the middle of the first page, and a unit is two squares. */
function paintAxes(pen: Pen, { x0, y0, x1, y1 }: Box, scale: number, step: number): void {
  const [ox, oy] = [BOARD_UNITS / 2, PAGE_HEIGHT / 2];
  pen.strokeStyle = pen.fillStyle = AXIS;
  pen.lineWidth = Math.max(2 / scale, 24);
  line(pen, x0, oy, x1, oy);
  line(pen, ox, y0, ox, y1);
  if (!step || step * scale < 18) return;
  pen.font = `600 ${Math.max(220, 12 / scale)}px system-ui, sans-serif`;
  pen.textBaseline = "top";
  const unit = step * 2;
  for (let i = Math.ceil((x0 - ox) / unit); ox + i * unit < x1; i++) {
    if (i !== 0) pen.fillText(String(i), ox + i * unit + 40, oy + 40);
  }
  for (let i = Math.ceil((y0 - oy) / unit); oy + i * unit < y1; i++) {
    if (i !== 0) pen.fillText(String(-i), ox + 40, oy + i * unit + 40);
  }
}

function line(pen: Pen, x0: number, y0: number, x1: number, y1: number): void {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}
