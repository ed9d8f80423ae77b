// What is drawn at this moment: one's own line to the others, and theirs, with their cursors and laser pointers. Nothing of it is
// kept: a finished stroke comes as an element.
import type { Lesson } from "../lesson/lesson";
import type { BoardOperation, Seat } from "../net/protocol.gen";
import { CURSOR, decodeInk, encodeInk, LASER, LIVE_POINTS, type LiveInk } from "./ink";
import type { Points } from "./points";

/** How often a line's new points are sent: the server's tick. */
const EVERY_MS = 50;
/** A cursor that rests is hidden, a laser's trail fades, a line whose end never came goes. */
const CURSOR_MS = 4000;
export const LASER_MS = 1200;
const STROKE_MS = 8000;

export interface Drawn {
  seat: Seat;
  page: number;
  kind: number;
  counter: number;
  colour: number;
  width: number;
  points: Points;
  /** When each point of a laser pointer came. */
  times: number[];
  at: number;
  /** How many points of one's own laser pointer are in already. */
  seen?: number;
}

export class Live {
  /** Of others. */
  readonly strokes = new Map<string, Drawn>();
  readonly cursors = new Map<Seat, Drawn>();
  readonly lasers = new Map<Seat, Drawn>();
  readonly listeners = new Set<() => void>();
  private sentAt = 0;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly lesson: Lesson) {}

  receive(frame: ArrayBuffer): void {
    const drawn = decodeInk(frame);
    const own = this.lesson.room.value?.seat;
    const now = performance.now();
    for (const { seat, ink } of drawn ?? []) if (seat !== own) this.take(seat, ink, now);
    if (drawn) this.tell();
  }

  private take(seat: Seat, ink: LiveInk, at: number): void {
    const { page, kind, counter, points } = ink;
    const fresh = (): Drawn => ({ seat, ...ink, points: [], times: [], at });
    const [x, y] = points.slice(-3) as [number, number];
    const cursor = { ...fresh(), points: [x, y, 0] };
    this.cursors.set(seat, cursor);
    if (kind === CURSOR) return;
    if (kind === LASER) {
      const laser = this.lasers.get(seat);
      const goes = laser?.page === page ? laser : fresh();
      this.lasers.set(seat, goes);
      for (let i = 0; i < points.length; i += 3) goes.times.push(at);
      goes.points.push(...points);
      goes.at = at;
      return;
    }
    const key = `${seat}.${counter}`;
    const stroke = this.strokes.get(key) ?? fresh();
    this.strokes.set(key, stroke);
    stroke.points.push(...points);
    stroke.at = at;
  }

  /** One's own laser pointer, whose latest points these are. */
  point(ink: LiveInk): void {
    const seat = this.lesson.room.value?.seat ?? 0;
    const before = this.lasers.get(seat);
    const at = performance.now();
    const fresh = ink.points.length / 3 - (before?.seen ?? 0);
    const goes = before && fresh > 0 ? before : { seat, ...ink, points: [], times: [], at, seen: 0 };
    this.lasers.set(seat, goes);
    for (let i = goes.seen!; i < ink.points.length / 3; i++) {
      goes.points.push(...ink.points.slice(3 * i, 3 * i + 3));
      goes.times.push(at);
    }
    goes.seen = ink.points.length / 3;
    this.tell();
  }

  /** Strokes that are elements now. */
  arrived(operations: readonly BoardOperation[]): void {
    for (const operation of operations) {
      if (operation.op === "put") this.strokes.delete(operation.element.id.join("."));
    }
    this.tell();
  }

  /** Forgets what is over. @returns whether something goes on that changes by itself */
  prune(now: number): boolean {
    for (const [seat, { at }] of this.cursors) if (now - at > CURSOR_MS) this.cursors.delete(seat);
    for (const [key, { at }] of this.strokes) if (now - at > STROKE_MS) this.strokes.delete(key);
    for (const [seat, laser] of this.lasers) {
      const over = laser.times.findIndex((at) => now - at < LASER_MS);
      if (over < 0) this.lasers.delete(seat);
      else if (over > 0) {
        laser.times.splice(0, over);
        laser.points.splice(0, 3 * over);
      }
    }
    return this.cursors.size + this.strokes.size + this.lasers.size > 0;
  }

  /**
   * Sends the new points of what is being drawn, at most once a tick.
   * @param from how many points the others have already
   * @param sent told how many they have now
   */
  send(ink: LiveInk, from: number, sent: (points: number) => void): void {
    const now = performance.now();
    clearTimeout(this.later);
    if (now - this.sentAt < EVERY_MS) {
      this.later = setTimeout(() => this.send(ink, from, sent), EVERY_MS);
      return;
    }
    this.sentAt = now;
    // From the last one again, so that a lost frame leaves no gap.
    const start = Math.max(0, from - 1);
    const points = ink.points.slice(3 * start, 3 * (start + LIVE_POINTS));
    if (points.length === 0) return;
    sent(start + points.length / 3);
    this.lesson.connection.sendFrame(encodeInk({ ...ink, points }));
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
