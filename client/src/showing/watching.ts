// The people that one watches, and how large: each picture on the page says what it needs, and one request asks for all of them.
import { effect, signal, untracked } from "@preact/signals";
import { mostViews, Sound } from "../audio/sound";
import type { Lesson } from "../lesson/lesson";
import type { MediaPaused, ParticipantId, ShowKind, Size, Views, Wanted } from "../net/protocol.gen";
import { Refused } from "../net/connection";
import { Saving } from "./saving";

/** A picture that is scrolled away for a moment is kept. */
const FORGET_MS = 1000;
const GATHER_MS = 50;
const SIZES: readonly Size[] = ["large", "medium", "small"];

export interface Need {
  readonly who: ParticipantId;
  readonly kind: ShowKind;
  size: Size;
  /** Those that matter more come first where there are more than views: less is more. */
  rank: number;
}

export class Watching {
  /** The track that shows each picture, by its key. */
  readonly tracks = signal<ReadonlyMap<string, MediaStreamTrack>>(new Map());
  /** The pictures that rest because the line does not carry them, by their keys. */
  readonly resting = signal<ReadonlySet<string>>(new Set());
  private readonly needs = new Set<Need>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = "[]";

  constructor(private readonly lesson: Lesson) {
    const { connections } = lesson.model(Sound);
    effect(() => {
      void connections.value;
      untracked(() => {
        this.asked = "[]";
        this.tracks.value = new Map();
        this.resting.value = new Set();
        this.soon(0);
      });
    });
    const { soundOnly } = lesson.model(Saving);
    effect(() => {
      void soundOnly.value;
      untracked(() => this.soon(0));
    });
    // Who turns a camera on is watched by those who have a place for it.
    let before = "";
    effect(() => {
      const shown = lesson.people.value.map(({ participantId, camera, screen }) => [participantId, camera, screen]);
      const now = JSON.stringify(shown.filter(([, camera, screen]) => camera || screen));
      if (now !== before) untracked(() => this.soon(0));
      before = now;
    });
  }

  /** A picture appears on the page. @returns what takes it away again */
  add(need: Need): () => void {
    this.needs.add(need);
    this.soon(GATHER_MS);
    return () => {
      this.needs.delete(need);
      this.soon(FORGET_MS);
    };
  }

  /** A need has changed. */
  changed(): void {
    this.soon(GATHER_MS);
  }

  /** The line does not carry a picture, or carries it again. */
  onPaused({ participantId, screen, paused }: MediaPaused): void {
    const key = keyOf(participantId, screen ? "screen" : "camera");
    const resting = new Set(this.resting.value);
    if (paused) resting.add(key);
    else resting.delete(key);
    this.resting.value = resting;
  }

  private soon(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), ms);
  }

  private async ask(): Promise<void> {
    const { lesson } = this;
    if (lesson.phase.value.at !== "room" || lesson.link.value.state !== "open") return;
    if (!lesson.model(Sound).isNegotiated) return;
    const needs = lesson.model(Saving).soundOnly.value ? [] : [...this.needs];
    const participants = wanted(needs, (who, kind) => {
      const person = lesson.room.value?.people.get(who);
      return kind === "camera" ? person?.camera === true : person?.screen === true;
    });
    // A new connection asks again.
    if (!lesson.model(Sound).hasViews(participants.length)) return;
    const text = JSON.stringify(participants);
    if (text === this.asked) return;
    this.asked = text;
    const keys = new Set(participants.map((one) => keyOf(one.participantId, one.screen ? "screen" : "camera")));
    this.resting.value = new Set([...this.resting.value].filter((key) => keys.has(key)));
    try {
      const { views, screens = [] } = await lesson.connection.request<Views, "on.mediaWatch">("on.mediaWatch", {
        participants,
      });
      const byView = lesson.model(Sound).views.value;
      const tracks = views.flatMap((who, view) => {
        const track = byView.get(view);
        return who && track ? [[keyOf(who, screens.includes(view) ? "screen" : "camera"), track] as const] : [];
      });
      this.tracks.value = new Map(tracks);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Someone has left meanwhile: the news of that asks again.
      this.asked = "";
    }
  }
}

export function keyOf(who: ParticipantId, kind: ShowKind): string {
  return `${kind} ${who}`;
}

/** Each picture once, at the largest size that any place needs, those that matter first, and no more than there are views. */
export function wanted(
  needs: readonly Need[],
  isShown: (who: ParticipantId, kind: ShowKind) => boolean,
  views = mostViews(),
): Wanted[] {
  const best = new Map<string, Need>();
  for (const need of needs) {
    if (!isShown(need.who, need.kind)) continue;
    const key = keyOf(need.who, need.kind);
    const other = best.get(key);
    const size = other && SIZES.indexOf(other.size) < SIZES.indexOf(need.size) ? other.size : need.size;
    best.set(key, { ...need, size, rank: Math.min(need.rank, other?.rank ?? Infinity) });
  }
  const ranked = [...best.values()].sort((a, b) => a.rank - b.rank || (a.who < b.who ? -1 : 1));
  return ranked.slice(0, views).map(({ who, kind, size, rank }) => ({
    participantId: who,
    size,
    ...(kind === "screen" && { screen: true }),
    ...(kind === "camera" && rank === 0 && { pinned: true }),
  }));
}
