// Paints a page of the screen onto a canvas: its words as large as they fit, tables in columns, or a picture.
import type { Outcome, Screen } from "../net/protocol.gen";
import { letter } from "../quiz/letter";
import { t } from "../texts";

export const [ACROSS, DOWN] = [1280, 720];
export const PAPER = "#fffdf6";
const INK = "#22302d";
const RULE = "#b9b4a6";
const FONT = '"Nunito Variable", system-ui, sans-serif';
/** The smallest letter that can still be read, and the largest, in pixels. */
const [LEAST, MOST] = [26, 62];

export type Pen = Pick<
  CanvasRenderingContext2D,
  "font" | "fillStyle" | "textAlign" | "textBaseline" | "fillRect" | "fillText" | "measureText"
>;

/** `size` is a multiple of the usual letter. */
export type Block =
  | { text: string; size: number }
  /** A row of a table: rows of one table have their columns in common. */
  | { cells: readonly string[]; size: number; table: number; isHead: boolean };

/** @param problem why a presentation cannot be shown */
export function paintPage(pen: Pen, { slide, outcome }: Screen, problem?: string): void {
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
        { text: problem ?? t("pdf-loading"), size: 0.8 },
      ]);
    case "poll":
      return write(pen, [
        { text: slide.question.question, size: 1.5 },
        ...(slide.question.options ?? []).map((option) => ({ text: `•  ${option}`, size: 1.1 })),
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

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** @returns where the picture is */
export function paintPicture(
  pen: CanvasRenderingContext2D,
  picture: CanvasImageSource,
  { width: w, height: h }: { width: number; height: number },
  caption: string,
): Rectangle {
  pen.fillStyle = "#1c2422";
  pen.fillRect(0, 0, ACROSS, DOWN);
  const below = caption ? 72 : 0;
  const scale = Math.min(ACROSS / w, (DOWN - below) / h);
  const [width, height] = [w * scale, h * scale];
  const box = { x: (ACROSS - width) / 2, y: (DOWN - below - height) / 2, width, height };
  pen.drawImage(picture, box.x, box.y, width, height);
  if (!caption) return box;
  pen.fillStyle = "#ffffff";
  pen.font = `650 40px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(caption, ACROSS / 2, DOWN - below / 2, ACROSS - 80);
  return box;
}

/** The lines of a text and the rows of its tables; what else its elements mean is for those who enlarge it. */
function blocks(html: string): Block[] {
  const found: Block[] = [];
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const tables = [...body.querySelectorAll("table")];
  const wordsOf = (part: Element) => (part.textContent ?? "").replace(/\s+/g, " ").trim();
  for (const part of body.querySelectorAll("h3, h4, h5, h6, p, li, pre, tr")) {
    // What stands within another of these is told with it.
    if (part.parentElement?.closest("li, pre, tr")) continue;
    if (!wordsOf(part)) continue;
    const { tagName } = part;
    if (tagName === "TR") {
      const table = tables.indexOf(part.closest("table")!);
      const isHead = part.querySelector("th") !== null;
      found.push({ cells: [...part.querySelectorAll("th, td")].map(wordsOf), size: 1, table, isHead });
      continue;
    }
    const bullet = tagName === "LI" ? "•  " : "";
    found.push({ text: bullet + wordsOf(part), size: tagName === "H3" ? 1.6 : tagName.startsWith("H") ? 1.3 : 1 });
  }
  return found;
}

/** A line as it is painted: words that begin at these places. */
interface Line {
  parts: { text: string; x: number; width: number }[];
  size: number;
  /** The space above it. */
  gap: number;
  weight: number;
  /** Whether there is a rule under it. */
  isRuled?: boolean;
}

/** As large as it fits, down to what can still be read; the rest ends in an ellipsis. */
export function write(pen: Pen, what: readonly Block[]): void {
  pen.textAlign = "left";
  pen.textBaseline = "top";
  const [left, top, width, height] = [80, 60, ACROSS - 160, DOWN - 120];
  for (let size = MOST; ; size -= 4) {
    const lines = what.flatMap((block, i) => layOut(pen, block, what, i, size, width));
    const tall = lines.reduce((sum, line) => sum + line.size * 1.25 + line.gap, 0);
    if (tall > height && size > LEAST) continue;
    let y = top + Math.max(0, (height - tall) / 2);
    for (const { parts, size, gap, weight, isRuled } of lines) {
      y += gap;
      const isLast = y + size * 2.5 > top + height && tall > height;
      pen.font = font(size, weight);
      pen.fillStyle = INK;
      parts.forEach(({ text, x, width }, i) =>
        pen.fillText(isLast && i === parts.length - 1 ? `${text} …` : text, left + x, y, width),
      );
      if (isLast) return;
      y += size * 1.25;
      pen.fillStyle = RULE;
      if (isRuled) pen.fillRect(left, y, width, 2);
    }
    return;
  }
}

/** The lines of a block, which is number `i` of all. */
function layOut(pen: Pen, block: Block, all: readonly Block[], i: number, letter: number, width: number): Line[] {
  const size = letter * block.size;
  if ("text" in block) {
    pen.font = font(size);
    const lines = wrap(pen, block.text, width);
    return lines.map((text, i) => ({ parts: [{ text, x: 0, width }], size, gap: i ? 0 : letter * 0.4, weight: 650 }));
  }
  const columns = columnsOf(pen, block.table, all, letter, width);
  const weight = block.isHead ? 800 : 650;
  pen.font = font(size, weight);
  const cells = block.cells.map((cell, c) => wrap(pen, cell, columns[c]?.width ?? width));
  const before = all[i - 1];
  const isFirst = !before || !("cells" in before) || before.table !== block.table;
  const rows = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: rows }, (_, row) => ({
    parts: cells.flatMap((lines, c) => (lines[row] ? [{ text: lines[row], ...columns[c]! }] : [])),
    size,
    gap: row ? 0 : letter * (isFirst ? 0.4 : 0.15),
    weight,
    isRuled: row + 1 === rows,
  }));
}

/** Where the columns of a table are: each as wide as its longest cell, or less where that is too much together. */
function columnsOf(pen: Pen, table: number, all: readonly Block[], letter: number, width: number) {
  const between = letter * 1.2;
  const wanted: number[] = [];
  for (const block of all) {
    if (!("cells" in block) || block.table !== table) continue;
    pen.font = font(letter * block.size, 800);
    block.cells.forEach((cell, c) => (wanted[c] = Math.max(wanted[c] ?? 0, pen.measureText(cell).width)));
  }
  const free = width - between * (wanted.length - 1);
  const sum = wanted.reduce((sum, one) => sum + one, 0);
  // A long column gives way before the short ones.
  const fair = free / wanted.length;
  const spare = wanted.reduce((sum, one) => sum + Math.max(0, fair - one), 0);
  const over = wanted.reduce((sum, one) => sum + Math.max(0, one - fair), 0);
  let x = 0;
  return wanted.map((one) => {
    const given = sum <= free || one <= fair ? one : fair + (spare * (one - fair)) / over;
    const column = { x, width: given };
    x += given + between;
    return column;
  });
}

function font(size: number, weight = 650): string {
  return `${weight} ${size}px ${FONT}`;
}

function wrap(pen: Pen, text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) === "" || pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
