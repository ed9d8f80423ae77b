// A slide in a few words, for screen readers.
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
    case "quiz":
      return slide.question;
  }
}
