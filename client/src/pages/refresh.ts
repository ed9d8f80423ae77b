// A part of a page that tells of now is fetched anew every few seconds, while somebody looks at it. Without this script, the
// page has a link that does the same.
const SECOND = 1000;

export function keepFresh(page: Document = document): void {
  const part = page.querySelector<HTMLElement>("[data-refresh]");
  if (!part) return;
  const every = Number(part.dataset.refresh) * SECOND;
  setInterval(() => void refresh(page, part), every);
}

/** Puts what the server says now in its place, unless somebody is about to press something in it. */
async function refresh(page: Document, part: HTMLElement): Promise<void> {
  if (page.hidden || isInUse(page, part)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    if (fresh && !isInUse(page, part)) part.replaceChildren(...fresh.childNodes);
  } catch {
    // The network is away: what is there stays, and the next time may be better.
  }
}

function isInUse(page: Document, part: HTMLElement): boolean {
  return part.contains(page.activeElement) || part.querySelector("details[open]") !== null;
}
