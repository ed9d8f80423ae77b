// How loud everyone is right now, for the rings around those who speak.
import { signal } from "@preact/signals";
import type { ParticipantId } from "../net/protocol.gen";

/** From this level on it counts as speech, and for this long after the last such level. */
const SPEECH = 0.2;
const HOLD_MS = 500;
/** How fast a level falls, per second. */
const FALL = 2;

export class Levels {
  /** Who speaks. It changes seldom; `at` says how loudly. */
  readonly speaking = signal<ReadonlySet<ParticipantId>>(new Set());
  private readonly heard = new Map<ParticipantId, { level: number; at: number; spoke: number }>();

  update(who: ParticipantId, level: number, now: number): void {
    const before = this.heard.get(who);
    const spoke = level >= SPEECH ? now : (before?.spoke ?? -Infinity);
    this.heard.set(who, { level: Math.max(level, this.at(who, now)), at: now, spoke });
  }

  /** How loud someone is, from 0 to 1: it rises at once and falls slowly. */
  at(who: ParticipantId, now: number): number {
    const heard = this.heard.get(who);
    return heard ? Math.max(0, heard.level - (FALL * (now - heard.at)) / 1000) : 0;
  }

  /** Updates who speaks, and forgets people without a recent level. */
  refreshSpeaking(now: number): void {
    const speaking: ParticipantId[] = [];
    for (const [who, { at, spoke }] of this.heard) {
      if (now - spoke < HOLD_MS) speaking.push(who);
      if (now - at > 2 * HOLD_MS) this.heard.delete(who);
    }
    const before = this.speaking.value;
    if (speaking.length !== before.size || speaking.some((who) => !before.has(who))) {
      this.speaking.value = new Set(speaking);
    }
  }
}
