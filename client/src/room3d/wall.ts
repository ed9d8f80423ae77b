// What is drawn in the lesson, on the front wall: the whiteboard that everyone sees, or the ink over the slide. It is painted anew
// at most five times a second, however fast people draw.
import { MARKER } from "../board/ink";
import type { BoardModel } from "../board/model";
import { paintElement, paintInk } from "../board/paint";
import { pictures } from "../board/pictures";
import type { Sheet } from "../board/sheet";
import { loadTemplate, PAGE_HEIGHT, paintTemplate } from "../board/templates";
import { fit } from "../board/view";
import { BOARD_UNITS, type Surface } from "../net/protocol.gen";
import { ACROSS, DOWN, type Rectangle } from "./board";

const EVERY_MS = 200;

export class WallInk {
  /** The canvas as it is without ink. */
  private readonly under = document.createElement("canvas");
  private box: Rectangle | undefined;
  private over: Surface | undefined;
  private whiteboard: number | undefined;
  private sheet: Sheet | undefined;
  private held = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly picture = pictures(() => this.soon());

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
    if (whiteboard !== undefined) void loadTemplate(this.model.templateOf(whiteboard)).then(this.soon);
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
    this.sheet?.listeners.delete(this.soon);
    this.model.live.listeners.delete(this.soon);
  }

  private readonly soon = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.paint();
    }, EVERY_MS);
  };

  private paint(): void {
    if (this.held) return;
    const { pen, sheet, whiteboard, box, canvas } = this;
    const sharpness = canvas.width / ACROSS;
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.under, 0, 0);
    if (sheet && whiteboard !== undefined) {
      const page = { x0: 0, y0: 0, x1: BOARD_UNITS, y1: PAGE_HEIGHT };
      const all = sheet.bounds(sheet.all()) ?? page;
      const seen = {
        x0: Math.min(0, all.x0),
        y0: Math.min(0, all.y0),
        x1: Math.max(page.x1, all.x1),
        y1: Math.max(page.y1, all.y1),
      };
      const { x, y, scale } = fit(seen, { width: ACROSS, height: DOWN }, 0);
      const times = scale * sharpness;
      pen.setTransform(times, 0, 0, times, -x * times, -y * times);
      const whole = { x0: x, y0: y, x1: x + ACROSS / scale, y1: y + DOWN / scale };
      paintTemplate(pen, this.model.templateOf(whiteboard), whole, times);
      this.elements(sheet, times);
    } else if (sheet && box) {
      const times = (box.width / BOARD_UNITS) * sharpness;
      pen.setTransform(times, 0, 0, times, box.x * sharpness, box.y * sharpness);
      this.elements(sheet, times);
    }
    pen.restore();
    this.painted();
  }

  private elements(sheet: Sheet, scale: number): void {
    const painting = { find: sheet.find, scale, picture: this.picture };
    for (const { element } of sheet.all()) paintElement(this.pen, element!, painting);
    for (const live of this.model.live.strokes.values()) {
      if (live.page === sheet.page)
        paintInk(this.pen, live.points, live.kind === MARKER, live.colour, live.width, scale);
    }
  }
}
