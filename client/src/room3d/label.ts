// A name above a head, painted once and again only when it changes.
import { CanvasTexture, LinearFilter, Sprite, SpriteMaterial, SRGBColorSpace } from "three";
import { HAND_PATH } from "../ui/icons";

export interface Tag {
  name: string;
  /** Whose turn: 1 for the first raised hand, 0 for none. */
  turn: number;
  me: boolean;
  teacher: boolean;
  lost: boolean;
}

/** Pixels of a line of text, and of the canvas; names longer than it are cut. */
const TEXT = 34;
const HEIGHT = 64;
const WIDEST = 480;
const FONT = `700 ${TEXT}px "Nunito Variable", system-ui, sans-serif`;
/** The label's height in the room, in metres. */
const METRES = 0.3;

export class Label {
  readonly sprite = new Sprite(new SpriteMaterial({ transparent: true, depthWrite: false }));
  private written = "";
  private ratio = 1;

  write(tag: Tag): void {
    const key = JSON.stringify(tag);
    if (key === this.written) return;
    this.written = key;
    const canvas = paint(tag);
    this.sprite.material.map?.dispose();
    const texture = new CanvasTexture(canvas);
    texture.colorSpace = SRGBColorSpace;
    texture.minFilter = LinearFilter;
    texture.generateMipmaps = false;
    this.sprite.material.map = texture;
    this.sprite.material.needsUpdate = true;
    this.sprite.center.set(0.5, 0);
    this.ratio = canvas.width / canvas.height;
  }

  /** Far names grow a little, so that they can still be read; very far ones are left out of a crowd. */
  scale(distance: number, crowded: boolean): void {
    const size = METRES * Math.min(2.6, Math.max(0.75, distance / 6.5));
    this.sprite.scale.set(size * this.ratio, size, 1);
    this.sprite.visible = !(crowded && distance > 16);
  }

  dispose(): void {
    this.sprite.material.map?.dispose();
    this.sprite.material.dispose();
  }
}

function paint({ name, turn, me, teacher, lost }: Tag): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d")!;
  pen.font = FONT;
  const text = lost ? `${name} …` : name;
  const wide = Math.min(pen.measureText(text).width, WIDEST);
  const mark = turn > 0 ? 76 : 0;
  canvas.width = Math.ceil(wide + 44 + mark);
  canvas.height = HEIGHT;
  pen.font = FONT;
  pen.textBaseline = "middle";
  pen.beginPath();
  pen.roundRect(2, 4, canvas.width - 4, HEIGHT - 10, 27);
  pen.fillStyle = lost ? "#8b9499" : teacher ? "#14503f" : me ? "#3d2c00" : "#22302d";
  pen.globalAlpha = lost ? 0.75 : 0.88;
  pen.fill();
  pen.globalAlpha = 1;
  if (turn > 0) {
    pen.beginPath();
    pen.roundRect(2, 4, mark, HEIGHT - 10, 27);
    pen.fillStyle = "#ffca4b";
    pen.fill();
    pen.fillStyle = "#3d2c00";
    pen.textAlign = "center";
    pen.fillText(String(turn), mark - 20, HEIGHT / 2, 22);
    pen.save();
    pen.translate(9, 14);
    pen.scale(1.4, 1.4);
    pen.lineWidth = 2.1;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#3d2c00";
    pen.stroke(new Path2D(HAND_PATH));
    pen.restore();
    pen.textAlign = "left";
  }
  pen.fillStyle = me ? "#ffe3a0" : "#ffffff";
  pen.fillText(text, 22 + mark, HEIGHT / 2, wide);
  return canvas;
}
