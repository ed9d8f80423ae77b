// Of how many pieces somebody is made, by how large they are in the picture. Pure.
import { FINE } from "./quality";

/** Levels of detail, the finest first: what a round piece is made of, as a part of what it has a few metres away. */
export const LEVELS = [1.4, 1, 0.75, 0.58, 0.45, 0.34, 0.25];
/** Sides of the roundest piece, the head, at 1; its radius, and how high its middle is, in metres. */
const SIDES = 24;
const RADIUS = 0.34;
const MIDDLE = 1.08;
/** Nobody is nearer than a hand, in square metres. */
const LEAST = 0.1 ** 2;
/** A head of so many pixels, from its middle, is looked at: no machine is so slow that a few of those were too much. */
const LARGE = 90;
/** A level is left when it would not do for somebody who is as large as this times what they are, or a part. */
const STAYS = 1.08;

interface Point {
  x: number;
  y: number;
  z: number;
}

/** How far somebody is from the eye, in metres: of one right before it that is the head, not the feet. */
export function reach(eye: Point, feet: Point): number {
  const up = Math.min(MIDDLE, Math.max(0, eye.y - feet.y));
  const far = Math.hypot(eye.x - feet.x, eye.y - feet.y - up, eye.z - feet.z);
  // What is seen of a ball is its outline, which is nearer than its middle.
  return Math.sqrt(Math.max(LEAST, far ** 2 - RADIUS ** 2));
}

/**
 * The coarsest level in which the head's outline, a polygon, is nowhere farther than `rough` pixels from a circle; or the one
 * that somebody has, `now`, where it is nearly so.
 * @param scale pixels to a metre, where they stand
 */
export function levelOf(scale: number, rough: number, now?: number): number {
  if (now !== undefined && now >= coarsest(scale * STAYS, rough) && now <= coarsest(scale / STAYS, rough)) return now;
  return coarsest(scale, rough);
}

function coarsest(scale: number, rough: number): number {
  const radius = RADIUS * scale;
  const off = Math.min(rough, Math.max(FINE, (rough * LARGE) / radius));
  const sides = Math.PI / Math.acos(Math.max(0, 1 - off / radius));
  for (let level = LEVELS.length - 1; level > 0; level--) if (LEVELS[level]! * SIDES >= sides) return level;
  return 0;
}
