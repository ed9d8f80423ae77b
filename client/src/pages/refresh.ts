// A part of a page that tells of now is fetched anew every few seconds, while somebody looks at it. Without this script, the
// page has a link that does the same. A part that chimes is fetched also while nobody looks, and plays a sound for each newcomer.
import { chime } from "./chime";

const SECOND = 1000;

export function keepFresh(page: Document = document): void {
  const part = page.querySelector<HTMLElement>("[data-refresh]");
  if (!part) return;
  const every = Number(part.dataset.refresh) * SECOND;
  setInterval(() => void refresh(page, part), every);
}

/** Puts what the server says now in its place, unless somebody is about to press something in it. */
async function refresh(page: Document, part: HTMLElement): Promise<void> {
  const chimes = part.dataset.chime !== undefined;
  if ((page.hidden && !chimes) || isInUse(page, part)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    // What has not changed is not read aloud again.
    if (!fresh || isInUse(page, part) || fresh.innerHTML === part.innerHTML) return;
    const known = keys(part);
    part.replaceChildren(...fresh.childNodes);
    if (chimes && keys(part).some((key) => !known.includes(key))) void chime();
  } catch {
    // The network is away: what is there stays, and the next time may be better.
  }
}

/** Whom the part names. */
function keys(part: HTMLElement): string[] {
  return [...part.querySelectorAll<HTMLElement>("[data-key]")].map((one) => one.dataset.key ?? "");
}

function isInUse(page: Document, part: HTMLElement): boolean {
  return part.contains(page.activeElement) || part.querySelector("details[open]") !== null;
}
