// A PDF that is open, drawn by a library of our own: the browser's viewer would need more rights than a file that somebody has
// brought may have, and phones have none. Scripts in the file never run: the library's interpreter for them is not there.
import {
  PDFWorker,
  getDocument,
  version,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import Reader from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker";
import { watchLosses } from "./losses";
import { MOST_PAGES, scaleToFit, troubleOf, type PdfTrouble } from "./options";
import { fetchEnds, RangeTransport, readByRanges } from "./ranges";

/** Where the build puts what the library loads while it reads a file (vite.config.ts). */
const PARTS = `${import.meta.env.BASE_URL}pdfjs-${version}/`;

/** A PDF that cannot be shown. */
export class PdfError extends Error {
  constructor(readonly trouble: PdfTrouble) {
    super(trouble);
  }
}

/** A page as it is drawn. */
export interface DrawnPage {
  canvas: HTMLCanvasElement;
  /** Whether a picture or a font of it could not be read. */
  incomplete: boolean;
}

export class PdfFile {
  /** How many pages it has. @throws {PdfError} */
  readonly opened: Promise<number>;
  private readonly port = new Reader();
  // Before the library listens, which may draw a page at once.
  private readonly losses = watchLosses(this.port);
  private readonly worker = PDFWorker.create({ port: this.port });
  private readonly over = new AbortController();
  private lose: (error: PdfError) => void = () => {};
  /** Never comes, but fails when a part of the file cannot be had or the library's worker crashes: the library would wait for ever. */
  private readonly lost = new Promise<never>((_, reject) => (this.lose = reject));
  private loading: PDFDocumentLoadingTask | undefined;
  private file: PDFDocumentProxy | undefined;

  /** @param source a URL of this server, or the bytes */
  constructor(source: string | Uint8Array) {
    this.port.addEventListener("error", () => this.lose(new PdfError("broken")));
    this.opened = Promise.race([this.open(source), this.lost]);
    // Everyone who opens it or draws a page gets the error.
    this.lost.catch(() => {});
    this.opened.catch(() => {});
  }

  private async open(source: string | Uint8Array): Promise<number> {
    const from = typeof source === "string" ? await this.reading(source) : { data: source };
    this.over.signal.throwIfAborted();
    this.loading = getDocument({
      ...from,
      worker: this.worker,
      enableXfa: false,
      wasmUrl: `${PARTS}wasm/`,
      cMapUrl: `${PARTS}cmaps/`,
      standardFontDataUrl: `${PARTS}standard_fonts/`,
    });
    try {
      this.file = await this.loading.promise;
    } catch (error) {
      throw new PdfError(troubleOf(error));
    }
    if (this.file.numPages > MOST_PAGES) throw new PdfError("long");
    return this.file.numPages;
  }

  private async reading(url: string) {
    const ends = await fetchEnds(url, this.over.signal).catch(() => {
      throw new PdfError("lost");
    });
    if (ends.first.length === ends.length) return { data: ends.first };
    return { range: new RangeTransport(url, ends, () => this.lose(new PdfError("lost"))), ...readByRanges };
  }

  /** Draws a page, counted from 0, as large as it fits into a box of so many pixels. */
  async draw(page: number, box: { width: number; height: number }, signal: AbortSignal): Promise<DrawnPage> {
    await this.opened;
    const shown = await Promise.race([this.file!.getPage(page + 1), this.lost]);
    signal.throwIfAborted();
    const scale = scaleToFit(shown.getViewport({ scale: 1 }), box);
    const viewport = shown.getViewport({ scale });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height))];
    const task = shown.render({ canvas, viewport });
    const cancel = () => task.cancel();
    signal.addEventListener("abort", cancel);
    try {
      await Promise.race([task.promise, this.lost]);
    } finally {
      signal.removeEventListener("abort", cancel);
      shown.cleanup();
    }
    return { canvas, incomplete: this.losses.on(page + 1) };
  }

  /** What a page says, for those who cannot see it; empty for a page that is a picture. */
  async text(page: number): Promise<string> {
    await this.opened;
    const { items } = await (await this.file!.getPage(page + 1)).getTextContent();
    const words = items.map((item) => ("str" in item ? item.str : "")).join(" ");
    return words.replace(/\s+/g, " ").trim();
  }

  /** Closes it; what is being drawn fails. */
  close(): void {
    this.over.abort();
    void Promise.resolve(this.loading?.destroy()).finally(() => {
      this.worker.destroy();
      this.port.terminate();
    });
  }
}
