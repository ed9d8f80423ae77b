// A presentation, page by page, drawn by a library of the page's own: the browser's viewer would need more rights than a file
// that somebody has brought may have, and phones have none. What a page says stands beside it for those who cannot see it.
import { PDFWorker, getDocument, version, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { watchLosses } from "./losses";
import Reader from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker";

/** So many pixels a page has at most across, whatever the screen: a phone's memory is small. */
const WIDEST = 2400;
/** Where the build puts what the library loads while it reads a file (vite.config.ts). */
const PARTS = `${import.meta.env.BASE_URL}pdfjs-${version}/`;

/** What is said around it, in the page's language. */
export interface Words {
  before: string;
  after: string;
  loading: string;
  failed: string;
  /** Beside a page, or in its place. */
  incomplete: string;
}

/** Shows the file in this element. @returns what ends it. */
export function view(place: HTMLElement, url: string, words: Words): () => void {
  // One for each view: the library ends it with its file, and the screen may be looked at closer meanwhile.
  const port = new Reader();
  const parts = build(place, words);
  // Before the library listens, which may draw the page at once.
  const losses = watchLosses(port);
  const worker = PDFWorker.create({ port });
  const loading = getDocument({
    url,
    worker,
    enableXfa: false,
    wasmUrl: `${PARTS}wasm/`,
    cMapUrl: `${PARTS}cmaps/`,
    standardFontDataUrl: `${PARTS}standard_fonts/`,
  });
  let file: PDFDocumentProxy | undefined;
  let page = 1;
  let drawn = 0;

  const draw = async (file: PDFDocumentProxy, turn: number) => {
    const number = `${page} / ${file.numPages}`;
    parts.told.textContent = number;
    parts.back.disabled = page <= 1;
    parts.on.disabled = page >= file.numPages;
    const shown = await file.getPage(page);
    const plain = shown.getViewport({ scale: 1 });
    const across = Math.min(WIDEST, Math.max(320, parts.frame.clientWidth) * devicePixelRatio);
    const viewport = shown.getViewport({ scale: across / plain.width });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
    await shown.render({ canvas, viewport }).promise;
    const text = (await shown.getTextContent()).items.map((item) => ("str" in item ? item.str : "")).join(" ");
    // A quick reader is two pages further by now.
    if (turn !== drawn) return;
    canvas.role = "img";
    canvas.ariaLabel = `${number} ${text.replace(/\s+/g, " ")}`.trim();
    parts.frame.replaceChildren(canvas);
    parts.note.textContent = losses.on(page) ? words.incomplete : "";
  };
  const turnTo = (to: number) => {
    if (!file) return;
    page = to;
    const turn = ++drawn;
    draw(file, turn).catch(() => {
      if (turn !== drawn) return;
      parts.frame.replaceChildren();
      parts.note.textContent = words.incomplete;
    });
  };
  const fail = () => {
    if (drawn < 0) return;
    parts.told.textContent = "";
    parts.frame.textContent = words.failed;
  };
  parts.back.addEventListener("click", () => turnTo(page - 1));
  parts.on.addEventListener("click", () => turnTo(page + 1));
  // The library waits for its worker for ever.
  port.addEventListener("error", fail);
  loading.promise
    .then((loaded) => {
      file = loaded;
      turnTo(1);
    })
    .catch(fail);
  return () => {
    drawn = -1;
    void loading.destroy().finally(() => {
      worker.destroy();
      port.terminate();
    });
    place.replaceChildren();
  };
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
