// The teacher's pointer: where it is on the slide, for a moment.
import { signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { SlidePoint } from "../net/protocol.gen";

/** A place on the slide, in fractions of its width and height. */
export interface Point {
  x: number;
  y: number;
}

/** The server counts in these. */
const WHOLE = 65535;
/** Places are sent at most so often; the server tells one in a tick of 50 ms. */
const SEND_EVERY_MS = 100;
/** A pointer that rests is gone after this time. */
const FADE_MS = 2000;

export class PointerModel {
  /** Whether this teacher points. */
  readonly on = signal(false);
  /** Where the pointer is; nothing when nobody points. */
  readonly at = signal<Point | undefined>(undefined);

  private fading: ReturnType<typeof setTimeout> | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private latest: Point | undefined;

  constructor(private readonly lesson: Lesson) {}

  readonly toggle = () => {
    this.on.value = !this.on.value;
    if (!this.on.value) this.point(undefined);
  };

  /** Points there, or no longer anywhere. One's own pointer does not wait for the server. */
  point(at: Point | undefined): void {
    this.show(at);
    this.latest = at;
    if (this.waiting !== undefined) return;
    this.send();
    this.waiting = setTimeout(() => this.sendLatest(this.sent), SEND_EVERY_MS);
  }

  /** The server has told where the teacher points. */
  receive(at: SlidePoint | null): void {
    // A teacher sees their own at once, and not once more where it was.
    if (!this.lesson.teaches.value) this.show(at ? { x: at.x / WHOLE, y: at.y / WHOLE } : undefined);
  }

  /** Forgets all, when the lesson is over. */
  clear(): void {
    clearTimeout(this.fading);
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.on.value = false;
    this.at.value = undefined;
  }

  private sent: Point | undefined;

  private sendLatest(before: Point | undefined): void {
    this.waiting = undefined;
    if (this.latest === before) return;
    this.send();
    this.waiting = setTimeout(() => this.sendLatest(this.sent), SEND_EVERY_MS);
  }

  private send(): void {
    this.sent = this.latest;
    const whole = (part: number) => Math.round(Math.min(1, Math.max(0, part)) * WHOLE);
    const at = this.latest ? { x: whole(this.latest.x), y: whole(this.latest.y) } : null;
    // A place that is lost is followed by another.
    void this.lesson.attempt("on.point", { at });
  }

  private show(at: Point | undefined): void {
    this.at.value = at;
    clearTimeout(this.fading);
    if (at) this.fading = setTimeout(() => (this.at.value = undefined), FADE_MS);
  }
}
