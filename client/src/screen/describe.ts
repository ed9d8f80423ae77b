// A slide in a few words: for screen readers, and as a title.
import type { Slide } from "../net/protocol.gen";
import { t } from "../texts";

export function describeSlide(slide: Slide): string {
  switch (slide.kind) {
    case "photo":
      return slide.alternativeText || slide.caption || t("screen-picture");
    case "video":
      return slide.alternativeText || slide.caption || t("screen-video");
    case "presentation":
      return t("screen-presentation", { name: slide.caption || slide.name });
    case "text":
      return t("screen-text");
    case "poll":
      return slide.question.question;
    case "quiz":
      return slide.question;
  }
}

/** The title of the dialog that shows it. */
export function titleSlide(slide: Slide): string {
  switch (slide.kind) {
    case "photo":
      return slide.caption || slide.alternativeText || t("screen-title-picture");
    case "video":
      return slide.caption || slide.alternativeText || t("screen-video-label");
    case "presentation":
      return slide.caption || slide.name;
    case "text":
      return t("screen-title-text");
    case "poll":
      return slide.question.question;
    case "quiz":
      return slide.question;
  }
}
