// Signs that float up above heads in 3D and fade. For those who want no motion they stay where they appear.
import { CanvasTexture, type Object3D, Sprite, SpriteMaterial, SRGBColorSpace, Vector3 } from "three";

const PIXELS = 96;
const FONT = `72px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
export const LIFE_MS = 2200;
/** How far a sign rises, and how far it sways to a side, in metres. */
const RISE_M = 1.3;
const SWAY_M = 0.12;
/** From this part of its life on, a sign fades. */
const FADES_AT = 0.6;
/** Its size in metres at a distance of one metre, between these distances; nearer and farther it looks smaller or larger. */
const SIZE = 0.07;
const NEAREST_M = 3;
const FARTHEST_M = 17;
/** Above the name, in metres. */
const ABOVE_NAME_M = 0.4;
/** No more signs than this float at once: a whole school that claps must not slow the picture down. */
const MOST = 80;

/** Signs that appear together are beside each other, this far apart, in metres. */
const APART_M = 0.3;

interface Floating {
  sprite: Sprite;
  aside: number;
  base: number;
  /** A time of `performance.now()`. */
  since: number;
}

/** How far up and aside a sign is at this age, and how opaque; nothing when its time is over. */
export function motion(ageMs: number, calm: boolean): { rise: number; sway: number; opacity: number } | undefined {
  const part = Math.max(0, ageMs / LIFE_MS);
  if (part >= 1) return undefined;
  const opacity = part < FADES_AT ? 1 : (1 - part) / (1 - FADES_AT);
  if (calm) return { rise: 0, sway: 0, opacity: 1 };
  return { rise: RISE_M * (1 - (1 - part) ** 2), sway: SWAY_M * Math.sin(part * 3 * Math.PI), opacity };
}

export class FloatingSprites {
  private readonly floating = new Set<Floating>();
  private readonly textures = new Map<string, CanvasTexture>();
  private readonly place = new Vector3();
  private count = 0;

  /** Lets a sign float up from `above`, from the height of its name on. */
  show(above: Object3D, nameHeight: number, sign: string, now: number): void {
    if (this.floating.size >= MOST) return;
    const sprite = new Sprite(new SpriteMaterial({ map: this.textureOf(sign), transparent: true, depthWrite: false }));
    const aside = ((this.count++ % 3) - 1) * APART_M;
    this.floating.add({ sprite, aside, base: nameHeight + ABOVE_NAME_M, since: now });
    above.add(sprite);
  }

  /** Moves all signs. @returns whether that changes the picture */
  step(now: number, eye: Vector3, calm: boolean): boolean {
    if (this.floating.size === 0) return false;
    for (const one of this.floating) {
      const { sprite, aside, base, since } = one;
      const at = motion(now - since, calm);
      if (!at) {
        this.remove(one);
        continue;
      }
      sprite.position.set(aside + at.sway, base + at.rise, 0);
      sprite.material.opacity = at.opacity;
      const distance = eye.distanceTo(sprite.getWorldPosition(this.place));
      sprite.scale.setScalar(SIZE * Math.min(FARTHEST_M, Math.max(NEAREST_M, distance)));
    }
    return true;
  }

  dispose(): void {
    for (const one of this.floating) this.remove(one);
    for (const texture of this.textures.values()) texture.dispose();
  }

  private remove(one: Floating): void {
    this.floating.delete(one);
    one.sprite.removeFromParent();
    one.sprite.material.dispose();
  }

  /** Each sign is painted once. */
  private textureOf(sign: string): CanvasTexture {
    const known = this.textures.get(sign);
    if (known) return known;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = PIXELS;
    const pen = canvas.getContext("2d")!;
    pen.font = FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(sign, PIXELS / 2, PIXELS / 2);
    const texture = new CanvasTexture(canvas);
    texture.colorSpace = SRGBColorSpace;
    this.textures.set(sign, texture);
    return texture;
  }
}
