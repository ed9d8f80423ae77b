// A page's ink as one bitmap. What is new on top is added to it, another change draws its box anew, and a move or zoom shows the
// old bitmap stretched until the new one is ready: so a page of 50,000 strokes costs the pen nothing.
import { meets, type Box } from "./geometry";
import type { Entry } from "./page";
import { paintElement, type Painting } from "./paint";
import type { Dirt, Sheet } from "./sheet";
import { visible, type Size, type View } from "./view";

/** For so long elements are drawn before the browser gets its turn, in milliseconds; and when so many are to be drawn. */
const [SLICE_MS, LONG_SLICE_MS, MANY] = [10, 60, 4000];

type Pen = CanvasRenderingContext2D;
export type Background = (pen: Pen, box: Box, scale: number) => void;

interface Job {
  view: View;
  entries: Entry[];
  next: number;
}

export class InkLayer {
  private readonly pen: Pen;
  /** The last whole drawing, of this view, and the one that is under way. */
  private done = document.createElement("canvas");
  private next = document.createElement("canvas");
  private doneView: View | undefined;
  private job: Job | undefined;
  private frame = 0;
  private size: Size = { width: 1, height: 1 };
  private ratio = 1;
  private view: View = { x: 0, y: 0, scale: 0.05 };

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly sheet: Sheet | undefined,
    private readonly background: Background,
    private readonly picture: Painting["picture"],
    /** Told when the canvas has changed. */
    private readonly painted: () => void = () => {},
  ) {
    this.pen = canvas.getContext("2d")!;
    sheet?.listeners.add(this.change);
  }

  end(): void {
    this.sheet?.listeners.delete(this.change);
    cancelAnimationFrame(this.frame);
  }

  resize(size: Size, ratio: number): void {
    [this.size, this.ratio] = [size, ratio];
    for (const canvas of [this.canvas, this.next]) {
      canvas.width = Math.max(1, Math.round(size.width * ratio));
      canvas.height = Math.max(1, Math.round(size.height * ratio));
    }
  }

  show(view: View): void {
    this.view = view;
    this.stretch();
    this.start();
  }

  readonly change = (dirt: Dirt): void => {
    if (dirt === "all" || this.job || !this.doneView) return this.start();
    const pen = this.done.getContext("2d")!;
    const seen = visible(this.doneView, this.size);
    if ("top" in dirt) {
      this.within(pen, this.doneView, () => {
        for (const entry of dirt.top) this.paint(pen, entry, this.doneView!);
      });
    } else {
      const { doneView } = this;
      // A pixel more, which lies half in it.
      const more = 2 / doneView.scale;
      const box = { x0: dirt.box.x0 - more, y0: dirt.box.y0 - more, x1: dirt.box.x1 + more, y1: dirt.box.y1 + more };
      if (!meets(box, seen)) return;
      this.within(pen, doneView, () => {
        pen.beginPath();
        pen.rect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
        pen.clip();
        this.background(pen, box, doneView.scale * this.ratio);
        for (const entry of this.sheet?.within(box) ?? []) this.paint(pen, entry, doneView);
      });
    }
    this.stretch();
  };

  /** Shows the last drawing, also where the view is another by now. */
  private stretch(): void {
    const { pen, doneView, view, ratio } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (!doneView) return;
    const times = view.scale / doneView.scale;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (times !== 1 || view.x !== doneView.x || view.y !== doneView.y) {
      this.within(pen, view, () => this.background(pen, visible(view, this.size), view.scale * ratio));
      pen.setTransform(
        times,
        0,
        0,
        times,
        (doneView.x - view.x) * view.scale * ratio,
        (doneView.y - view.y) * view.scale * ratio,
      );
    }
    pen.drawImage(this.done, 0, 0);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    this.painted();
  }

  private start(): void {
    const box = visible(this.view, this.size);
    this.job = { view: this.view, entries: this.sheet?.within(box) ?? [], next: 0 };
    const pen = this.next.getContext("2d")!;
    // What a job that was stopped has left.
    pen.clearRect(0, 0, this.next.width, this.next.height);
    this.within(pen, this.view, () => this.background(pen, box, this.view.scale * this.ratio));
    cancelAnimationFrame(this.frame);
    this.slice();
  }

  private readonly slice = (): void => {
    const { job } = this;
    if (!job) return;
    const until = performance.now() + (job.entries.length > MANY ? LONG_SLICE_MS : SLICE_MS);
    const pen = this.next.getContext("2d")!;
    this.within(pen, job.view, () => {
      while (job.next < job.entries.length && performance.now() < until) {
        // Asking the clock for each would cost more than drawing it.
        for (let i = 0; i < 32 && job.next < job.entries.length; i++)
          this.paint(pen, job.entries[job.next++]!, job.view);
      }
    });
    if (job.next < job.entries.length) {
      this.frame = requestAnimationFrame(this.slice);
      return;
    }
    this.job = undefined;
    [this.done, this.next] = [this.next, this.done];
    this.next.width = this.done.width;
    this.next.height = this.done.height;
    this.doneView = job.view;
    this.stretch();
  };

  private paint(pen: Pen, { element }: Entry, view: View): void {
    const painting = {
      find: this.sheet!.find,
      scale: view.scale * this.ratio,
      ...(this.picture && { picture: this.picture }),
    };
    paintElement(pen, element!, painting);
  }

  private within(pen: Pen, { x, y, scale }: View, paint: () => void): void {
    const times = scale * this.ratio;
    pen.save();
    pen.setTransform(times, 0, 0, times, -x * times, -y * times);
    paint();
    pen.restore();
  }
}
