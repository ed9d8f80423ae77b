// A button that prints the page; without this script it stays hidden, and the browser's menu prints.
export function offerPrinting(page: Document = document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
