// Somebody's shape, from their avatar's attributes: one mesh, whose limbs hang from where the graphics card moves them.
import { type BufferGeometry, CapsuleGeometry, LatheGeometry, Sphere, SphereGeometry, Vector2, Vector3 } from "three";
import type { Avatar } from "../net/protocol.gen";
import { head } from "./head";
import { LIMB } from "./materials";
import { Paint } from "./paint";

const OUTLINE = [
  [0, 0.24],
  [0.19, 0.25],
  [0.265, 0.33],
  [0.275, 0.45],
  [0.25, 0.6],
  [0.19, 0.73],
  [0.1, 0.79],
  [0, 0.8],
] as const;
/** Around a figure with a tall hat, a raised hand and a long step. */
const AROUND = new Sphere(new Vector3(0, 1, 0), 1.4);

/** @param detail as in `LEVELS` */
export function bodyOf(avatar: Avatar, shirt: string, detail: number): BufferGeometry {
  const paint = new Paint(detail);
  const { n } = paint;
  paint.add(new LatheGeometry(outline(detail), n(18)), shirt);
  paint.add(new CapsuleGeometry(0.075, 0.24, n(3), n(8)), shirt, { at: [0.285, 0.53, 0], turn: [0, 0, 0.28] });
  paint.add(new SphereGeometry(0.08, n(10), n(8)), avatar.skinColour, { at: [0.325, 0.385, 0] });
  head(paint, avatar);

  paint.limb(LIMB.arm);
  paint.add(new CapsuleGeometry(0.075, 0.24, n(3), n(8)), shirt, { at: [0, -0.14, 0] });
  paint.add(new SphereGeometry(0.08, n(10), n(8)), avatar.skinColour, { at: [0, -0.3, 0] });
  for (const limb of [LIMB.right, LIMB.left]) {
    paint.limb(limb);
    paint.add(new CapsuleGeometry(0.085, 0.16, n(3), n(8)), "#3d4a5c", { at: [0, -0.12, 0] });
    paint.add(new SphereGeometry(0.1, n(10), n(6)), "#f4efe4", { at: [0, -0.23, 0.035], scale: [1, 0.62, 1.3] });
  }
  const shape = paint.done();
  // Limbs lie at the origin until they are moved.
  shape.boundingSphere = AROUND;
  return shape;
}

function outline(detail: number): Vector2[] {
  // From afar every second ring of the body is enough.
  const rings = detail < 0.4 ? OUTLINE.filter((_, i) => i % 2 === 1 || i === 0) : OUTLINE;
  return rings.map(([x, y]) => new Vector2(x, y));
}
