// A page as a file. PNG is drawn as on the screen; SVG has the same shapes as paths and texts; PDF is a sheet of
// paper with the picture, made by a library that is loaded only for this.
import type { BoardElement, Template } from "../net/protocol.gen";
import { COLOURS, PAPER } from "./colours";
import { ends, LETTERS, MARKER_TIMES, pointsOf, union, WIDTHS, type Box, type Find, type Point } from "./geometry";
import { arrowHead, MARKER_ALPHA, outlineOf, paintElement } from "./paint";
import { pictures } from "./pictures";
import type { Sheet } from "./sheet";
import { loadTemplate } from "./templates";
import type { Background } from "./layer";

/** The longest side of a picture, in pixels, and of a page of paper, in points. */
const PIXELS = 3200;
const A4 = [842, 595] as const;

export type Format = "png" | "svg" | "pdf";

/** A page that can become a file. */
export interface Paper {
  readonly sheet: Sheet;
  /** What is seen of it at least. */
  readonly home: Box;
  readonly background: Background;
}

/** The page with everything on it, as it is on the screen. */
export async function pictureOf({ sheet, home, background }: Paper, template: Template, pixels = PIXELS) {
  await loadTemplate(template);
  const all = sheet.all();
  const elements = all.map(({ element }) => element!);
  return draw(elements, wholeOf(sheet, home), sheet.find, background, pixels);
}

function wholeOf(sheet: Sheet, home: Box): Box {
  const margin = 300;
  const drawn = sheet.bounds(sheet.all());
  return drawn
    ? union([home, { x0: drawn.x0 - margin, y0: drawn.y0 - margin, x1: drawn.x1 + margin, y1: drawn.y1 + margin }])!
    : home;
}

export async function saveAs(format: Format, page: Paper, template: Template, title: string): Promise<void> {
  const { sheet, home, background } = page;
  const name = `${title.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "board"}.${format}`;
  if (format === "svg") {
    await loadTemplate(template);
    const elements = sheet.all().map(({ element }) => element!);
    const box = wholeOf(sheet, home);
    // What others may not fetch from here goes into the file.
    const below = dataUrl(canvasOf(box), box, background);
    const drawing = svg(elements, box, sheet.find, below, await embedded(elements));
    return download(new Blob([drawing], { type: "image/svg+xml" }), name);
  }
  const canvas = await pictureOf(page, template);
  const png = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
  if (format === "png") return download(png, name);
  const { PDFDocument } = await import("pdf-lib");
  const file = await PDFDocument.create();
  const picture = await file.embedPng(await png.arrayBuffer());
  const scale = Math.min(A4[0] / picture.width, A4[1] / picture.height);
  const paper = file.addPage([picture.width * scale, picture.height * scale]);
  paper.drawImage(picture, { x: 0, y: 0, width: picture.width * scale, height: picture.height * scale });
  file.setTitle(title);
  download(new Blob([(await file.save()) as Uint8Array<ArrayBuffer>], { type: "application/pdf" }), name);
}

const scaleOf = (box: Box, pixels: number) => pixels / Math.max(box.x1 - box.x0, box.y1 - box.y0);

function canvasOf(box: Box, pixels = PIXELS): HTMLCanvasElement {
  const [canvas, scale] = [document.createElement("canvas"), scaleOf(box, pixels)];
  canvas.width = Math.round((box.x1 - box.x0) * scale);
  canvas.height = Math.round((box.y1 - box.y0) * scale);
  return canvas;
}

/** What lies under the drawing, the slide or the printed paper: on a canvas of this box. */
function paintBelow(canvas: HTMLCanvasElement, box: Box, background: Background): CanvasRenderingContext2D {
  const [pen, scale] = [canvas.getContext("2d")!, canvas.width / (box.x1 - box.x0)];
  pen.setTransform(scale, 0, 0, scale, -box.x0 * scale, -box.y0 * scale);
  background(pen, box, scale);
  return pen;
}

function dataUrl(canvas: HTMLCanvasElement, box: Box, background: Background): string {
  paintBelow(canvas, box, background);
  return canvas.toDataURL("image/png");
}

/** The pictures on the page, as addresses that contain them. */
async function embedded(elements: readonly BoardElement[]): Promise<ReadonlyMap<string, string>> {
  const picture = await allPictures(elements);
  const found = new Map<string, string>();
  for (const { shape } of elements) {
    const image = shape.kind === "picture" && !found.has(shape.file) ? picture(shape.file) : undefined;
    if (!(image instanceof HTMLImageElement) || shape.kind !== "picture") continue;
    const canvas = document.createElement("canvas");
    const scale = Math.min(1, PIXELS / 2 / Math.max(image.naturalWidth, image.naturalHeight));
    [canvas.width, canvas.height] = [image.naturalWidth * scale, image.naturalHeight * scale];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    found.set(shape.file, canvas.toDataURL("image/png"));
  }
  return found;
}

async function draw(
  elements: readonly BoardElement[],
  box: Box,
  find: Find,
  background: Background,
  pixels: number,
): Promise<HTMLCanvasElement> {
  const [canvas, scale] = [canvasOf(box, pixels), scaleOf(box, pixels)];
  const picture = await allPictures(elements);
  const pen = paintBelow(canvas, box, background);
  for (const element of elements) paintElement(pen, element, { find, scale, picture });
  return canvas;
}

