// What is drawn in the lesson, on the front wall: the whiteboard that everyone sees, or the ink over the slide. The finished strokes
// are a layer, to which a new one is added; it is laid on the wall at most five times a second, however fast people draw.
import { MARKER } from "../board/ink";
import type { BoardModel } from "../board/model";
import { InkLayer, type Background } from "../board/layer";
import { union } from "../board/geometry";
import { paintInk } from "../board/paint";
import { pictures } from "../board/pictures";
import type { Sheet } from "../board/sheet";
import { loadTemplate, PAGE_HEIGHT, paintTemplate } from "../board/templates";
import { fit, type View } from "../board/view";
import { BOARD_UNITS, type Surface } from "../net/protocol.gen";
import { ACROSS, DOWN, type Rectangle } from "./board";

const EVERY_MS = 200;
const PAGE = { x0: 0, y0: 0, x1: BOARD_UNITS, y1: PAGE_HEIGHT };

export class WallInk {
  /** The canvas as it is without ink. */
  private readonly under = document.createElement("canvas");
  private box: Rectangle | undefined;
  private over: Surface | undefined;
  private whiteboard: number | undefined;
  private sheet: Sheet | undefined;
  private held = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly picture = pictures(() => this.layer?.change("all"));
  private layer: InkLayer | undefined;
  /** The page and the place for which the layer was made, and the part of it that it shows. */
  private laid = "";
  private seen = "";

  constructor(
    private readonly model: BoardModel,
    private readonly canvas: HTMLCanvasElement,
    private readonly pen: CanvasRenderingContext2D,
    private readonly painted: () => void,
  ) {
    this.under.width = canvas.width;
    this.under.height = canvas.height;
    model.live.listeners.add(this.soon);
  }

  /** The slide has been painted, and lies there on the canvas; nothing for one that cannot be drawn on. */
  slide(over: Surface | undefined, box: Rectangle | undefined): void {
    this.under.getContext("2d")!.drawImage(this.canvas, 0, 0);
    [this.over, this.box] = [over, box];
    this.watch();
  }

  /** Everyone sees this whiteboard instead of the slide, or none. */
  show(whiteboard: number | undefined): void {
    this.whiteboard = whiteboard;
    if (whiteboard !== undefined)
      void loadTemplate(this.model.templateOf(whiteboard)).then(() => this.layer?.change("all"));
    this.watch();
  }

  /** Something else is on the wall, and nothing is painted over it, until it is gone. */
  hold(held: boolean): void {
    if (held === this.held) return;
    this.held = held;
    this.paint();
  }

  /** Follows the page that is to be seen: that over the slide may have been made just now. */
  watch(): void {
    const page = this.whiteboard ?? (this.over && this.box && this.model.pageOver(this.over));
    const sheet = page === undefined ? undefined : this.model.sheet(page);
    if (sheet !== this.sheet) {
      this.sheet?.listeners.delete(this.soon);
      sheet?.listeners.add(this.soon);
      this.sheet = sheet;
    }
    this.paint();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.drop();
    this.sheet?.listeners.delete(this.soon);
    this.model.live.listeners.delete(this.soon);
  }

  private readonly soon = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.paint();
    }, EVERY_MS);
  };

  /** What of the page is to be seen, and where on the wall: a whiteboard whole, also as it grows; a slide as it lies there. */
  private place(sheet: Sheet): { view: View; at: Rectangle } | undefined {
    if (this.whiteboard === undefined) {
      const { box } = this;
      return box && { view: { x: 0, y: 0, scale: box.width / BOARD_UNITS }, at: box };
    }
    const at = { x: 0, y: 0, width: ACROSS, height: DOWN };
    return { view: fit(union([PAGE, ...sheet.extent()])!, at, 0), at };
  }

  /** Has the layer show the page where it lies now. */
  private lay(): void {
    const { sheet } = this;
    const place = sheet && this.place(sheet);
    if (!sheet || !place) return this.drop();
    const { view, at } = place;
    const [key, of] = [[sheet.page, at.x, at.y, at.width, at.height].join(), [view.x, view.y, view.scale].join()];
    if (key !== this.laid) {
      this.drop();
      this.laid = key;
      const template = this.whiteboard === undefined ? undefined : this.model.templateOf(sheet.page);
      const background: Background = (pen, box, scale) => {
        if (template) paintTemplate(pen, template, box, scale);
        else pen.clearRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
      };
      const layer = new InkLayer(document.createElement("canvas"), sheet, background, this.picture, this.soon);
      layer.resize(at, this.canvas.width / ACROSS);
      this.layer = layer;
      this.seen = "";
    }
    if (of !== this.seen) this.layer!.show(view);
    this.seen = of;
  }

  private drop(): void {
    this.layer?.end();
    this.layer = undefined;
    this.laid = "";
  }

  private paint(): void {
    if (this.held) return;
    const { pen, sheet, canvas } = this;
    this.lay();
    const sharpness = canvas.width / ACROSS;
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.under, 0, 0);
    const place = sheet && this.place(sheet);
    if (place && this.layer) {
      const { view, at } = place;
      pen.drawImage(this.layer.canvas, at.x * sharpness, at.y * sharpness);
      const times = view.scale * sharpness;
      pen.setTransform(times, 0, 0, times, at.x * sharpness - view.x * times, at.y * sharpness - view.y * times);
      for (const live of this.model.live.strokes.values()) {
        if (live.page === sheet.page) paintInk(pen, live.points, live.kind === MARKER, live.colour, live.width, times);
      }
    }
    pen.restore();
    this.painted();
  }
}
