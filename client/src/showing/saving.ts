// Saving a poor line or a small data plan: sound only, by one's own choice, and offered when sound suffers beside pictures.
import { effect, signal } from "@preact/signals";
import { Sound } from "../audio/sound";
import type { Lesson } from "../lesson/lesson";

const REMEMBERED = "lyceum:sound-only";
const LOOK_MS = 5000;
/** So much of the sound must be lost, twice in a row, until sound only is offered. */
const POOR = 0.05;
/** Fewer packets say nothing about the line. */
const ENOUGH = 50;
const OFFER_AGAIN_MS = 5 * 60_000;

export interface Received {
  received: number;
  lost: number;
}

/** Says from counts of packets, taken again and again, whether the line is poor. */
export class LineWatch {
  private before: Received | undefined;
  private poor = 0;

  /** @returns whether much was lost since the last time and the time before */
  look(now: Received): boolean {
    const { before } = this;
    this.before = now;
    if (!before || now.received < before.received) {
      this.poor = 0;
      return false;
    }
    const [received, lost] = [now.received - before.received, now.lost - before.lost];
    if (received + lost < ENOUGH) return false;
    this.poor = lost / (received + lost) > POOR ? this.poor + 1 : 0;
    return this.poor >= 2;
  }
}

export class Saving {
  readonly soundOnly = signal(remembered());
  /** Whether sound only is offered. */
  readonly offered = signal(false);
  private readonly line = new LineWatch();
  private offeredAt = -Infinity;

  constructor(private readonly lesson: Lesson) {
    effect(() => {
      if (this.soundOnly.value || lesson.phase.value.at !== "room") return;
      const timer = setInterval(() => void this.look(), LOOK_MS);
      return () => clearInterval(timer);
    });
  }

  set(on: boolean): void {
    this.offered.value = false;
    this.soundOnly.value = on;
    try {
      if (on) localStorage.setItem(REMEMBERED, "yes");
      else localStorage.removeItem(REMEMBERED);
    } catch {
      // A browser that keeps nothing: it is a choice for this page only.
    }
  }

  dismiss(): void {
    this.offered.value = false;
  }

  private async look(): Promise<void> {
    const isWatching = this.lesson.people.value.some((person) => person.camera || person.screen);
    const stats = isWatching ? await this.lesson.model(Sound).getStats() : undefined;
    if (!stats || document.hidden) return;
    const now = { received: 0, lost: 0 };
    stats.forEach((one: { type: string; kind?: string; packetsReceived?: number; packetsLost?: number }) => {
      if (one.type !== "inbound-rtp" || one.kind !== "audio") return;
      now.received += one.packetsReceived ?? 0;
      now.lost += Math.max(0, one.packetsLost ?? 0);
    });
    if (!this.line.look(now) || performance.now() - this.offeredAt < OFFER_AGAIN_MS) return;
    this.offeredAt = performance.now();
    this.offered.value = true;
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false;
  }
}
