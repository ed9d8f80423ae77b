// A presentation on a page of ours, page by page.
import { PdfError, PdfFile } from "./file";
import type { PdfTrouble } from "./options";

/** What is said around it, in the page's language. */
export interface Words extends Record<PdfTrouble, string> {
  before: string;
  after: string;
  loading: string;
  /** Beside a page, or in its place. */
  incomplete: string;
}

/** Shows the file in this element. @param turned is told which page is shown, from 0 */
export function view(place: HTMLElement, url: string, words: Words, turned: (page: number) => void = () => {}): void {
  const parts = build(place, words);
  const file = new PdfFile(url);
  let pages = 0;
  let page = 0;
  let drawing = new AbortController();

  const draw = async (signal: AbortSignal) => {
    const number = `${page + 1} / ${pages}`;
    parts.told.textContent = number;
    parts.back.disabled = page <= 0;
    parts.on.disabled = page + 1 >= pages;
    const width = Math.max(320, parts.frame.clientWidth) * devicePixelRatio;
    const { canvas, incomplete } = await file.draw(page, { width, height: Infinity }, signal);
    const text = await file.text(page);
    // A quick reader is two pages further by now.
    signal.throwIfAborted();
    canvas.role = "img";
    canvas.ariaLabel = `${number} ${text}`.trim();
    parts.frame.replaceChildren(canvas);
    parts.note.textContent = incomplete ? words.incomplete : "";
  };
  const turnTo = (to: number) => {
    page = to;
    drawing.abort();
    drawing = new AbortController();
    const { signal } = drawing;
    turned(page);
    draw(signal).catch(() => {
      if (signal.aborted) return;
      parts.frame.replaceChildren();
      parts.note.textContent = words.incomplete;
    });
  };
  parts.back.addEventListener("click", () => turnTo(page - 1));
  parts.on.addEventListener("click", () => turnTo(page + 1));
  file.opened.then(
    (count) => {
      pages = count;
      turnTo(0);
    },
    (error: unknown) => {
      parts.told.textContent = "";
      parts.frame.textContent = words[error instanceof PdfError ? error.trouble : "broken"];
    },
  );
}

function build(place: HTMLElement, words: Words) {
  const frame = document.createElement("div");
  frame.className = "pdf-page";
  const note = document.createElement("p");
  [note.className, note.role] = ["pdf-note", "status"];
  const bar = document.createElement("div");
  bar.className = "pdf-bar";
  const told = document.createElement("span");
  told.role = "status";
  told.textContent = words.loading;
  const button = (words: string, sign: string) => {
    const made = document.createElement("button");
    [made.type, made.className, made.textContent, made.ariaLabel] = ["button", "button secondary soft", sign, words];
    made.disabled = true;
    return made;
  };
  const [back, on] = [button(words.before, "‹"), button(words.after, "›")];
  bar.append(back, told, on);
  place.classList.add("pdf");
  place.replaceChildren(frame, note, bar);
  return { frame, note, told, back, on };
}
