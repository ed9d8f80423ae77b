// Whose names are shown where they would lie over each other: of those who speak or have a hand up, and then of the nearest.
// Pure.

/** A name where it would be in the picture. */
export interface Name {
  /** Its sides, in pixels from the picture's left and top. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** From the eye, in metres; without end when it is behind. */
  distance: number;
  /** Whether it goes before the nearer ones. */
  first: boolean;
  shown: boolean;
}

/** Nobody reads more; and of 300 people each is compared with so many at most. */
const MOST = 48;
/** That nothing flickers: who is shown counts as nearer than they are by this, */
const STAYS = 0.85;
/** may be covered by so much, as parts of a name's height, and who is not needs so much of a gap. */
const LAP = 0.25;
const GAP = 0.2;

/** Says of each whether it is shown, from whether it was. */
export function giveWay(names: readonly Name[], width: number, height: number): void {
  const seen: Name[] = [];
  for (const name of names) {
    const { left, right, top, bottom, distance } = name;
    if (distance < Infinity && right > 0 && left < width && bottom > 0 && top < height) seen.push(name);
    else name.shown = false;
  }
  const rank = ({ shown, distance }: Name) => (shown ? distance * STAYS : distance);
  seen.sort((a, b) => Number(b.first) - Number(a.first) || rank(a) - rank(b));
  const placed: Name[] = [];
  for (const name of seen) {
    const gap = (name.bottom - name.top) * (name.shown ? -LAP : GAP);
    name.shown = placed.length < MOST && !placed.some((other) => meet(name, other, gap));
    if (name.shown) placed.push(name);
  }
}

/** Whether two are nearer to each other than this, to the side and in height. */
function meet(a: Name, b: Name, gap: number): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}
