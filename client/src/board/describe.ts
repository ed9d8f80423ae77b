// What is on a page, in words: for the list of its contents, and for screen readers.
import type { BoardElement } from "../net/protocol.gen";
import { t } from "../texts";
import { COLOURS } from "./colours";
import { boundsOf } from "./geometry";
import type { Entry } from "./page";
import type { Sheet } from "./sheet";

/** The longest that is told of a text in one line. */
const LETTERS = 120;

export function describe({ shape, style, text }: BoardElement): string {
  const colour = t(`board-colour-${COLOURS[style.colour]?.name ?? "black"}`);
  const what = t(`board-kind-${shape.kind}`, { colour });
  if (!text) return what;
  return `${what}: ${text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text}`;
}

/** The elements as one reads them: from top to bottom, and in a row from the left. Strokes are only counted. */
export function contents(sheet: Sheet): { listed: Entry[]; strokes: number } {
  const all = sheet.all();
  const isStroke = ({ element }: Entry) => element!.shape.kind === "pen" || element!.shape.kind === "marker";
  const placed = all
    .filter((entry) => !isStroke(entry))
    .map((entry) => ({ entry, at: boundsOf(entry.element!, sheet.find) }));
  placed.sort((a, b) => (Math.abs(a.at.y0 - b.at.y0) > 400 ? a.at.y0 - b.at.y0 : a.at.x0 - b.at.x0));
  return { listed: placed.map(({ entry }) => entry), strokes: all.length - placed.length };
}
