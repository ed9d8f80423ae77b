// Which names are shown where they would overlap: those of people who speak or have a hand up, then the nearest, and one's own
// last. Pure.

/** A part of the picture: its sides, in pixels from the picture's left and top. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A name where it would be in the picture. */
export interface Name extends Box {
  /** From the eye, in metres; infinite when it is behind. */
  distance: number;
  /** Whether it goes before the nearer ones. */
  first: boolean;
  /** Whether it is the viewer's, who knows it. */
  own: boolean;
  shown: boolean;
}

/** Nobody can read more; and with 300 people, each name is compared with at most this many. */
const MOST = 48;
/** Hysteresis against flickering: a name that is shown counts as nearer by this factor. */
const STAYS = 0.85;
/** A name that is shown may overlap by LAP, and one that is not needs the gap GAP; as parts of a name's height. */
const LAP = 0.25;
const GAP = 0.2;

/** Sets for each name whether it is shown; it depends on whether it was shown before. */
export function placeLabels(names: readonly Name[], width: number, height: number): void {
  const seen: Name[] = [];
  for (const name of names) {
    const { left, right, top, bottom, distance } = name;
    if (distance < Infinity && right > 0 && left < width && bottom > 0 && top < height) seen.push(name);
    else name.shown = false;
  }
  const rank = ({ shown, distance }: Name) => (shown ? distance * STAYS : distance);
  seen.sort((a, b) => Number(a.own) - Number(b.own) || Number(b.first) - Number(a.first) || rank(a) - rank(b));
  const placed: Name[] = [];
  for (const name of seen) {
    const gap = (name.bottom - name.top) * (name.shown ? -LAP : GAP);
    name.shown = placed.length < MOST && !placed.some((other) => meet(name, other, gap));
    if (name.shown) placed.push(name);
  }
}

/** Whether two are nearer to each other than this, to the side and in height. */
export function meet(a: Box, b: Box, gap: number): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}
