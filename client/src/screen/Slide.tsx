// One page of the screen as people read it: in the list view, and large in a dialog.
import type { Slide as Page } from "../net/protocol.gen";
import { t } from "../texts";

export function Slide({ slide }: { slide: Page }) {
  switch (slide.kind) {
    case "photo":
      return (
        <figure class="slide">
          <img src={slide.url} width={slide.width} height={slide.height} alt={slide.alternativeText || slide.caption} />
          {slide.caption && <figcaption>{slide.caption}</figcaption>}
        </figure>
      );
    case "video":
      return (
        <figure class="slide">
          <video
            src={slide.url}
            controls
            preload="metadata"
            aria-label={slide.alternativeText || t("screen-video-label")}
          />
          {slide.caption && <figcaption>{slide.caption}</figcaption>}
        </figure>
      );
    case "presentation":
      return (
        <div class="slide slide-words">
          <p>
            <a href={slide.url} download={slide.name}>
              {slide.name}
            </a>{" "}
            (PDF)
          </p>
          {slide.caption && <p>{slide.caption}</p>}
        </div>
      );
    case "text":
      // The server leaves harmless elements only (src/domain/markdown.rs).
      return <div class="slide slide-words" dangerouslySetInnerHTML={{ __html: slide.html }} />;
    case "quiz":
      return (
        <div class="slide slide-words">
          <p>
            <strong>{slide.question}</strong>
          </p>
          <ol class="slide-options">
            {slide.options.map((option) => (
              <li key={option}>{option}</li>
            ))}
          </ol>
        </div>
      );
  }
}
