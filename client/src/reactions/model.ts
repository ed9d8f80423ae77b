// Sends one's own reactions, and shows everyone's for a moment: above heads, beside names, and counted for screen readers.
import { signal } from "@preact/signals";
import { FloatingSigns } from "../lesson/floating";
import type { Lesson } from "../lesson/lesson";
import type { Emoji, ParticipantId, Reaction } from "../net/protocol.gen";
import { add, inWords, type Counts } from "./count";
import { EMOJI } from "./emoji";

/** The server refuses more of one person in a second. */
const MOST_PER_SECOND = 3;
/** How long a reaction is beside a name, and how many are at once. */
const SHOWN_MS = 2500;
const MOST_SHOWN = 3;
const SWEEP_MS = 250;
/** For so long reactions are counted before a screen reader says how many there were. */
const COUNT_MS = 3000;

interface Shown {
  id: number;
  sign: string;
  /** A time of `performance.now()`. */
  until: number;
}

export class ReactionsModel {
  /** What is beside the names of people right now. */
  readonly shown = signal<ReadonlyMap<ParticipantId, readonly Shown[]>>(new Map());

  private sent: number[] = [];
  private counts: Counts = new Map();
  private counting: ReturnType<typeof setTimeout> | undefined;
  private sweeping: ReturnType<typeof setInterval> | undefined;
  private nextId = 0;

  constructor(private readonly lesson: Lesson) {}

  /** Sends a reaction, unless that would be too many: then nothing is the kindest answer to a quick finger. */
  react(emoji: Emoji, now = performance.now()): void {
    this.sent = this.sent.filter((at) => now - at < 1000);
    if (this.sent.length >= MOST_PER_SECOND) return;
    this.sent.push(now);
    void this.lesson.ask("on.react", { emoji });
  }

  receive(reactions: readonly Reaction[], now: number): void {
    // A later server may know more emoji.
    const known = reactions.filter(({ emoji }) => emoji in EMOJI);
    if (known.length === 0) return;
    const shown = new Map(this.shown.value);
    for (const { participantId, emoji, count } of known) {
      const { sign } = EMOJI[emoji];
      const added = Array.from({ length: Math.min(count, MOST_SHOWN) }, () => {
        this.lesson.model(FloatingSigns).show(participantId, sign);
        return { id: this.nextId++, sign, until: now + SHOWN_MS };
      });
      shown.set(participantId, [...(shown.get(participantId) ?? []), ...added].slice(-MOST_SHOWN));
    }
    this.shown.value = shown;
    this.sweeping ??= setInterval(() => this.sweep(performance.now()), SWEEP_MS);
    this.counts = add(this.counts, known);
    this.counting ??= setTimeout(() => this.announce(), COUNT_MS);
  }

  /** Forgets all, when the lesson is over. */
  clear(): void {
    clearTimeout(this.counting);
    clearInterval(this.sweeping);
    this.counting = this.sweeping = undefined;
    this.counts = new Map();
    this.shown.value = new Map();
  }

  /** Takes away what was shown long enough. */
  private sweep(now: number): void {
    const kept = new Map<ParticipantId, readonly Shown[]>();
    for (const [who, all] of this.shown.value) {
      const rest = all.filter(({ until }) => until > now);
      // The same list draws nothing anew.
      if (rest.length > 0) kept.set(who, rest.length === all.length ? all : rest);
    }
    this.shown.value = kept;
    if (kept.size > 0) return;
    clearInterval(this.sweeping);
    this.sweeping = undefined;
  }

  private announce(): void {
    this.lesson.spoken.value = inWords(this.counts);
    this.counting = undefined;
    this.counts = new Map();
  }
}
