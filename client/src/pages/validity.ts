// Says in the page's own words what a form still lacks, where the browser's would not tell: "Please select one of these options."
export function explainMissing(page: Document = document): void {
  const fields = [...page.querySelectorAll<HTMLInputElement>("input[data-missing]")];
  for (const field of fields) {
    field.addEventListener("invalid", () => field.setCustomValidity(field.dataset.missing ?? ""));
    // One choice is enough for all of its group.
    field.addEventListener("change", () => {
      for (const other of fields)
        if (other.form === field.form && other.name === field.name) other.setCustomValidity("");
    });
  }
}
