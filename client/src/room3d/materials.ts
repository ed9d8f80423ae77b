// What everything in the room is drawn with. On a school's old laptop it is the pixels and corners that cost, and on one without
// a graphics card everything does: so a pixel is one colour, or one look into a picture, and nothing is reckoned for it. Colours
// are sRGB throughout, as the screen wants them.
import { type Matrix4, ShaderMaterial, type IUniform, type Texture } from "three";
import { LIGHT, sun } from "./light";

const COLOUR = `
varying vec3 seen;
void main() {
  gl_FragColor = vec4(seen, 1.0);
}`;

/** For what stands still: the light is already in its paint (`Paint.lit`). */
export const still = new ShaderMaterial({
  vertexShader: `
attribute vec3 paint;
varying vec3 seen;
void main() {
  seen = paint;
  vec4 place = vec4(position, 1.0);
  #ifdef USE_INSTANCING
  place = instanceMatrix * place;
  #endif
  gl_Position = projectionMatrix * modelViewMatrix * place;
}`,
  fragmentShader: COLOUR,
});

/** For a picture that shines by itself. */
export function picture(texture: Texture): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { picture: { value: texture }, tile: { value: texture.repeat } },
    vertexShader: `
uniform vec2 tile;
varying vec2 spot;
void main() {
  spot = uv * tile;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`,
    fragmentShader: `
uniform sampler2D picture;
varying vec2 spot;
void main() {
  gl_FragColor = vec4(texture2D(picture, spot).rgb, 1.0);
}`,
  });
}

/** The parts of a person that move by themselves; what is none of them leans with the body. */
export const LIMB = { body: 0, arm: 1, right: 2, left: 3 };
export const LIMBS = Object.keys(LIMB).length;

/** How someone holds themselves. */
export interface Stance {
  /** Where each limb is, in the room. */
  limbs: IUniform<Matrix4[]>;
  /** 1 for one whose connection is lost. */
  pale: IUniform<number>;
}

/** For one person, whose limbs hang from the origin and are moved by the graphics card: so a person is one mesh, not five. */
export function person(stance: Stance): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { ...stance, sun },
    vertexShader: `
attribute vec4 paint;
uniform mat4 limbs[${LIMBS}];
uniform float pale;
varying vec3 seen;
${LIGHT}
void main() {
  mat4 limb = limbs[int(paint.a + 0.5)];
  seen = lit(mix(paint.rgb, vec3(0.737, 0.773, 0.784), pale), mat3(limb) * normal);
  gl_Position = projectionMatrix * (viewMatrix * (limb * vec4(position, 1.0)));
}`,
    fragmentShader: COLOUR,
  });
}
