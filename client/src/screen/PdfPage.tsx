// One page of the presentation, drawn as sharp as its box is large.
import { useEffect, useRef, useState } from "preact/hooks";
import type { SlidePlace } from "../feature";
import type { PdfFile } from "../pdf/file";
import { t } from "../texts";
import { SlideBox } from "./SlideBox";

/** The shape of a page until it is drawn. */
const USUAL = { width: 16, height: 9 };

interface Props {
  file: PdfFile;
  pages: number;
  place: SlidePlace;
}

export function PdfPage({ file, pages, place }: Props) {
  const { pdfPage } = place;
  const paper = useRef<HTMLDivElement>(null);
  const [shape, setShape] = useState(USUAL);
  const [note, setNote] = useState("");
  const width = useWidth(paper);
  useEffect(() => {
    if (!width) return;
    const drawing = new AbortController();
    const { signal } = drawing;
    const number = t("screen-page", { page: pdfPage + 1, pages });
    const draw = async () => {
      // A tall page has the box's height, which is less than the window's.
      const box = { width: width * devicePixelRatio, height: window.innerHeight * devicePixelRatio };
      const { canvas, incomplete } = await file.draw(pdfPage, box, signal);
      const words = await file.text(pdfPage);
      signal.throwIfAborted();
      canvas.role = "img";
      canvas.ariaLabel = `${number}: ${words || t("pdf-scanned")}`;
      paper.current?.replaceChildren(canvas);
      setShape({ width: canvas.width, height: canvas.height });
      setNote(incomplete ? t("pdf-incomplete") : "");
    };
    draw().catch(() => {
      if (signal.aborted) return;
      paper.current?.replaceChildren();
      setNote(t("pdf-incomplete"));
    });
    return () => drawing.abort();
  }, [file, pdfPage, pages, width]);
  return (
    <>
      <SlideBox place={place} {...shape} grows>
        <div class="pdf-paper" ref={paper} />
      </SlideBox>
      <p class="pdf-note" role="status">
        {note}
      </p>
    </>
  );
}

/** How wide an element is, in steps: a page is not drawn again for each pixel of a window that is made larger. */
function useWidth(place: { current: HTMLElement | null }): number {
  const STEP = 160;
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const measure = () => setWidth(Math.ceil((place.current?.clientWidth ?? 0) / STEP) * STEP);
    const watcher = new ResizeObserver(measure);
    watcher.observe(place.current!);
    return () => watcher.disconnect();
  }, []);
  return width;
}
