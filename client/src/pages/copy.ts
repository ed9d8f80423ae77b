// A button that copies what a field shows; where a browser cannot, the button stays hidden.
export function offerCopying(page: Document = document): void {
  if (!navigator.clipboard) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = page.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement)) continue;
    const told = page.querySelector<HTMLElement>("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      let sentence = told?.dataset.copied;
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        sentence = told?.dataset.copiedNot;
      }
      if (told) told.textContent = sentence ?? "";
    });
  }
}
