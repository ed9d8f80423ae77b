// A name above a head, painted once and again only when it changes.
import {
  CanvasTexture,
  LinearFilter,
  type PerspectiveCamera,
  Sprite,
  SpriteMaterial,
  SRGBColorSpace,
  Vector3,
} from "three";
import { HAND_PATH } from "../ui/icons";
import { meetsWall } from "./floor";
import { meet, type Box, type Name } from "./names";

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
/** The label's height in the room, in metres, at a distance at which it is as large as text beside it; also in metres. */
const METRES = 0.3;
const USUAL = 6.5;
/** In a low picture, as on a phone that lies, it is no lower than this, in the page's pixels. */
const LEAST = 21;
/** How high it hangs on one who stands before the board, in metres: its bottom, as of a name badge. */
const CHEST = 0.5;
/** How fast it comes and goes, in parts of it a second. */
const FADE = 7;

export class Label {
  readonly sprite = new Sprite(new SpriteMaterial({ transparent: true, depthWrite: false, opacity: 0 }));
  /** Where it was in the picture, and whether it is to be seen there. */
  readonly name: Name = {
    left: 0,
    right: 0,
    top: 0,
    bottom: 0,
    distance: Infinity,
    first: false,
    own: false,
    shown: false,
  };
  /** How high it hangs over the feet, above the head, in metres. */
  height = 0;
  private written = "";
  private isOnChest = false;
  /** Whether a wall, or the board on it, would cut the plate. */
  private isCut = false;
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

  /**
   * Far names grow and near ones shrink a little, so that all of them can be read and none is the whole picture.
   * @param metre the page's pixels to a metre at a distance of one
   */
  scale(distance: number, metre: number): void {
    const usual = Math.max(METRES / USUAL, LEAST / metre);
    const size = usual * Math.min(2.6 * USUAL, Math.max(0.4 * USUAL, distance));
    this.sprite.scale.set(size * this.ratio, size, 1);
  }

  /**
   * Finds where it is in a picture of this size, above one who stands there. Where it would lie on what the board shows, it
   * hangs on the chest.
   */
  lie(feet: Vector3, camera: PerspectiveCamera, width: number, height: number, board?: Box): void {
    this.hang(false);
    this.project(feet, camera, width, height);
    if (!board || this.name.distance === Infinity || !meet(this.name, board, 0)) return;
    this.hang(true);
    this.project(feet, camera, width, height);
  }

  private hang(onChest: boolean): void {
    this.isOnChest = onChest;
    this.sprite.position.y = onChest ? CHEST : this.height;
  }

  private project(feet: Vector3, camera: PerspectiveCamera, width: number, height: number): void {
    const { name, sprite } = this;
    this.isCut = meetsWall(feet.x, feet.z, sprite.scale.x / 2);
    foot.copy(feet).add(sprite.position);
    name.distance = foot.distanceTo(camera.position);
    foot.applyMatrix4(camera.matrixWorldInverse);
    const depth = -foot.z;
    if (depth < camera.near) {
      name.distance = Infinity;
      return;
    }
    // Pixels to a metre there.
    const metre = (camera.projectionMatrix.elements[5]! * height) / 2 / depth;
    const [x, y] = [width / 2 + foot.x * metre, height / 2 - foot.y * metre];
    const half = (sprite.scale.x * metre) / 2;
    [name.left, name.right, name.top, name.bottom] = [x - half, x + half, y - sprite.scale.y * metre, y];
  }

  /** Comes or goes, as `name` says. @returns whether it is still about to */
  fade(seconds: number, calm: boolean): boolean {
    const { material } = this.sprite;
    const [goal, step] = [this.name.shown ? 1 : 0, calm ? 1 : seconds * FADE];
    const { opacity } = material;
    material.opacity = Math.min(Math.max(goal, opacity - step), opacity + step);
    this.sprite.visible = material.opacity > 0;
    // The plate of a speaker, or of the person whose turn it is, is drawn above those of people in front of them.
    material.depthTest = !this.name.first && !this.isCut && !this.isOnChest;
    return material.opacity !== goal;
  }

  dispose(): void {
    this.sprite.material.map?.dispose();
    this.sprite.material.dispose();
  }
}

const foot = new Vector3();

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
