// Draws elements onto a canvas whose unit is the page's: for the page on the screen, for the wall of the room in 3D, for pictures.
import { getStroke } from "perfect-freehand";
import type { BoardElement } from "../net/protocol.gen";
import { COLOURS } from "./colours";
import { ends, LETTERS, MARKER_TIMES, pointsOf, WIDTHS, type Find, type Point } from "./geometry";

export type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export const FONT = '"Nunito Variable", system-ui, sans-serif';
/** Behind a marker one still sees what it marks. */
export const MARKER_ALPHA = 0.45;
const NOTE_MARGIN = 0.06;
const LINE_HEIGHT = 1.25;

export interface Painting {
  find: Find;
  /** Pixels a unit: what is smaller than one is left out. */
  scale: number;
  picture?: (file: string) => CanvasImageSource | undefined;
}

export function paintElement(pen: Pen, element: BoardElement, painting: Painting): void {
  const { shape, place, style } = element;
  const colour = COLOURS[style.colour] ?? COLOURS[0];
  pen.save();
  pen.lineWidth = WIDTHS[style.width] ?? WIDTHS[0];
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = pen.fillStyle = colour.ink;
  if (style.dashed) pen.setLineDash([pen.lineWidth * 3, pen.lineWidth * 2.5]);
  const [mx, my] = [place.sx / 1000, place.sy / 1000];
  const at = (x: number, y: number): Point => [place.x + x * mx, place.y + y * my];
  switch (shape.kind) {
    case "pen":
    case "marker":
      paintStroke(pen, shape.kind === "marker", absolute(pointsOf(shape), at), pen.lineWidth, painting.scale);
      break;
    case "line":
      segment(pen, [place.x, place.y], at(shape.x, shape.y));
      break;
    case "arrow":
      arrow(pen, [place.x, place.y], at(shape.x, shape.y));
      break;
    case "connector": {
      const both = ends(element, painting.find);
      if (both) arrow(pen, ...both);
      break;
    }
    case "box":
    case "ellipse": {
      const [w, h] = [shape.w * mx, shape.h * my];
      pen.beginPath();
      if (shape.kind === "box") pen.rect(place.x, place.y, w, h);
      else pen.ellipse(place.x + w / 2, place.y + h / 2, w / 2, h / 2, 0, 0, 2 * Math.PI);
      if (style.filled) {
        pen.fillStyle = colour.note;
        pen.fill();
      }
      pen.stroke();
      break;
    }
    case "frame":
      pen.setLineDash([]);
      pen.lineWidth = WIDTHS[0];
      pen.strokeRect(place.x, place.y, shape.w * mx, shape.h * my);
      if (element.text) paintText(pen, element.text, place.x, place.y - 420, shape.w * mx, 340);
      break;
    case "note": {
      const [w, h] = [shape.w * mx, shape.h * my];
      pen.fillStyle = colour.note;
      pen.fillRect(place.x, place.y, w, h);
      pen.lineWidth = WIDTHS[0] / 2;
      pen.setLineDash([]);
      pen.strokeRect(place.x, place.y, w, h);
      pen.fillStyle = COLOURS[0].ink;
      paintNote(pen, element.text ?? "", place.x, place.y, w, h);
      break;
    }
    case "text":
      pen.transform(mx, 0, 0, my, place.x, place.y);
      paintText(pen, element.text ?? "", 0, 0, shape.w, LETTERS[style.width] ?? LETTERS[0]);
      break;
    case "picture": {
      const picture = painting.picture?.(shape.file);
      const [w, h] = [shape.w * mx, shape.h * my];
      if (picture) pen.drawImage(picture, place.x, place.y, w, h);
      else {
        pen.fillStyle = COLOURS[1].note;
        pen.fillRect(place.x, place.y, w, h);
      }
    }
  }
  pen.restore();
}

function absolute(points: readonly number[], at: (x: number, y: number) => Point): number[] {
  const all: number[] = [];
  for (let i = 0; i < points.length; i += 3) all.push(...at(points[i]!, points[i + 1]!), points[i + 2]!);
  return all;
}

/** A stroke that is just being drawn. */
export function paintInk(
  pen: Pen,
  points: readonly number[],
  isMarker: boolean,
  colour: number,
  width: number,
  scale: number,
): void {
  pen.save();
  pen.fillStyle = pen.strokeStyle = (COLOURS[colour] ?? COLOURS[0]).ink;
  pen.lineWidth = WIDTHS[width] ?? WIDTHS[0];
  pen.lineCap = pen.lineJoin = "round";
  paintStroke(pen, isMarker, points, pen.lineWidth, scale);
  pen.restore();
}

