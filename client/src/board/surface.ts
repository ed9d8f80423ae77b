// The page in view: its ink as one layer, and above it what changes while one draws. It knows nothing of tools: see pointer.ts.
import { effect } from "@preact/signals";
import { COLOURS } from "./colours";
import type { Desk } from "./desk";
import type { Box, Point } from "./geometry";
import { LASER, MARKER } from "./ink";
import { InkLayer, type Background } from "./layer";
import { LASER_MS, type Drawn } from "./live";
import type { BoardModel } from "./model";
import type { Entry } from "./page";
import { FONT, paintElement, paintInk, type Pen } from "./paint";
import { pictures } from "./pictures";
import type { Sheet } from "./sheet";
import { fit, toPixels, type Size, type View } from "./view";
import type { BoardElement } from "../net/protocol.gen";

const SELECTED = "#1f5fd0";
/** The side of a handle, as large as a finger needs it. */
export const HANDLE = 14;

/** What one is just doing, drawn above all. */
export interface Draft {
  /** A stroke under the pen, in units. */
  points?: readonly number[];
  isMarker?: boolean;
  element?: BoardElement | undefined;
  /** A frame that selects. */
  frame?: Box;
  /** The selected elements as they will be. */
  moving?: readonly BoardElement[];
}

export class Surface {
  view: View = { x: 0, y: 0, scale: 0.05 };
  size: Size = { width: 1, height: 1 };
  draft: Draft = {};
  /** Where the keyboard draws, in units. */
  cursor: Point | undefined;
  readonly sheet: Sheet | undefined;
  private readonly top: CanvasRenderingContext2D;
  private readonly layer: InkLayer;
  private readonly ends: (() => void)[] = [];
  private frame = 0;
  private fitted = false;

  constructor(
    readonly canvas: HTMLCanvasElement,
    below: HTMLCanvasElement,
    private readonly model: BoardModel,
    private readonly desk: Desk,
    readonly page: number,
    /** What lies under the drawing. */
    readonly background: Background,
    /** What is to be seen at first. */
    readonly home: Box,
  ) {
    this.top = canvas.getContext("2d")!;
    this.sheet = model.sheet(page);
    const loaded = pictures(() => this.layer.change("all"));
    this.layer = new InkLayer(below, this.sheet, background, loaded);
    const resized = new ResizeObserver(() => this.resize());
    resized.observe(canvas);
    this.sheet.listeners.add(this.redraw);
    model.live.listeners.add(this.redraw);
    this.ends.push(
      () => resized.disconnect(),
      () => this.sheet?.listeners.delete(this.redraw),
      () => model.live.listeners.delete(this.redraw),
      effect(() => {
        void [this.desk.selected.value, this.desk.writing.value, this.desk.tool.value];
        this.redraw();
      }),
    );
    this.resize();
  }

  end(): void {
    for (const end of this.ends) end();
    this.layer.end();
    cancelAnimationFrame(this.frame);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(2, devicePixelRatio || 1);
    this.size = { width, height };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.layer.resize(this.size, ratio);
    this.show(this.fitted ? this.view : fit(this.home, this.size));
    this.fitted = true;
  }

  show(view: View): void {
    this.view = view;
    this.layer.show(view);
    this.redraw();
  }

  /** Draws everything anew. */
  refresh(): void {
    this.layer.change("all");
  }

  fitAll(): void {
    const [all] = this.sheet?.extent() ?? [];
    const { home } = this;
    const box = all && {
      x0: Math.min(home.x0, all.x0),
      y0: Math.min(home.y0, all.y0),
      x1: Math.max(home.x1, all.x1),
      y1: Math.max(home.y1, all.y1),
    };
    this.show(fit(box ?? home, this.size));
  }

  setDraft(draft: Draft): void {
    this.draft = draft;
    this.redraw();
  }

  selected(): Entry[] {
    const { sheet } = this;
    if (!sheet) return [];
    const entries = [...this.desk.selected.value].map((key) => sheet.data.entries.get(key));
    return entries.filter((entry): entry is Entry => entry !== undefined && sheet.data.shows(entry));
  }

  readonly redraw = (): void => {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  };

