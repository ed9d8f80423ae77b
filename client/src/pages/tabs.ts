// Scrolls a row of links to the current one.
export function scrollToCurrent(page: Document = document): void {
  for (const row of page.querySelectorAll<HTMLElement>(".top nav, .tabs .container")) {
    const here = row.querySelector<HTMLElement>("[aria-current]");
    if (!here) continue;
    const [link, all] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += link.left + link.width / 2 - (all.left + all.width / 2);
  }
}