/** A stroke in absolute units: as wide as the pen was pressed, or plainly where that would be too small to see. */
function paintStroke(pen: Pen, isMarker: boolean, points: readonly number[], width: number, scale: number): void {
  if (isMarker) {
    pen.globalAlpha = MARKER_ALPHA;
    pen.lineWidth = width * MARKER_TIMES;
    return polyline(pen, points, scale);
  }
  if (width * scale < 1.6) {
    pen.lineWidth = Math.max(width, 1 / scale);
    return polyline(pen, points, scale, true);
  }
  const outline = outlineOf(points, width);
  if (!outline) return polyline(pen, points, scale);
  pen.beginPath();
  // A curve through the middles, so that no corner shows.
  const [first] = outline;
  if (!first) return;
  pen.moveTo(first[0]!, first[1]!);
  for (let i = 1; i < outline.length; i++) {
    const [a, b] = [outline[i]!, outline[(i + 1) % outline.length]!];
    pen.quadraticCurveTo(a[0]!, a[1]!, (a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2);
  }
  pen.closePath();
  pen.fill();
}

/**
 * The outline of a stroke of the pen; nothing for one of a mouse, which is equally wide everywhere. It goes through the points
 * as they are: they were thinned, so how far they are apart says nothing of how fast the pen was.
 */
export function outlineOf(points: readonly number[], width: number): number[][] | undefined {
  const input: number[][] = [];
  let pressed = false;
  for (let i = 0; i < points.length; i += 3) {
    const pressure = points[i + 2]!;
    pressed ||= pressure !== 128;
    input.push([points[i]!, points[i + 1]!, pressure / 255]);
  }
  if (!pressed) return undefined;
  return getStroke(input, {
    size: width * 1.6,
    thinning: 0.6,
    smoothing: 0.5,
    streamline: 0,
    simulatePressure: false,
    last: true,
  });
}

/** @param isCoarse whether it is so thin that points three pixels apart cannot be told from each other */
function polyline(pen: Pen, points: readonly number[], scale: number, isCoarse = false): void {
  const least = (isCoarse ? 3 : 0.7) / scale;
  pen.beginPath();
  let [x, y] = [points[0]!, points[1]!];
  pen.moveTo(x, y);
  for (let i = 3; i < points.length; i += 3) {
    const [toX, toY] = [points[i]!, points[i + 1]!];
    if (i + 3 < points.length && Math.abs(toX - x) + Math.abs(toY - y) < least) continue;
    pen.lineTo(toX, toY);
    [x, y] = [toX, toY];
  }
  if (points.length === 3) pen.lineTo(x + 1, y);
  pen.stroke();
}

function segment(pen: Pen, from: Point, to: Point): void {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

/** The three points of an arrow's head. */
export function arrowHead([x0, y0]: Point, [x1, y1]: Point, width: number): [Point, Point, Point] {
  const size = width * 3 + 120;
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const side = (turn: number): Point => [x1 - size * Math.cos(angle + turn), y1 - size * Math.sin(angle + turn)];
  return [side(0.45), [x1, y1], side(-0.45)];
}

function arrow(pen: Pen, from: Point, to: Point): void {
  segment(pen, from, to);
  pen.setLineDash([]);
  const [a, tip, b] = arrowHead(from, to, pen.lineWidth);
  pen.beginPath();
  pen.moveTo(...a);
  pen.lineTo(...tip);
  pen.lineTo(...b);
  pen.stroke();
}

/** The lines of a text of these letters, broken at its width. */
export function wrap(pen: Pen, text: string, width: number, letter: number): string[] {
  pen.font = `600 ${letter}px ${FONT}`;
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const word of paragraph.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) === "" || pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

function paintText(pen: Pen, text: string, x: number, y: number, width: number, letter: number): void {
  pen.textBaseline = "top";
  wrap(pen, text, width, letter).forEach((line, i) => pen.fillText(line, x, y + i * letter * LINE_HEIGHT));
}

/** As large as it fits into the note. */
function paintNote(pen: Pen, text: string, x: number, y: number, w: number, h: number): void {
  const margin = w * NOTE_MARGIN;
  for (let letter = 640; ; letter *= 0.8) {
    const lines = wrap(pen, text, w - 2 * margin, letter);
    const widest = Math.max(...lines.map((line) => pen.measureText(line).width));
    const fits = lines.length * letter * LINE_HEIGHT <= h - 2 * margin && widest <= w - 2 * margin;
    if (!fits && letter > 120) continue;
    pen.textBaseline = "top";
    const shown = Math.floor((h - 2 * margin) / (letter * LINE_HEIGHT));
    lines.slice(0, Math.max(1, shown)).forEach((line, i) => {
      pen.fillText(line, x + margin, y + margin + i * letter * LINE_HEIGHT, w - 2 * margin);
    });
    return;
  }
}
