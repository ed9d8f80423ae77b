// A part of a page that tells of now is fetched anew every few seconds, while somebody looks at it, until the server has no more of
// it. Without this script, the page has a link that does the same. A part that chimes plays a sound for each newcomer: its page is
// often hidden behind another one, and then it is fetched more seldom.
import { chime } from "./chime";

const SECOND = 1000;
/** A hidden part that chimes is fetched this many times more seldom. */
const SELDOM = 5;

export function keepFresh(page: Document = document): void {
  const part = page.querySelector<HTMLElement>("[data-refresh]");
  if (!part) return;
  const every = Number(part.dataset.refresh) * SECOND;
  let skipped = 0;
  const next = async () => {
    skipped = page.hidden ? skipped + 1 : 0;
    const rests = page.hidden && (part.dataset.chime === undefined || skipped % SELDOM !== 0);
    if (rests || (await refresh(page, part))) setTimeout(() => void next(), every);
  };
  setTimeout(() => void next(), every);
}

/**
 * Puts what the server says now in its place, unless somebody is about to press something in it. Returns whether there is more to
 * come: a redirect leads to the sign-in page, and without the part the lesson has ended.
 */
async function refresh(page: Document, part: HTMLElement): Promise<boolean> {
  if (isInUse(page, part)) return true;
  try {
    const answer = await fetch(part.dataset.refreshFrom ?? location.href, { headers: { accept: "text/html" } });
    if (answer.redirected) return false;
    if (!answer.ok) return true;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    if (!fresh) return false;
    // What has not changed is not read aloud again.
    if (isInUse(page, part) || fresh.innerHTML === part.innerHTML) return true;
    const known = keys(part);
    part.replaceChildren(...fresh.childNodes);
    if (part.dataset.chime !== undefined && keys(part).some((key) => !known.includes(key))) void chime();
  } catch {
    // The network is away: what is there stays, and the next time may be better.
  }
  return true;
}

/** Whom the part names. */
function keys(part: HTMLElement): string[] {
  return [...part.querySelectorAll<HTMLElement>("[data-key]")].map((one) => one.dataset.key ?? "");
}

function isInUse(page: Document, part: HTMLElement): boolean {
  return part.contains(page.activeElement) || part.querySelector("details[open]") !== null;
}
