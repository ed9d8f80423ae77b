// The classroom's plan, in metres: x to the right and z to the back, seen from the middle towards the blackboard at -z.
// Pure: where one can stand, and where a step ends.

export const WALLS = { left: -15, right: 15, front: -12.4, back: 15 };
export const HEIGHT = 5.2;

export interface Block {
  x: number;
  z: number;
  /** Half of its sides. */
  w: number;
  d: number;
}

/** Desks stand before the places where src/room/state/roster.rs first puts people. */
export const DESKS: readonly Block[] = Array.from({ length: 48 }, (_, i) => ({
  x: (i % 12) * 2 - 11,
  z: Math.floor(i / 12) * 1.9 - 5 - 0.72,
  w: 0.6,
  d: 0.3,
}));
export const TEACHERS_DESK: Block = { x: -5.2, z: -9.6, w: 1.1, d: 0.45 };
export const SHELVES: readonly Block[] = [
  { x: 14.6, z: 6.5, w: 0.35, d: 2.6 },
  { x: 14.6, z: 12, w: 0.35, d: 2 },
];
/** The screen on the front wall, by its middle. */
export const BOARD = { x: 0, y: 2.85, z: WALLS.front + 0.34, width: 6.4, height: 3.6 };
const BODY = 0.3;
/** Nobody walks into the screen. */
const BEFORE_BOARD: Block = {
  x: BOARD.x,
  z: (WALLS.front + BOARD.z) / 2,
  w: BOARD.width / 2,
  d: BOARD.z - WALLS.front,
};
const BLOCKS = [...DESKS, TEACHERS_DESK, ...SHELVES, BEFORE_BOARD];

/** The nearest place to this one where a body fits. */
export function fit(x: number, z: number): { x: number; z: number } {
  x = Math.min(WALLS.right - BODY, Math.max(WALLS.left + BODY, x));
  z = Math.min(WALLS.back - BODY, Math.max(WALLS.front + BODY, z));
  for (const block of BLOCKS) {
    const [dx, dz] = [x - block.x, z - block.z];
    const [inX, inZ] = [block.w + BODY - Math.abs(dx), block.d + BODY - Math.abs(dz)];
    if (inX <= 0 || inZ <= 0) continue;
    if (inX < inZ) x = block.x + Math.sign(dx || 1) * (block.w + BODY);
    else z = block.z + Math.sign(dz || 1) * (block.d + BODY);
  }
  return { x, z };
}

/** Whether something that reaches this far to its sides, and hangs there turned any way, meets a wall or the screen on it. */
export function meetsWall(x: number, z: number, reach: number): boolean {
  return x - reach < WALLS.left || x + reach > WALLS.right || z + reach > WALLS.back || z - reach < BOARD.z;
}
