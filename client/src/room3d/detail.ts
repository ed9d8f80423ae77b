// Of how many pieces somebody is made, by how large they are in the picture. Pure.

/** Levels of detail, the finest first: what a round piece is made of, as a part of what it has at its finest. */
export const LEVELS = [1, 0.75, 0.58, 0.45, 0.34, 0.25];
/** Sides of the roundest piece, the head, at its finest; its radius in metres. */
const SIDES = 24;
const RADIUS = 0.34;

/**
 * The coarsest level in which the head's outline, a polygon, is nowhere farther than `rough` pixels from a circle.
 * @param scale pixels to a metre, where they stand
 */
export function levelOf(scale: number, rough: number): number {
  const radius = RADIUS * scale;
  const sides = Math.PI / Math.acos(Math.max(0, 1 - rough / radius));
  for (let level = LEVELS.length - 1; level > 0; level--) if (LEVELS[level]! * SIDES >= sides) return level;
  return 0;
}
