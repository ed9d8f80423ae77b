// A presentation on the screen: everyone turns its pages for themselves.
import { useEffect, useRef } from "preact/hooks";
import type { Slide } from "../net/protocol.gen";
import { t } from "../texts";

export function Presentation({ slide }: { slide: Slide & { kind: "presentation" } }) {
  const place = useRef<HTMLDivElement>(null);
  const { url, name, caption } = slide;
  useEffect(() => {
    let end: (() => void) | undefined;
    let over = false;
    // Large, and wanted by few lessons.
    void import("../pdf/view").then(({ view }) => {
      if (over || !place.current) return;
      end = view(place.current, url, {
        before: t("pdf-before", { name }),
        after: t("pdf-after", { name }),
        loading: t("pdf-loading"),
        failed: t("pdf-failed"),
        incomplete: t("pdf-incomplete"),
      });
    });
    return () => {
      over = true;
      end?.();
    };
  }, [url]);
  return (
    <figure class="slide slide-words">
      <div ref={place} />
      <figcaption>
        {caption && `${caption} · `}
        <a href={url} download={name}>
          {name}
        </a>{" "}
        (PDF)
      </figcaption>
    </figure>
  );
}
