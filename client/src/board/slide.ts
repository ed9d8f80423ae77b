// The page of the screen as a picture under the ink, and how the two fit: the ink's unit is the picture's width.
import { BOARD_UNITS, type Screen, type Surface as Over, type Template } from "../net/protocol.gen";
import type { PdfFile } from "../pdf/file";
import type { Box } from "./geometry";
import type { Background } from "./layer";
import { PAGE_HEIGHT, paintTemplate } from "./templates";

export interface SlidePicture {
  image: CanvasImageSource;
  width: number;
  height: number;
}

/** A page of a presentation is drawn so large, in pixels: one zooms into it. */
const PIXELS = { width: 2400, height: 2400 };

/** The page of the screen that can be drawn on now. */
export const overOf = ({ itemId, pdfPage = 0 }: Screen): Over => ({ itemId, pdfPage });

export const overKey = ({ itemId, pdfPage }: Over) => `${itemId}.${pdfPage}`;

function boxOf({ width, height }: { width: number; height: number }): Box {
  return { x0: 0, y0: 0, x1: BOARD_UNITS, y1: (BOARD_UNITS * height) / width };
}

/** What is to be seen of a page at first, and what lies under its ink: this picture, or a printed paper. */
export function paperOf(picture: SlidePicture | undefined, template: Template): { home: Box; background: Background } {
  if (!picture) {
    const home = { x0: 0, y0: 0, x1: BOARD_UNITS, y1: PAGE_HEIGHT };
    return { home, background: (pen, box, scale) => paintTemplate(pen, template, box, scale) };
  }
  const home = boxOf(picture);
  return {
    home,
    background: (pen, box) => {
      pen.fillStyle = "#c9d1cd";
      pen.fillRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
      pen.drawImage(picture.image, 0, 0, home.x1, home.y1);
    },
  };
}

/** What the screen shows, if it is a picture or a page of a presentation. */
export async function slidePicture(
  { slide, pdfPage = 0 }: Screen,
  file: PdfFile | undefined,
  signal: AbortSignal,
): Promise<SlidePicture | undefined> {
  if (slide.kind === "presentation") {
    return file && pdfPicture(file, pdfPage, signal);
  }
  return slide.kind === "photo" ? photoPicture(slide.url) : undefined;
}

export async function pdfPicture(file: PdfFile, page: number, signal: AbortSignal): Promise<SlidePicture> {
  const { canvas } = await file.draw(page, PIXELS, signal);
  return { image: canvas, width: canvas.width, height: canvas.height };
}

export async function photoPicture(url: string): Promise<SlidePicture> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { image, width: image.naturalWidth, height: image.naturalHeight };
}
