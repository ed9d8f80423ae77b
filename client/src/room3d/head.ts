// A head from an avatar's attributes. The face is cut out flat and laid onto the head's front. Same parts as people/Face.
import {
  BoxGeometry,
  CapsuleGeometry,
  CircleGeometry,
  ConeGeometry,
  CylinderGeometry,
  RingGeometry,
  Shape,
  ShapeGeometry,
  SphereGeometry,
  TorusGeometry,
  type BufferGeometry,
} from "three";
import type { Avatar } from "../net/protocol.gen";
import { hatCovers } from "../people/hats";
import type { Paint } from "./paint";

export const HEAD = 0.34;
/** The height of the head's middle above the floor. */
export const HEAD_AT = 1.08;

export function head(paint: Paint, { skinColour, eyes, mouth, hair, accessories }: Avatar): void {
  const { n } = paint;
  paint.add(new SphereGeometry(HEAD, n(24), n(18)), skinColour, { at: [0, HEAD_AT, 0] });
  for (const side of [-1, 1]) {
    paint.add(new SphereGeometry(0.07, n(10), n(8)), skinColour, { at: [side * HEAD, HEAD_AT, 0] });
    const x = side * (0.135 + eyes.placement * 0.0005);
    const size = 0.062 * (eyes.size / 100);
    lay(paint, new CircleGeometry(size, n(18)).scale(1, 1.15, 1), "#ffffff", x, 0.02, 1);
    lay(paint, new CircleGeometry(size * 0.74, n(16)), eyes.colour, x, 0.015, 2);
    lay(paint, new CircleGeometry(size * 0.42, n(12)), "#1d1717", x, 0.015, 3);
    // From afar they are less than a pixel.
    if (paint.detail >= 0.5) {
      lay(paint, new CircleGeometry(size * 0.2, n(8)), "#ffffff", x + size * 0.25, 0.035, 4);
      lay(paint, new CircleGeometry(0.05, n(12)), blush(skinColour), side * 0.2, -0.11, 1);
    }
    glasses(paint, accessories.glasses, x, side);
  }
  layMouth(paint, mouth);
  hairOn(paint, hair, hatCovers(accessories.hat));
  hatOn(paint, accessories.hat);
}

/** Lays a flat shape onto the head's front, in the layer given, so that nothing flickers. */
function lay(paint: Paint, shape: BufferGeometry, colour: string, x: number, y: number, layer: number): void {
  const place = shape.getAttribute("position");
  const radius = HEAD + layer * 0.0035;
  for (let i = 0; i < place.count; i++) {
    const [px, py] = [place.getX(i) + x, place.getY(i) + y];
    place.setXYZ(i, px, py + HEAD_AT, Math.sqrt(Math.max(0.0001, radius * radius - px * px - py * py)));
  }
  shape.computeVertexNormals();
  paint.add(shape, colour);
}

function layMouth(paint: Paint, { shape, colour, size, position, rotation }: Avatar["mouth"]): void {
  const { n } = paint;
  const y = -0.17 + position * 0.0005;
  const put = (part: BufferGeometry, tint: string, layer: number) =>
    lay(paint, part.rotateZ((-rotation * Math.PI) / 180).scale(size / 100, size / 100, 1), tint, 0, y, layer);
  switch (shape) {
    case "smile":
      return put(
        new RingGeometry(0.085, 0.115, n(16), 1, Math.PI * 1.17, Math.PI * 0.66).translate(0, 0.08, 0),
        colour,
        2,
      );
    case "line":
      return put(new ShapeGeometry(bar(0.16, 0.032), n(12)), colour, 2);
    case "open":
      put(new CircleGeometry(0.065, n(18)), colour, 2);
      return put(new CircleGeometry(0.038, n(14)).scale(1, 0.75, 1).translate(0, -0.03, 0), "#f08a86", 3);
    case "grin":
      put(new CircleGeometry(0.105, n(20), Math.PI, Math.PI).translate(0, 0.035, 0), colour, 2);
      return put(new ShapeGeometry(bar(0.17, 0.035), n(12)).translate(0, 0.018, 0), "#ffffff", 3);
  }
}

