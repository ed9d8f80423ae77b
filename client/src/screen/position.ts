// Which page is shown, and of how many: of a presentation, its own page; else the slide's place in the content.
import type { Screen } from "../net/protocol.gen";

export function positionOf(screen: Screen, pdfPages: number | undefined, pdfPage: number) {
  if (pdfPages !== undefined && pdfPages > 1) return { page: pdfPage + 1, pages: pdfPages };
  return { page: screen.page + 1, pages: screen.pages };
}