  private paint(): void {
    const { top: pen, view, canvas, size, draft } = this;
    const ratio = canvas.width / size.width;
    const times = view.scale * ratio;
    const now = performance.now();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(times, 0, 0, times, -view.x * times, -view.y * times);
    const painting = { find: this.sheet!.find, scale: times };
    const { colour, width } = this.desk.style.peek();
    for (const stroke of this.model.live.strokes.values()) {
      if (stroke.page === this.page)
        paintInk(pen, stroke.points, stroke.kind === MARKER, stroke.colour, stroke.width, times);
    }
    if (draft.points) paintInk(pen, draft.points, draft.isMarker ?? false, colour, width, times);
    for (const element of draft.moving ?? []) {
      pen.globalAlpha = 0.7;
      paintElement(pen, element, painting);
    }
    pen.globalAlpha = 1;
    if (draft.element) paintElement(pen, draft.element, painting);
    for (const laser of this.model.live.lasers.values()) if (laser.page === this.page) this.laser(pen, laser, now);
    // From here on in pixels.
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (draft.frame) this.frameOf(pen, draft.frame, [6, 4]);
    this.selection(pen);
    if (this.cursor) this.cross(pen, this.cursor);
    for (const cursor of this.model.live.cursors.values()) if (cursor.page === this.page) this.name(pen, cursor);
    if (this.model.live.prune(now)) this.redraw();
  }

  private laser(pen: Pen, { points, times, colour, kind }: Drawn, now: number): void {
    if (kind !== LASER) return;
    pen.save();
    pen.lineCap = "round";
    pen.strokeStyle = colour === 0 ? "#e3212f" : (COLOURS[colour] ?? COLOURS[0]).ink;
    pen.lineWidth = 8 / this.view.scale;
    for (let i = 1; i < times.length; i++) {
      pen.globalAlpha = Math.max(0, 1 - (now - times[i]!) / LASER_MS);
      pen.beginPath();
      pen.moveTo(points[3 * i - 3]!, points[3 * i - 2]!);
      pen.lineTo(points[3 * i]!, points[3 * i + 1]!);
      pen.stroke();
    }
    pen.restore();
  }

  private frameOf(pen: Pen, { x0, y0, x1, y1 }: Box, dashes: number[]): void {
    const [left, top] = toPixels(this.view, x0, y0);
    const [right, bottom] = toPixels(this.view, x1, y1);
    pen.strokeStyle = SELECTED;
    pen.lineWidth = 1.5;
    pen.setLineDash(dashes);
    pen.strokeRect(left, top, right - left, bottom - top);
    pen.setLineDash([]);
  }

  /** The selection's frame, and the handle by which it is scaled. */
  private selection(pen: Pen): void {
    const box = this.selectionBox();
    if (!box || this.draft.moving) return;
    this.frameOf(pen, box, []);
    const [x, y] = toPixels(this.view, box.x1, box.y1);
    pen.fillStyle = "#ffffff";
    pen.fillRect(x - HANDLE / 2, y - HANDLE / 2, HANDLE, HANDLE);
    pen.strokeRect(x - HANDLE / 2, y - HANDLE / 2, HANDLE, HANDLE);
  }

  selectionBox(): Box | undefined {
    return this.sheet?.bounds(this.selected());
  }

  private cross(pen: Pen, at: Point): void {
    const [x, y] = toPixels(this.view, ...at);
    pen.strokeStyle = SELECTED;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x - 12, y);
    pen.lineTo(x + 12, y);
    pen.moveTo(x, y - 12);
    pen.lineTo(x, y + 12);
    pen.stroke();
  }

  private name(pen: Pen, { seat, points, colour }: Drawn): void {
    const [x, y] = toPixels(this.view, points[0]!, points[1]!);
    const name = this.model.nameOfSeat(seat);
    pen.fillStyle = (COLOURS[colour] ?? COLOURS[0]).ink;
    pen.beginPath();
    pen.arc(x, y, 4, 0, 2 * Math.PI);
    pen.fill();
    pen.font = `700 13px ${FONT}`;
    pen.textBaseline = "middle";
    const wide = pen.measureText(name).width;
    pen.beginPath();
    pen.roundRect(x + 8, y + 4, wide + 14, 22, 11);
    pen.fill();
    pen.fillStyle = "#ffffff";
    pen.fillText(name, x + 15, y + 15);
  }
}
