// Finds the addresses in a line of chat. Only http and https become links; all else stays text.

export type Piece = { text: string; href?: string };

const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;
/** Ends of sentences that are seldom part of an address. */
const TAIL = /[.,;:!?…»”’*_~]+$/;

export function linkify(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(ADDRESS)) {
    const text = trim(match[0]);
    const href = safe(text);
    if (!href) continue;
    if (match.index > at) pieces.push({ text: line.slice(at, match.index) });
    pieces.push({ text, href });
    at = match.index + text.length;
  }
  if (at < line.length) pieces.push({ text: line.slice(at) });
  return pieces;
}

/** Without the sentence's end, and without a closing bracket that was opened before the address. */
function trim(address: string): string {
  for (;;) {
    const shorter = address.replace(TAIL, "");
    const pair = shorter.endsWith(")") ? "(" : shorter.endsWith("]") ? "[" : undefined;
    if (!pair) return shorter;
    const close = shorter.at(-1)!;
    if (shorter.split(close).length <= shorter.split(pair).length) return shorter;
    address = shorter.slice(0, -1);
  }
}

function safe(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  // A name before the host dresses one site up as another.
  if (url.username || url.password) return undefined;
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
}