function bar(width: number, height: number): Shape {
  const [w, h] = [width / 2, height / 2];
  const shape = new Shape();
  shape
    .moveTo(-w, -h)
    .lineTo(w, -h)
    .absarc(w, 0, h, -Math.PI / 2, Math.PI / 2, false);
  shape.lineTo(-w, h).absarc(-w, 0, h, Math.PI / 2, Math.PI * 1.5, false);
  return shape;
}

function blush(skin: string): string {
  const mix = (at: number, towards: number) => {
    const value = Number.parseInt(skin.slice(at, at + 2), 16);
    return Math.round(value * 0.84 + towards * 0.16)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${mix(1, 0xe2)}${mix(3, 0x60)}${mix(5, 0x4d)}`;
}

function glasses(paint: Paint, kind: Avatar["accessories"]["glasses"], x: number, side: number): void {
  if (kind === "none") return;
  const { n } = paint;
  const z = Math.sqrt(HEAD * HEAD - x * x) + 0.02;
  const at = [x, HEAD_AT + 0.02, z] as const;
  const turn = [0, Math.asin(x / HEAD) * 0.6, 0] as const;
  const frame = "#33302e";
  if (kind === "round") paint.add(new TorusGeometry(0.1, 0.013, n(6), n(24)), frame, { at, turn });
  if (kind === "square") {
    paint.add(new TorusGeometry(0.125, 0.015, 4, 4).rotateZ(Math.PI / 4), frame, { at, turn, scale: [1.05, 0.95, 1] });
  }
  if (kind === "star") paint.add(new ShapeGeometry(star(0.14, 0.085, 0.045)), "#c7433a", { at, turn });
  if (paint.detail < 0.4) return;
  paint.add(new BoxGeometry(Math.abs(x) * 0.55, 0.014, 0.014), frame, {
    at: [side * Math.abs(x) * 0.16, at[1], HEAD + 0.02],
  });
  paint.add(new BoxGeometry(0.014, 0.014, 0.3), frame, { at: [side * 0.315, at[1], 0.14], turn: [0, side * -0.12, 0] });
}

/** A five-pointed ring. */
function star(outer: number, inner: number, hole: number): Shape {
  const outline = (shape: Pick<Shape, "moveTo" | "lineTo">, a: number, b: number) => {
    for (let i = 0; i <= 10; i++) {
      const [angle, radius] = [(i * Math.PI) / 5 + Math.PI / 2, i % 2 ? b : a];
      shape[i === 0 ? "moveTo" : "lineTo"](radius * Math.cos(angle), radius * Math.sin(angle));
    }
  };
  const shape = new Shape();
  outline(shape, outer, inner);
  const middle = new Shape();
  outline(middle, outer * 0.72, hole);
  shape.holes.push(middle);
  return shape;
}

function hairOn(paint: Paint, { style, colour }: Avatar["hair"], covered: boolean): void {
  if (style === "none") return;
  const { n } = paint;
  const top = HEAD_AT;
  paint.add(new SphereGeometry(HEAD * 1.07, n(24), n(12), 0, Math.PI * 2, 0, Math.PI * 0.5), colour, {
    at: [0, top + 0.02, -0.015],
    turn: [-0.5, 0, 0],
  });
  const ball = (x: number, y: number, z: number, radius: number) =>
    paint.add(new SphereGeometry(radius, n(10), n(8)), colour, { at: [x, top + y, z] });
  if (style === "long") {
    paint.add(new CapsuleGeometry(0.29, 0.3, n(4), n(14)), colour, {
      at: [0, top - 0.2, -0.13],
      scale: [1.1, 1, 0.62],
    });
    for (const side of [-1, 1]) {
      paint.add(new CapsuleGeometry(0.075, 0.34, n(4), n(8)), colour, { at: [side * 0.325, top - 0.1, -0.02] });
    }
  }
  if (style === "bun" && !covered) ball(0, HEAD * 1.2, -0.12, 0.14);
  if (style === "curly") {
    for (let i = 0; i < 9; i++) {
      if (covered && i > 1 && i < 7) continue;
      const angle = Math.PI * (0.03 + (i / 8) * 0.94);
      ball(Math.cos(angle) * HEAD, Math.sin(angle) * HEAD * 0.9 + 0.06, 0.1, 0.115);
      ball(Math.cos(angle) * HEAD, Math.sin(angle) * HEAD * 0.95, -0.14, 0.13);
    }
    ball(0, -0.05, -0.27, 0.17);
  }
  if (style === "spiky" && !covered) {
    for (let i = 0; i < 11; i++) {
      const [around, up] = [(i * Math.PI * 2) / 7, i < 7 ? 0.65 : 0.25];
      const [x, y, z] = [Math.sin(around) * Math.sin(up), Math.cos(up), Math.cos(around) * Math.sin(up) - 0.25];
      paint.add(new ConeGeometry(0.1, 0.22, 6).translate(0, HEAD + 0.08, 0), colour, {
        at: [0, top, 0],
        turn: [Math.atan2(z, y), 0, -Math.asin(Math.max(-1, Math.min(1, x)))],
      });
    }
  }
}

function hatOn(paint: Paint, hat: Avatar["accessories"]["hat"]): void {
  const { n } = paint;
  const dome = () => new SphereGeometry(HEAD * 1.13, n(24), n(10), 0, Math.PI * 2, 0, Math.PI * 0.5);
  const at = [0, HEAD_AT + 0.11, -0.02] as const;
  const turn = [-0.12, 0, 0] as const;
  switch (hat) {
    case "none":
      return;
    case "cap":
      paint.add(dome(), "#d2493a", { at, turn, scale: [1, 0.86, 1] });
      paint.add(new CylinderGeometry(0.27, 0.27, 0.03, n(20)), "#a8362a", {
        at: [0, at[1] + 0.03, 0.3],
        turn: [0.1, 0, 0],
      });
      paint.add(new SphereGeometry(0.035, n(8), n(6)), "#a8362a", { at: [0, at[1] + 0.335, -0.06] });
      return;
    case "beanie":
      paint.add(dome(), "#3d7dbf", { at, turn });
      paint.add(new TorusGeometry(HEAD * 1.1, 0.055, n(8), n(24)).rotateX(Math.PI / 2), "#2c5f96", { at, turn });
      paint.add(new SphereGeometry(0.085, n(10), n(8)), "#f4efe4", { at: [0, at[1] + 0.42, -0.06] });
      return;
    case "wizard":
      paint.add(new CylinderGeometry(0.56, 0.56, 0.03, n(24)), "#463685", { at: [0, at[1] + 0.07, -0.03], turn });
      paint.add(new ConeGeometry(0.36, 0.75, n(20)), "#5b47a8", { at: [0, at[1] + 0.44, -0.07], turn });
      paint.add(new TorusGeometry(0.34, 0.03, n(6), n(24)).rotateX(Math.PI / 2), "#ffca4b", {
        at: [0, at[1] + 0.1, -0.03],
        turn,
      });
      return;
    case "crown":
      paint.add(new CylinderGeometry(0.3, 0.27, 0.12, n(20), 1, true), "#f5b82e", { at: [0, at[1] + 0.2, -0.02] });
      paint.add(new CylinderGeometry(0.27, 0.3, 0.12, n(20), 1, true), "#d69612", {
        at: [0, at[1] + 0.2, -0.02],
        scale: [-0.99, 1, 0.99],
      });
      for (let i = 0; i < 8; i++) {
        const angle = (i * Math.PI) / 4;
        const spot = [Math.sin(angle) * 0.295, at[1] + 0.3, Math.cos(angle) * 0.295 - 0.02] as const;
        paint.add(new ConeGeometry(0.075, 0.14, n(8)), "#f5b82e", { at: spot });
      }
      paint.add(new SphereGeometry(0.04, n(8), n(6)), "#d2493a", { at: [0, at[1] + 0.2, 0.275] });
  }
}
