// Paints a poll onto the board of the 3D room: its question and choices, and once they are shown, its results.
import type { Poll, Results } from "../net/protocol.gen";
import { ACROSS, DOWN, PAPER, write, type Pen } from "../room3d/board";
import { t } from "../texts";
import { choicesOf } from "./choices";

const INK = "#22302d";
const BAR = "#1f5fd0";
const RIGHT = "#1f9d6b";
const FONT = '"Nunito Variable", system-ui, sans-serif';
const [LEFT, WIDTH] = [80, ACROSS - 160];
/** Where the bars begin, below the question. */
const TOP = 230;

export function paintPoll(pen: Pen, poll: Poll): void {
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, ACROSS, DOWN);
  const { results } = poll;
  if (!poll.shown || !results) {
    const choices = poll.kind === "scale" ? [] : choicesOf(poll);
    const below = poll.open ? t("poll-wall-vote") : t("poll-closed");
    return write(pen, [
      { text: poll.question, size: 1.5 },
      ...choices.map((text) => ({ text: `•  ${text}`, size: 1.1 })),
      { text: below, size: 0.8 },
    ]);
  }
  const rows = rowsOf(poll, results);
  if (rows.length === 0) return write(pen, [{ text: poll.question, size: 1.5 }]);
  title(pen, poll.question);
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const height = Math.min(90, (DOWN - TOP - 40) / rows.length);
  rows.forEach(({ words, count, isRight }, i) => {
    const y = TOP + i * height;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.font = `700 ${Math.min(38, height * 0.5)}px ${FONT}`;
    pen.fillStyle = INK;
    pen.fillText(`${words}${isRight ? "  ✓" : ""}`, LEFT, y + height / 2, WIDTH * 0.45);
    pen.fillStyle = isRight ? RIGHT : BAR;
    pen.fillRect(LEFT + WIDTH * 0.48, y + height * 0.2, Math.max(2, (WIDTH * 0.42 * count) / most), height * 0.6);
    pen.fillStyle = INK;
    pen.textAlign = "right";
    pen.fillText(String(count), LEFT + WIDTH, y + height / 2, WIDTH * 0.08);
  });
}

interface Row {
  words: string;
  count: number;
  isRight: boolean;
}

/** As many as can be read from the last row. */
const ROWS = 10;

function rowsOf(poll: Poll, { counts, texts, numbers }: Results): Row[] {
  const right = poll.right && "choices" in poll.right && poll.kind !== "order" ? poll.right.choices : [];
  const rows =
    poll.kind === "text"
      ? (texts ?? []).map(({ text, count }) => ({ words: text, count, isRight: false }))
      : poll.kind === "number"
        ? (numbers ?? []).map(({ from, to, count }) => ({
            words: from === to ? String(from) : `${round(from)}–${round(to)}`,
            count,
            isRight: false,
          }))
        : choicesOf(poll).map((words, i) => ({ words, count: counts?.[i] ?? 0, isRight: right.includes(i) }));
  return rows.slice(0, ROWS);
}

const round = (number: number) => Math.round(number * 100) / 100;

/** The question, as large as two lines fit. */
function title(pen: Pen, words: string): void {
  pen.fillStyle = INK;
  pen.textAlign = "left";
  pen.textBaseline = "top";
  for (let size = 60; ; size -= 4) {
    pen.font = `800 ${size}px ${FONT}`;
    const lines = [""];
    for (const word of words.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) === "" || pen.measureText(longer).width <= WIDTH) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    if (lines.length > 2 && size > 28) continue;
    lines.slice(0, 3).forEach((line, i) => pen.fillText(line, LEFT, 50 + i * size * 1.2, WIDTH));
    return;
  }
}
