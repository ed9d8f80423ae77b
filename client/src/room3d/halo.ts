// A ring around the head of someone who speaks, seen from everywhere, as wide as they are loud.
import { CanvasTexture, Sprite, SpriteMaterial, SRGBColorSpace } from "three";

const PIXELS = 128;
/** Below this it is breath. */
const SEEN = 0.12;
/** Across, in metres: when quiet, and how much more when as loud as it gets. */
const WIDTH = 1.15;
const MORE = 0.4;

let texture: CanvasTexture | undefined;

export class Halo {
  readonly sprite = new Sprite(new SpriteMaterial({ map: ring(), transparent: true, depthWrite: false }));

  constructor() {
    this.sprite.visible = false;
  }

  /** @returns whether that is another than before */
  show(level: number): boolean {
    const { visible, scale } = this.sprite;
    const width = WIDTH + MORE * level;
    this.sprite.visible = level > SEEN;
    if (this.sprite.visible === visible && (!visible || scale.x === width)) return false;
    scale.set(width, width, 1);
    return true;
  }

  dispose(): void {
    this.sprite.material.dispose();
  }
}

/** Painted once for everyone. */
function ring(): CanvasTexture {
  if (texture) return texture;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = PIXELS;
  const pen = canvas.getContext("2d")!;
  const middle = PIXELS / 2;
  const circle = (width: number, colour: string) => {
    pen.beginPath();
    pen.arc(middle, middle, middle - 9, 0, 2 * Math.PI);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  };
  circle(17, "rgb(255 255 255 / 80%)");
  circle(10, "#1f9d6b");
  texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}
