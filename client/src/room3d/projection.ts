// The screen on the front wall: a shared screen, a poll, or what the teacher has turned to, painted onto a plane. Without content
// it is rolled up.
import {
  BoxGeometry,
  CanvasTexture,
  CircleGeometry,
  Group,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  type ShaderMaterial,
} from "three";
import type { BoardModel } from "../board/model";
import { overOf } from "../board/slide";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId, Poll, Screen, Slide, Surface } from "../net/protocol.gen";
import type { PdfFile } from "../pdf/file";
import type { Point } from "../pointer/model";
import { paintPoll } from "../poll/wall";
import { ACROSS, DOWN, paintPage, paintPicture, type Rectangle } from "./board";
import { BOARD } from "./floor";
import { picture } from "./materials";
import { VideoSource } from "./videoSource";
import { WallInk } from "./wall";

/** How often a shared screen is painted: text and slides seldom move. */
const SHARED_PER_SECOND = 10;

/** So many pixels the canvas has for each of the painting's: small print is read from the last row by a glance at the board. */
const SHARPNESS = 1.5;

/** The presentation on the screen: its file, once it is read, the page, and why it cannot be shown. */
interface Presented {
  file: PdfFile | undefined;
  page: number;
  problem: string | undefined;
}

export class Projection {
  readonly group = new Group();
  /** What is painted on it. */
  readonly canvas = document.createElement("canvas");
  private readonly pen: CanvasRenderingContext2D;
  private readonly texture: CanvasTexture;
  private readonly plane: Mesh<PlaneGeometry, ShaderMaterial>;
  private readonly frame: Mesh<BoxGeometry, MeshBasicMaterial>;
  private readonly pointer: Mesh<CircleGeometry, MeshBasicMaterial>;
  private shown = "";
  private drawing = new AbortController();
  /** Where on the canvas the slide is that has a pointer over it. */
  private box: Rectangle | undefined;
  private last: [Screen | undefined, Presented, Poll | undefined] | undefined;
  private shared: VideoSource | undefined;
  private sharedBy: ParticipantId | undefined;
  private over: Surface | undefined;
  private readonly ink: WallInk;
  private whiteboard: number | undefined;

  /** @param changed is told when there is something new to draw */
  constructor(
    private readonly changed: () => void,
    boards: BoardModel,
  ) {
    [this.canvas.width, this.canvas.height] = [ACROSS * SHARPNESS, DOWN * SHARPNESS];
    this.pen = this.canvas.getContext("2d")!;
    this.pen.scale(SHARPNESS, SHARPNESS);
    this.texture = new CanvasTexture(this.canvas);
    this.texture.anisotropy = 8;
    this.plane = new Mesh(new PlaneGeometry(BOARD.width, BOARD.height), picture(this.texture));
    this.frame = new Mesh(
      new BoxGeometry(BOARD.width + 0.24, BOARD.height + 0.24, 0.06),
      new MeshBasicMaterial({ color: 0x3d4a5c }),
    );
    this.frame.position.z = -0.04;
    this.pointer = new Mesh(new CircleGeometry(BOARD.height / 45, 20), new MeshBasicMaterial({ color: 0xe0261b }));
    this.pointer.visible = false;
    this.group.add(this.frame, this.plane, this.pointer);
    this.group.position.set(BOARD.x, BOARD.y, BOARD.z);
    this.group.visible = false;
    this.ink = new WallInk(boards, this.canvas, this.pen, () => {
      this.texture.needsUpdate = true;
      this.changed();
    });
  }

  /** Shows a whiteboard in place of the slide, or the ink over the slide. */
  draw(whiteboard: number | undefined): void {
    this.whiteboard = whiteboard;
    this.ink.show(whiteboard);
    if (this.last) this.show(...this.last);
  }

  /** Shows the screen that this person shares, or nobody's. */
  share(lesson: Lesson, who: ParticipantId | undefined): void {
    if (who === this.sharedBy) return;
    this.shared?.dispose();
    [this.shared, this.sharedBy] = [undefined, who];
    if (who) {
      this.drawing.abort();
      this.shared = new VideoSource(lesson, who, "screen", "large", SHARED_PER_SECOND, () => {
        const { video } = this.shared!;
        paintPicture(this.pen, video, { width: video.videoWidth, height: video.videoHeight }, "");
        this.texture.needsUpdate = true;
        this.changed();
      });
    }
    this.shown = "";
    if (this.last) this.show(...this.last);
  }

  /** @param poll hangs before the whiteboard and the screen's page, and a shared screen before all of them */
  show(screen: Screen | undefined, presented: Presented, poll: Poll | undefined): void {
    this.last = [screen, presented, poll];
    const covers = poll !== undefined || this.sharedBy !== undefined;
    this.group.visible = screen !== undefined || covers || this.whiteboard !== undefined;
    this.changed();
    this.ink.hold(covers);
    // The pointer and the ink are for slides.
    if (covers) this.box = undefined;
    if (this.sharedBy) return;
    const { file, page, problem } = presented;
    const slideNow = screen ? JSON.stringify([screen.slide, screen.outcome, page, file !== undefined, problem]) : "";
    const now = poll ? JSON.stringify(poll) : slideNow;
    if (!now || now === this.shown) return;
    this.shown = now;
    this.over = screen && overOf(screen);
    this.drawing.abort();
    this.drawing = new AbortController();
    if (poll) {
      this.texture.needsUpdate = true;
      return paintPoll(this.pen, poll);
    }
    if (!screen) return;
    const { slide } = screen;
    if (slide.kind === "presentation" && file) return void this.drawPage(file, page, this.drawing.signal);
    this.box = undefined;
    paintPage(this.pen, screen, problem);
    this.ink.slide(undefined, undefined);
    if (slide.kind === "photo") this.load(slide, now);
  }

  /** Shows the teacher's pointer. */
  point(at: Point | undefined): void {
    this.changed();
    this.pointer.visible = at !== undefined && this.box !== undefined;
    if (!at || !this.box) return;
    const { x, y, width, height } = this.box;
    const [across, down] = [(x + at.x * width) / ACROSS - 0.5, (y + at.y * height) / DOWN - 0.5];
    this.pointer.position.set(across * BOARD.width, -down * BOARD.height, 0.02);
  }

  /** The page before stays until this one is drawn. */
  private async drawPage(file: PdfFile, page: number, signal: AbortSignal): Promise<void> {
    try {
      const box = { width: this.canvas.width, height: this.canvas.height };
      const { canvas } = await file.draw(page, box, signal);
      if (!signal.aborted) this.paint(canvas, canvas.width, canvas.height, "");
    } catch {
      // The flat view says why.
    }
  }

  private load(slide: Slide & { kind: "photo" }, wanted: string): void {
    const photo = new Image();
    photo.addEventListener("load", () => {
      // The teacher may have gone on meanwhile.
      if (this.shown === wanted) this.paint(photo, photo.naturalWidth, photo.naturalHeight, slide.caption);
    });
    photo.src = slide.url;
  }

  private paint(source: CanvasImageSource, width: number, height: number, caption: string): void {
    this.box = paintPicture(this.pen, source, { width, height }, caption);
    this.ink.slide(this.over, this.box);
  }

  dispose(): void {
    this.shown = "";
    this.drawing.abort();
    this.shared?.dispose();
    this.ink.dispose();
    this.texture.dispose();
    for (const { geometry, material } of [this.plane, this.frame, this.pointer]) {
      geometry.dispose();
      material.dispose();
    }
  }
}
