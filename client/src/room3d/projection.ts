// The screen on the front wall: what the teacher has turned to, painted onto a plane. Without content it is rolled up.
import { BoxGeometry, CanvasTexture, Group, Mesh, MeshBasicMaterial, PlaneGeometry, type ShaderMaterial } from "three";
import type { Outcome, Screen, Slide } from "../net/protocol.gen";
import { letter } from "../quiz/letter";
import { WALLS } from "./floor";
import { picture } from "./materials";
import { t } from "../texts";

const [WIDTH, HEIGHT] = [6.4, 3.6];
const [ACROSS, DOWN] = [1280, 720];
const PAPER = "#fffdf6";
const INK = "#22302d";
const FONT = '"Nunito Variable", system-ui, sans-serif';

export class Projection {
  readonly group = new Group();
  private readonly canvas = document.createElement("canvas");
  private readonly texture: CanvasTexture;
  private readonly plane: Mesh<PlaneGeometry, ShaderMaterial>;
  private readonly frame: Mesh<BoxGeometry, MeshBasicMaterial>;
  private shown = "";

  /** @param changed is told when there is something new to draw */
  constructor(private readonly changed: () => void) {
    [this.canvas.width, this.canvas.height] = [ACROSS, DOWN];
    this.texture = new CanvasTexture(this.canvas);
    this.texture.anisotropy = 8;
    this.plane = new Mesh(new PlaneGeometry(WIDTH, HEIGHT), picture(this.texture));
    this.frame = new Mesh(
      new BoxGeometry(WIDTH + 0.24, HEIGHT + 0.24, 0.06),
      new MeshBasicMaterial({ color: 0x3d4a5c }),
    );
    this.frame.position.z = -0.04;
    this.group.add(this.frame, this.plane);
    this.group.position.set(0, 2.85, WALLS.front + 0.34);
    this.group.visible = false;
  }

  show(screen: Screen | undefined): void {
    this.group.visible = screen !== undefined;
    this.changed();
    const now = screen ? JSON.stringify([screen.slide, screen.outcome]) : "";
    if (!screen || now === this.shown) return;
    this.shown = now;
    const pen = this.canvas.getContext("2d")!;
    paint(pen, screen);
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

function paint(pen: CanvasRenderingContext2D, { slide, outcome }: Screen): void {
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, ACROSS, DOWN);
  switch (slide.kind) {
    case "photo":
      return write(pen, [{ text: slide.caption || slide.alternativeText || "…", size: 1 }]);
    case "video":
      return write(pen, [
        { text: "▶", size: 3 },
        { text: slide.caption || slide.alternativeText || t("screen-wall-video"), size: 1.2 },
        { text: t("screen-wall-video-help"), size: 0.8 },
      ]);
    case "presentation":
      return write(pen, [
        { text: slide.caption || slide.name, size: 1.5 },
        { text: t("screen-wall-presentation"), size: 0.8 },
      ]);
    case "quiz":
      return write(pen, [
        { text: slide.question, size: 1.5 },
        ...slide.options.map((option, i) => ({ text: `${letter(i)}.  ${option}${told(outcome, i)}`, size: 1.1 })),
      ]);
    case "text":
      return write(pen, blocks(slide.html));
  }
}

/** What an answer of a quiz has come to. */
function told(outcome: Outcome | undefined, choice: number): string {
  if (!outcome) return "";
  return `  (${outcome.counts[choice] ?? 0})${outcome.right === choice ? "  ✓" : ""}`;
}

function paintPicture(pen: CanvasRenderingContext2D, picture: HTMLImageElement, caption: string): void {
  pen.fillStyle = "#1c2422";
  pen.fillRect(0, 0, ACROSS, DOWN);
  const below = caption ? 72 : 0;
  const { naturalWidth: w, naturalHeight: h } = picture;
  const scale = Math.min(ACROSS / w, (DOWN - below) / h);
  pen.drawImage(picture, (ACROSS - w * scale) / 2, (DOWN - below - h * scale) / 2, w * scale, h * scale);
  if (!caption) return;
  pen.fillStyle = "#ffffff";
  pen.font = `650 40px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(caption, ACROSS / 2, DOWN - below / 2, ACROSS - 80);
}

interface Block {
  text: string;
  /** As a multiple of the usual letter. */
  size: number;
}

/** The lines of a text; what else its elements mean is for those who look closer. */
function blocks(html: string): Block[] {
  const found: Block[] = [];
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const part of body.querySelectorAll("h3, h4, h5, h6, p, li, pre, tr")) {
    // What stands within another of these is told with it.
    if (part.parentElement?.closest("li, pre, tr")) continue;
    const words = (part.textContent ?? "").replace(/\s+/g, " ").trim();
    if (!words) continue;
    const { tagName } = part;
    const bullet = tagName === "LI" ? "•  " : "";
    found.push({ text: bullet + words, size: tagName === "H3" ? 1.6 : tagName.startsWith("H") ? 1.3 : 1 });
  }
  return found;
}

/** As large as it fits, down to what can still be read; the rest ends in an ellipsis. */
function write(pen: CanvasRenderingContext2D, what: readonly Block[]): void {
  pen.fillStyle = INK;
  pen.textAlign = "left";
  pen.textBaseline = "top";
  const [left, top, width, height] = [80, 60, ACROSS - 160, DOWN - 120];
  for (let letter = 62; ; letter -= 4) {
    const lines: { text: string; size: number; gap: number }[] = [];
    for (const { text, size } of what) {
      pen.font = font(letter * size);
      wrap(pen, text, width).forEach((text, i) => lines.push({ text, size: letter * size, gap: i ? 0 : letter * 0.4 }));
    }
    const tall = lines.reduce((sum, line) => sum + line.size * 1.25 + line.gap, 0);
    if (tall > height && letter > 26) continue;
    let y = top + Math.max(0, (height - tall) / 2);
    for (const { text, size, gap } of lines) {
      y += gap;
      const last = y + size * 2.5 > top + height && tall > height;
      pen.font = font(size);
      pen.fillText(last ? `${text} …` : text, left, y, width);
      if (last) return;
      y += size * 1.25;
    }
    return;
  }
}

function font(size: number): string {
  return `650 ${size}px ${FONT}`;
}

function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) === "" || pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
