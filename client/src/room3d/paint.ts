// Many small coloured shapes as one mesh: vertices carry the colour, so that a whole figure or classroom is one draw call.
import { BufferAttribute, BufferGeometry, Color, Euler, Matrix4, Quaternion, Vector3 } from "three";
import { mergeGeometries, mergeVertices } from "three/addons/utils/BufferGeometryUtils.js";

export interface Where {
  at?: readonly [number, number, number];
  turn?: readonly [number, number, number];
  scale?: number | readonly [number, number, number];
}

export class Paint {
  private readonly parts: BufferGeometry[] = [];

  /** @param detail 1 for what is near, less for what is seen from afar */
  constructor(private readonly detail = 1) {}

  /** Of how many pieces something round is made that would have so many when it is near. */
  readonly n = (pieces: number): number => Math.max(Math.min(pieces, 4), Math.round(pieces * this.detail));

  /** Adds a shape in a colour. The shape is used up. */
  add(shape: BufferGeometry, colour: string, { at = [0, 0, 0], turn = [0, 0, 0], scale = 1 }: Where = {}): this {
    shape.deleteAttribute("uv");
    // Triangles share their corners: a fifth of the work for a graphics card that is a phone's, or a processor.
    const geometry = shape.index ? shape : mergeVertices(shape);
    if (geometry !== shape) shape.dispose();
    const size = typeof scale === "number" ? new Vector3(scale, scale, scale) : new Vector3(...scale);
    const rotation = new Quaternion().setFromEuler(new Euler(...turn));
    geometry.applyMatrix4(new Matrix4().compose(new Vector3(...at), rotation, size));
    const { r, g, b } = new Color(colour);
    const colours = new Float32Array(geometry.getAttribute("position").count * 3);
    for (let i = 0; i < colours.length; i += 3) colours.set([r, g, b], i);
    geometry.setAttribute("color", new BufferAttribute(colours, 3));
    this.parts.push(geometry);
    return this;
  }

  done(): BufferGeometry {
    const merged = mergeGeometries(this.parts);
    for (const part of this.parts) part.dispose();
    this.parts.length = 0;
    return merged;
  }
}
