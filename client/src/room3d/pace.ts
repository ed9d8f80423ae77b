// Fewer pixels on slow machines, so that the picture stays smooth. Pure.

const SLOW_MS = 24;
const QUICK_MS = 12;
/** Names are to stay readable. */
const LEAST = 0.8;
/** So many frames are looked at before each decision. */
const FRAMES = 40;

export class Pace {
  private sum = 0;
  private count = 0;
  private hasSlowed = false;

  constructor(
    private ratio: number,
    private readonly most: number,
  ) {}

  /** One frame took so long. @returns a new pixel ratio when it should change. */
  frame(ms: number): number | undefined {
    // A pause, as of a hidden page, says nothing.
    if (ms > 500) return undefined;
    this.sum += ms;
    if (++this.count < FRAMES) return undefined;
    const mean = this.sum / this.count;
    this.sum = this.count = 0;
    if (mean > SLOW_MS && this.ratio > LEAST) {
      this.hasSlowed = true;
      return (this.ratio = Math.max(LEAST, this.ratio * 0.75));
    }
    // Back up only on screens that draw more than 60 times a second and never were slow: no see-saw.
    if (mean < QUICK_MS && this.ratio < this.most && !this.hasSlowed)
      return (this.ratio = Math.min(this.most, this.ratio * 1.2));
    return undefined;
  }
}
