// The page of the screen as a picture under the ink, and how the two fit: the ink's unit is the picture's width.
import { BOARD_UNITS, type Screen, type Surface as Over } from "../net/protocol.gen";
import type { PdfFile } from "../pdf/file";
import type { Box } from "./geometry";

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

export function boxOf({ width, height }: { width: number; height: number }): Box {
  return { x0: 0, y0: 0, x1: BOARD_UNITS, y1: (BOARD_UNITS * height) / width };
}

/** What the screen shows, if it is a picture or a page of a presentation. */
export async function slidePicture(
  { slide, pdfPage = 0 }: Screen,
  file: PdfFile | undefined,
  signal: AbortSignal,
): Promise<SlidePicture | undefined> {
  if (slide.kind === "presentation") {
    if (!file) return undefined;
    const { canvas } = await file.draw(pdfPage, PIXELS, signal);
    return { image: canvas, width: canvas.width, height: canvas.height };
  }
  if (slide.kind !== "photo") return undefined;
  const image = new Image();
  image.src = slide.url;
  await image.decode();
  return { image, width: image.naturalWidth, height: image.naturalHeight };
}
