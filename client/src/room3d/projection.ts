// The screen on the front wall: what the teacher has turned to, painted onto a plane. Without content it is rolled up.
import { BoxGeometry, CanvasTexture, Group, Mesh, MeshBasicMaterial, PlaneGeometry, type ShaderMaterial } from "three";
import type { Screen, Slide } from "../net/protocol.gen";
import { ACROSS, DOWN, paintPage, paintPicture } from "./board";
import { BOARD } from "./floor";
import { picture } from "./materials";

export class Projection {
  readonly group = new Group();
  /** What is painted on it. */
  readonly canvas = document.createElement("canvas");
  private readonly texture: CanvasTexture;
  private readonly plane: Mesh<PlaneGeometry, ShaderMaterial>;
  private readonly frame: Mesh<BoxGeometry, MeshBasicMaterial>;
  private shown = "";

  /** @param changed is told when there is something new to draw */
  constructor(private readonly changed: () => void) {
    [this.canvas.width, this.canvas.height] = [ACROSS, DOWN];
    this.texture = new CanvasTexture(this.canvas);
    this.texture.anisotropy = 8;
    this.plane = new Mesh(new PlaneGeometry(BOARD.width, BOARD.height), picture(this.texture));
    this.frame = new Mesh(
      new BoxGeometry(BOARD.width + 0.24, BOARD.height + 0.24, 0.06),
      new MeshBasicMaterial({ color: 0x3d4a5c }),
    );
    this.frame.position.z = -0.04;
    this.group.add(this.frame, this.plane);
    this.group.position.set(BOARD.x, BOARD.y, BOARD.z);
    this.group.visible = false;
  }

  show(screen: Screen | undefined): void {
    this.group.visible = screen !== undefined;
    this.changed();
    const now = screen ? JSON.stringify([screen.slide, screen.outcome]) : "";
    if (!screen || now === this.shown) return;
    this.shown = now;
    const pen = this.canvas.getContext("2d")!;
    paintPage(pen, screen);
    this.texture.needsUpdate = true;
    if (screen.slide.kind === "photo") this.load(pen, screen.slide, now);
  }

  private load(pen: CanvasRenderingContext2D, slide: Slide & { kind: "photo" }, wanted: string): void {
    const photo = new Image();
    photo.addEventListener("load", () => {
      // The teacher may have gone on meanwhile.
      if (this.shown !== wanted) return;
      paintPicture(pen, photo, slide.caption);
      this.texture.needsUpdate = true;
      this.changed();
    });
    photo.src = slide.url;
  }

  dispose(): void {
    this.shown = "";
    this.texture.dispose();
    for (const { geometry, material } of [this.plane, this.frame]) {
      geometry.dispose();
      material.dispose();
    }
  }
}
