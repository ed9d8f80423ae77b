// One page of the screen as people read it: in the list view, and large in a dialog.
import type { Screen } from "../net/protocol.gen";
import { PollSlide } from "../poll/PollSlide";
import { QuizSlide } from "../quiz/QuizSlide";
import { t } from "../texts";
import { Presentation } from "./Presentation";
import { SlideBox } from "./SlideBox";

/** @param titled whether the slide's title stands above it: it is not repeated */
export function Slide({ screen, titled = false }: { screen: Screen; titled?: boolean }) {
  const { slide, itemId } = screen;
  switch (slide.kind) {
    case "photo": {
      const { url, width, height, alternativeText, caption } = slide;
      return (
        <figure class="slide">
          <SlideBox place={{ itemId, pdfPage: 0, followed: true }} width={width} height={height}>
            <img src={url} width={width} height={height} alt={alternativeText || caption} />
          </SlideBox>
          {caption && !titled && <figcaption>{caption}</figcaption>}
        </figure>
      );
    }
    case "video":
      return (
        <figure class="slide">
          <video
            src={slide.url}
            controls
            preload="metadata"
            aria-label={slide.alternativeText || t("screen-video-label")}
          />
          {slide.caption && !titled && <figcaption>{slide.caption}</figcaption>}
        </figure>
      );
    case "presentation":
      return <Presentation key={slide.url} slide={slide} screen={screen} />;
    case "text":
      // The server leaves harmless elements only (src/domain/markdown.rs).
      return <div class="slide slide-words" dangerouslySetInnerHTML={{ __html: slide.html }} />;
    case "poll":
      return <PollSlide slide={slide} titled={titled} />;
    case "quiz":
      return <QuizSlide slide={slide} screen={screen} titled={titled} />;
  }
}
