// What a slow machine can do without, so that the picture stays smooth: first pieces, then pixels. Pure.

/** How the room is drawn. */
export interface Finish {
  /** Pixels of ours to one of the page's. */
  ratio: number;
  /** By how many pixels a round outline may be off a circle. */
  rough: number;
}

export const FINE = 0.6;
const ROUGH = 1.4;
/** Names are to stay readable. */
const LEAST = 0.8;

/** Means of so many frames, or of so long a time, decide. */
const FRAMES = 40;
const LONG_MS = 1200;
const SLOW_MS = 20;
const QUICK_MS = 17.5;
/** A pause, as of a hidden page, says nothing. */
const PAUSE_MS = 500;
/** After so much quick drawing the next finer step is tried; when that was too much, twice as long is waited: no see-saw. */
const PATIENCE_MS = 15_000;

/** From the finest to the plainest. */
export function ladder(most: number): Finish[] {
  const steps = [
    { ratio: most, rough: FINE },
    { ratio: most, rough: ROUGH },
  ];
  for (let ratio = most * 0.75; most > LEAST; ratio *= 0.75) {
    steps.push({ ratio: Math.max(LEAST, ratio), rough: ROUGH });
    if (ratio <= LEAST) break;
  }
  return steps;
}

export class Pace {
  private sum = 0;
  private count = 0;
  private quick = 0;
  private tried = false;
  private patience = PATIENCE_MS;

  /** @param step where on the ladder to begin */
  constructor(
    private readonly steps: readonly Finish[],
    private step = 0,
  ) {}

  get finish(): Finish {
    return this.steps[this.step]!;
  }

  /** One frame took so long. @returns whether the finish is another from now on */
  frame(ms: number): boolean {
    if (ms > PAUSE_MS) return false;
    this.sum += ms;
    if (++this.count < FRAMES && this.sum < LONG_MS) return false;
    const [mean, sum] = [this.sum / this.count, this.sum];
    this.sum = this.count = 0;
    this.quick = mean < QUICK_MS ? this.quick + sum : 0;
    if (mean > SLOW_MS) return this.plainer();
    return this.quick > this.patience && this.finer();
  }

  private plainer(): boolean {
    if (this.step + 1 >= this.steps.length) return false;
    if (this.tried) this.patience *= 2;
    this.tried = false;
    this.step++;
    return true;
  }

  private finer(): boolean {
    this.quick = 0;
    if (this.step === 0) return false;
    this.tried = true;
    this.step--;
    return true;
  }
}