/** All pictures of the page, once they have come. */
async function allPictures(elements: readonly BoardElement[]) {
  const files = new Set(elements.flatMap(({ shape }) => (shape.kind === "picture" ? [shape.file] : [])));
  let came = () => {};
  const picture = pictures(() => came());
  const missing = () => [...files].filter((file) => !picture(file));
  const deadline = performance.now() + 5000;
  while (missing().length > 0 && performance.now() < deadline) {
    await new Promise<void>((resolve) => {
      came = resolve;
      setTimeout(resolve, 500);
    });
  }
  return picture;
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const round = (value: number) => Math.round(value * 10) / 10;

/**
 * The elements as a drawing of vectors.
 * @param below the address of a picture that fills the box
 * @param files the addresses of the pictures on the page
 */
export function svg(
  elements: readonly BoardElement[],
  { x0, y0, x1, y1 }: Box,
  find: Find,
  below?: string,
  files: ReadonlyMap<string, string> = new Map(),
): string {
  const parts = elements.map((element) => svgOf(element, find, files));
  const place = `x="${round(x0)}" y="${round(y0)}" width="${round(x1 - x0)}" height="${round(y1 - y0)}"`;
  const view = [x0, y0, x1 - x0, y1 - y0].map(round).join(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" stroke-linecap="round" stroke-linejoin="round" font-family="sans-serif">`,
    `<rect ${place} fill="${PAPER}"/>`,
    ...(below ? [`<image ${place} preserveAspectRatio="none" href="${below}"/>`] : []),
    ...parts,
    "</svg>",
  ].join("\n");
}

function svgOf(element: BoardElement, find: Find, files: ReadonlyMap<string, string>): string {
  const { shape, place, style, text = "" } = element;
  const colour = COLOURS[style.colour] ?? COLOURS[0];
  const width = WIDTHS[style.width] ?? WIDTHS[0];
  const [mx, my] = [place.sx / 1000, place.sy / 1000];
  const at = (x: number, y: number): Point => [round(place.x + x * mx), round(place.y + y * my)];
  const dashes = style.dashed ? ` stroke-dasharray="${width * 3} ${width * 2.5}"` : "";
  const line = `fill="none" stroke="${colour.ink}" stroke-width="${width}"${dashes}`;
  const area = `fill="${style.filled ? colour.note : "none"}" stroke="${colour.ink}" stroke-width="${width}"${dashes}`;
  const arrow = (from: Point, to: Point) => {
    const head = arrowHead(from, to, width).map((point) => point.map(round).join(" "));
    return `<path d="M${from.join(" ")}L${to.join(" ")}M${head.join("L")}" ${line}/>`;
  };
  const words = (x: number, y: number, letter: number) =>
    text
      .split("\n")
      .map(
        (words, i) =>
          `<text x="${round(x)}" y="${round(y + letter * (1 + 1.25 * i))}" font-size="${round(letter)}">${escaped(words)}</text>`,
      )
      .join("");
  switch (shape.kind) {
    case "pen":
    case "marker": {
      const all = pointsOf(shape);
      const points: Point[] = [];
      for (let i = 0; i < all.length; i += 3) points.push(at(all[i]!, all[i + 1]!));
      const path = `M${points.map((point) => point.join(" ")).join("L")}`;
      if (shape.kind === "marker") {
        return `<path d="${path}" fill="none" stroke="${colour.ink}" stroke-width="${width * MARKER_TIMES}" opacity="${MARKER_ALPHA}"/>`;
      }
      const outline = outlineOf(
        points.flatMap(([x, y], i) => [x, y, all[3 * i + 2]!]),
        width,
      );
      if (!outline) return `<path d="${path}" ${line}/>`;
      const edge = outline.map((point) => point.slice(0, 2).map(round).join(" ")).join("L");
      return `<path d="M${edge}Z" fill="${colour.ink}"/>`;
    }
    case "line":
      return `<path d="M${at(0, 0).join(" ")}L${at(shape.x, shape.y).join(" ")}" ${line}/>`;
    case "arrow":
      return arrow(at(0, 0), at(shape.x, shape.y));
    case "connector": {
      const both = ends(element, find);
      return both ? arrow(...both) : "";
    }
    case "ellipse": {
      const [rx, ry] = [(shape.w * mx) / 2, (shape.h * my) / 2];
      return `<ellipse cx="${round(place.x + rx)}" cy="${round(place.y + ry)}" rx="${round(rx)}" ry="${round(ry)}" ${area}/>`;
    }
    case "text":
      return `<g fill="${colour.ink}" transform="translate(${place.x} ${place.y}) scale(${mx} ${my})">${words(0, 0, LETTERS[style.width] ?? LETTERS[0])}</g>`;
    case "picture":
      return `<image x="${place.x}" y="${place.y}" width="${round(shape.w * mx)}" height="${round(shape.h * my)}" preserveAspectRatio="none" href="${files.get(shape.file) ?? ""}"/>`;
    default: {
      const fill = shape.kind === "note" ? `fill="${colour.note}" stroke="${colour.ink}" stroke-width="12"` : area;
      const rect = `<rect x="${place.x}" y="${place.y}" width="${round(shape.w * mx)}" height="${round(shape.h * my)}" ${fill}/>`;
      const letter = Math.min(400, (shape.w * mx) / 8);
      return text ? `${rect}<g fill="${COLOURS[0].ink}">${words(place.x + 150, place.y + 100, letter)}</g>` : rect;
    }
  }
}
