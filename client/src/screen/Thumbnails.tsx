// All pages of the presentation, small. Only those in sight are drawn: of 500 pages a phone could not hold the pictures.
import { useEffect, useRef, useState } from "preact/hooks";
import type { PdfFile } from "../pdf/file";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { PresentationModel } from "./presentation";
import { Turning } from "./turning";

/** How large a picture is at most, in pixels of the page. */
const [WIDTH, HEIGHT] = [128, 96];

export function Thumbnails({ file, pages }: { file: PdfFile; pages: number }) {
  const list = useRef<HTMLOListElement>(null);
  const presentation = useModel(PresentationModel);
  const { goTo } = useModel(Turning);
  const current = presentation.page.value;
  const seen = usePagesInSight(list, pages);
  useEffect(() => {
    const strip = list.current!;
    const item = strip.children[current] as HTMLElement | undefined;
    // Not scrollIntoView, which scrolls the page around the list, too.
    if (item) strip.scrollLeft = item.offsetLeft - (strip.clientWidth - item.clientWidth) / 2;
  }, [current]);
  return (
    <ol class="thumbnails" ref={list} aria-label={t("screen-pages")}>
      {Array.from({ length: pages }, (_, page) => (
        <li key={page} data-page={page}>
          <button
            type="button"
            class="thumbnail"
            aria-current={page === current ? "page" : undefined}
            aria-label={t("screen-page", { page: page + 1, pages })}
            onClick={() => goTo(page)}
          >
            {seen.has(page) ? <Picture file={file} page={page} /> : <span class="thumbnail-picture" />}
            <span aria-hidden="true">{page + 1}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Picture({ file, page }: { file: PdfFile; page: number }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const drawing = new AbortController();
    const box = { width: WIDTH * devicePixelRatio, height: HEIGHT * devicePixelRatio };
    file
      .draw(page, box, drawing.signal)
      .then(({ canvas }) => place.current?.replaceChildren(canvas))
      // Its number is still there.
      .catch(() => {});
    return () => drawing.abort();
  }, [file, page]);
  return <span class="thumbnail-picture" ref={place} aria-hidden="true" />;
}

function usePagesInSight(list: { current: HTMLElement | null }, pages: number): ReadonlySet<number> {
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const root = list.current!;
    const watcher = new IntersectionObserver(
      (entries) =>
        setSeen((before) => {
          const after = new Set(before);
          for (const { target, isIntersecting } of entries) {
            const page = Number((target as HTMLElement).dataset.page);
            if (isIntersecting) after.add(page);
            else after.delete(page);
          }
          return after;
        }),
      { root, rootMargin: "0px 50%" },
    );
    for (const item of root.children) watcher.observe(item);
    return () => watcher.disconnect();
  }, [pages]);
  return seen;
}
