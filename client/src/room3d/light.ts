// The room's light: a bright ceiling and a low sun, and no shadows. It falls on corners, not on pixels: what stands still has
// it painted on once (`lit`), and people, who turn, have it worked out by the graphics card (`LIGHT`), both as Lambert has it.
import { Color, Vector3 } from "three";

const SKY = new Color(0xfffaf2).multiplyScalar(2.75 / Math.PI);
const GROUND = new Color(0xf3dfc0).multiplyScalar(2.75 / Math.PI);
const SUN = new Color(0xfff0d2).multiplyScalar(1.15 / Math.PI);

/** Where the sun shines from. */
export const sun = { value: new Vector3(-8, 9, 5).normalize() };

/** What a colour looks like on a face that looks there. @returns sRGB */
export function lit(colour: Color, normal: Vector3): Color {
  const light = GROUND.clone().lerp(SKY, normal.y / 2 + 0.5);
  const shine = Math.max(0, normal.dot(sun.value));
  light.r += SUN.r * shine;
  light.g += SUN.g * shine;
  light.b += SUN.b * shine;
  return light.multiply(colour).convertLinearToSRGB();
}

const vec3 = ({ r, g, b }: Color) => `vec3(${[r, g, b].map((value) => value.toFixed(4)).join(", ")})`;

/**
 * The same in GLSL, for a colour that is sRGB already, without a power for each corner: how much brighter light makes a colour is
 * a curve, which in the light of this room is nearly this parabola. It is off by three of 255 steps at most.
 */
export const LIGHT = `
uniform vec3 sun;
vec3 lit(vec3 colour, vec3 normal) {
  vec3 light = mix(${vec3(GROUND)}, ${vec3(SKY)}, normal.y * 0.5 + 0.5) + ${vec3(SUN)} * max(0.0, dot(normal, sun));
  return colour * (0.7026 + (light - 0.46) * (0.58 - 0.1719 * (light - 0.85)));
}`;
