// Adapts the quality of the picture to the speed of the machine: a slow one draws fewer polygons, then fewer pixels. Pure.

/** How the room is drawn. */
export interface Quality {
  /** Drawn pixels per pixel of the page. */
  ratio: number;
  /** How many pixels a round outline may differ from a circle. */
  rough: number;
}

export const FINE = 0.6;
const ROUGH = 1.4;
/** Below this ratio names become unreadable. */
const LEAST = 0.8;

/** The mean of this many frames, or of this long, decides. */
const FRAMES = 40;
const LONG_MS = 1200;
const SLOW_MS = 20;
const QUICK_MS = 17.5;
/** A longer frame is a pause, as of a hidden page, and is not counted. */
const PAUSE_MS = 500;
/** After this long a time of quick drawing the next finer step is tried; if that is too much, the wait doubles: no oscillation. */
const PATIENCE_MS = 15_000;

/** From the finest to the plainest. */
export function qualitySteps(most: number): Quality[] {
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

export class AdaptiveQuality {
  private sum = 0;
  private count = 0;
  private quick = 0;
  private tried = false;
  private patience = PATIENCE_MS;

  /** @param step where on the qualitySteps to begin */
  constructor(
    private readonly steps: readonly Quality[],
    private step = 0,
  ) {}

  get current(): Quality {
    return this.steps[this.step]!;
  }

  /** Counts a frame that took this long. @returns whether the quality has changed */
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

/** Fewer frames a second are too few for 3D: that is a longer mean frame, in ms. */
const TOO_SLOW_MS = 1000 / 15;
/** For so long a time of drawing. The quality is at its plainest by then. */
const ENDURED_MS = 8000;
/** A longer frame is a pause. */
const LONGEST_MS = 2000;

/** Notices, once, that a machine draws fewer than 15 frames a second however plainly. */
export class SlownessDetector {
  private sum = 0;
  private count = 0;
  private isKnown = false;

  /** Counts a frame that took this long. @returns whether the machine is now known to be too slow */
  frame(ms: number): boolean {
    if (this.isKnown || ms > LONGEST_MS) return false;
    this.sum += ms;
    this.count++;
    if (this.sum < ENDURED_MS) return false;
    this.isKnown = this.sum / this.count > TOO_SLOW_MS;
    this.sum = this.count = 0;
    return this.isKnown;
  }
}
