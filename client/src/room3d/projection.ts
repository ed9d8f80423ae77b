// The screen on the front wall: a shared screen, or what the teacher has turned to, painted onto a plane. Without content it is
// rolled up.
import { BoxGeometry, CanvasTexture, Group, Mesh, MeshBasicMaterial, PlaneGeometry, type ShaderMaterial } from "three";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId, Screen, Slide } from "../net/protocol.gen";
import { ACROSS, DOWN, paintPage, paintPicture } from "./board";
import { BOARD } from "./floor";
import { picture } from "./materials";
import { VideoSource } from "./videoSource";

/** How often a shared screen is painted: text and slides seldom move. */
const SHARED_PER_SECOND = 10;

export class Projection {
  readonly group = new Group();
  /** What is painted on it. */
  readonly canvas = document.createElement("canvas");
  private readonly texture: CanvasTexture;
  private readonly plane: Mesh<PlaneGeometry, ShaderMaterial>;
  private readonly frame: Mesh<BoxGeometry, MeshBasicMaterial>;
  private shown = "";
  private screen: Screen | undefined;
  private shared: VideoSource | undefined;
  private sharedBy: ParticipantId | undefined;

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

  /** Shows the screen that this person shares, or nobody's. */
  share(lesson: Lesson, who: ParticipantId | undefined): void {
    if (who === this.sharedBy) return;
    this.shared?.dispose();
    [this.shared, this.sharedBy] = [undefined, who];
    if (who) {
      const pen = this.canvas.getContext("2d")!;
      pen.fillStyle = "#101614";
      pen.fillRect(0, 0, ACROSS, DOWN);
      this.texture.needsUpdate = true;
      this.shared = new VideoSource(lesson, who, "screen", "large", SHARED_PER_SECOND, () => this.paintShared(pen));
    }
    this.shown = "";
    this.show(this.screen);
  }

  private paintShared(pen: CanvasRenderingContext2D): void {
    const { video } = this.shared!;
    const [w, h] = [video.videoWidth, video.videoHeight];
    if (!w || !h) return;
    const scale = Math.min(ACROSS / w, DOWN / h);
    pen.drawImage(video, (ACROSS - w * scale) / 2, (DOWN - h * scale) / 2, w * scale, h * scale);
    this.texture.needsUpdate = true;
    this.changed();
  }

  show(screen: Screen | undefined): void {
    this.screen = screen;
    this.group.visible = screen !== undefined || this.sharedBy !== undefined;
    this.changed();
    if (this.sharedBy) return;
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
    this.shared?.dispose();
    this.texture.dispose();
    for (const { geometry, material } of [this.plane, this.frame]) {
      geometry.dispose();
      material.dispose();
    }
  }
}
