// Where everyone is, a little in the past, so that a place can be interpolated between two of the server's ticks.
import { toPlace, type Place, type PoseFrame } from "./pose";
import type { Participant, Seat } from "./protocol.gen";

/** How far in the past others are shown: two ticks, so that one may come late. */
export const BUFFER_MS = 100;
const TICK_MS = 50;
/** A move longer than anyone can walk in that time is shown as a jump. */
const JUMP_M = 4;
const KEPT = 12;

interface Sample {
  at: number;
  place: Place;
}

export class Tracks {
  private readonly tracks = new Map<Seat, Sample[]>();
  /** Our clock minus the server's, at the quickest delivery seen lately. */
  private offset: number | undefined;
  private lastTick = 0;

  enter(people: readonly Participant[], now: number): void {
    this.tracks.clear();
    this.offset = undefined;
    for (const person of people) this.add(person, now);
  }

  add(person: Participant, now: number): void {
    const at = this.offset === undefined ? -Infinity : now - this.offset;
    this.tracks.set(person.seat, [{ at, place: toPlace(person.pose) }]);
  }

  addFrame({ tick, movers }: PoseFrame, now: number): void {
    const measured = now - tick;
    // A server that was restarted counts from anew.
    if (this.offset === undefined || tick < this.lastTick) this.offset = measured;
    // The quickest frame tells the clocks' difference best; it may drift up slowly, as clocks do.
    else this.offset = Math.min(measured, this.offset + 0.02 * (tick - this.lastTick));
    this.lastTick = tick;
    for (const { seat, pose } of movers) this.put(seat, { at: tick, place: toPlace(pose) });
  }

  /** Where to show this seat now. */
  at(seat: Seat, now: number): Place | undefined {
    const track = this.tracks.get(seat);
    if (!track) return undefined;
    const time = this.offset === undefined ? Infinity : now - this.offset - BUFFER_MS;
    let next = track.findIndex((sample) => sample.at > time);
    if (next < 0) next = track.length;
    const from = track[Math.max(0, next - 1)]!;
    const to = track[Math.min(next, track.length - 1)]!;
    // Nobody knows since when a person has stood where they came in.
    return to.at > from.at && from.at > -Infinity
      ? between(from.place, to.place, (time - from.at) / (to.at - from.at))
      : from.place;
  }

  private put(seat: Seat, sample: Sample): void {
    const track = this.tracks.get(seat) ?? [];
    const last = track.at(-1);
    if (last && last.at >= sample.at) track.length = 0;
    // A person who stands still sends nothing: this one began to walk a tick ago, not when they had stopped.
    else if (last && sample.at - last.at > 3 * TICK_MS) track.push({ at: sample.at - TICK_MS, place: last.place });
    track.push(sample);
    if (track.length > KEPT) track.splice(0, track.length - KEPT);
    this.tracks.set(seat, track);
  }
}

export function between(a: Place, b: Place, t: number): Place {
  if (Math.hypot(b.x - a.x, b.z - a.z) > JUMP_M) return t < 0.5 ? a : b;
  const mix = (from: number, to: number) => from + (to - from) * t;
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), z: mix(a.z, b.z), yaw: a.yaw + turn(a.yaw, b.yaw) * t };
}

/** The shorter way round from one direction to another, in radians. */
export function turn(from: number, to: number): number {
  const full = 2 * Math.PI;
  return ((((to - from + Math.PI) % full) + full) % full) - Math.PI;
}
