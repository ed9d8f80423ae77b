import { offerNotes } from "./notes";

// A presentation of an experience is shown where its link is, once somebody wants to see it: the library that draws it is large.
export function offerPresentations(page: Document = document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-pdf]")) {
    const place = button.closest("[data-part], .part")?.querySelector<HTMLElement>("[data-pdf-place]");
    if (!place) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      button.hidden = true;
      const { pdf = "", before = "", after = "", loading = "", incomplete = "" } = button.dataset;
      const { password = "", broken = "", long = "", lost = "" } = button.dataset;
      const words = { before, after, loading, incomplete, password, broken, long, lost };
      const { item, notes = "", notesLost = "" } = button.dataset;
      void import("../pdf/view").then(({ view }) => {
        let turned: (page: number) => void = () => {};
        view(place, pdf, words, (page) => turned(page));
        if (item) turned = offerNotes(place, item, { label: notes, lost: notesLost });
      });
    });
  }
}
