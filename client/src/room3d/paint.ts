// Many small coloured shapes as one mesh: vertices carry the colour, so that a whole figure or classroom is one draw call.
import {
  BufferAttribute,
  BufferGeometry,
  type Box3,
  type BoxGeometry,
  Color,
  Euler,
  Matrix4,
  Quaternion,
  SRGBColorSpace,
  Vector3,
} from "three";
import { mergeGeometries, mergeVertices } from "three/addons/utils/BufferGeometryUtils.js";
import { lit } from "./light";
import { LIMB } from "./materials";

export interface Where {
  at?: readonly [number, number, number];
  turn?: readonly [number, number, number];
  scale?: number | readonly [number, number, number];
}

export class Paint {
  private readonly parts: BufferGeometry[] = [];
  private part = LIMB.body;

  /** @param detail 1 for what is near, less for what is seen from afar */
  constructor(readonly detail = 1) {}

  /** Of how many pieces something round is made that would have so many when it is near. */
  readonly n = (pieces: number): number =>
    Math.max(pieces > 8 ? 4 : pieces > 4 ? 3 : 1, Math.round(pieces * this.detail));

  /** What is added from here on moves by itself, as this part. */
  limb(part: number): this {
    this.part = part;
    return this;
  }

  /** Adds a shape in a colour. The shape is used up. */
  add(shape: BufferGeometry, colour: string, { at = [0, 0, 0], turn = [0, 0, 0], scale = 1 }: Where = {}): this {
    shape.deleteAttribute("uv");
    // Triangles share their corners: a fifth of the work for a graphics card that is a phone's, or a processor.
    const geometry = shape.index ? shape : mergeVertices(shape);
    if (geometry !== shape) shape.dispose();
    const size = typeof scale === "number" ? new Vector3(scale, scale, scale) : new Vector3(...scale);
    const rotation = new Quaternion().setFromEuler(new Euler(...turn));
    geometry.applyMatrix4(new Matrix4().compose(new Vector3(...at), rotation, size));
    const { r, g, b } = new Color(colour).convertLinearToSRGB();
    const paint = new Float32Array(geometry.getAttribute("position").count * 4);
    for (let i = 0; i < paint.length; i += 4) paint.set([r, g, b, this.part], i);
    geometry.setAttribute("paint", new BufferAttribute(paint, 4));
    this.parts.push(geometry);
    return this;
  }

  /** For who moves: the colours as they are (sRGB), and the part. */
  done(): BufferGeometry {
    const merged = mergeGeometries(this.parts);
    for (const part of this.parts) part.dispose();
    this.parts.length = 0;
    return merged;
  }

  /** For what stands still: the light is painted on. */
  lit(): BufferGeometry {
    const shape = this.done();
    const [paint, normal] = [shape.getAttribute("paint"), shape.getAttribute("normal")];
    const colours = new Uint8ClampedArray(paint.count * 4);
    const colour = new Color();
    const way = new Vector3();
    for (let i = 0; i < paint.count; i++) {
      colour.setRGB(paint.getX(i), paint.getY(i), paint.getZ(i), SRGBColorSpace);
      const { r, g, b } = lit(colour, way.fromBufferAttribute(normal, i));
      colours.set([r * 255, g * 255, b * 255], i * 4);
    }
    shape.deleteAttribute("normal");
    shape.setAttribute("paint", new BufferAttribute(colours, 4, true));
    return shape;
  }
}

/** A box without the sides that face away from all of where it is looked at from. */
export function seenSides(box: BoxGeometry, from: Box3): BoxGeometry {
  const [place, normal] = [box.getAttribute("position"), box.getAttribute("normal")];
  const corners = [...box.index!.array].filter((corner) => {
    for (const axis of [0, 1, 2] as const) {
      const [at, way] = [place.getComponent(corner, axis), normal.getComponent(corner, axis)];
      if (way > 0.5) return at < from.max.getComponent(axis);
      if (way < -0.5) return at > from.min.getComponent(axis);
    }
    return true;
  });
  box.setIndex(corners);
  return box;
}
