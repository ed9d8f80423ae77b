// The parts of an experience, as its page has them.
import { waitUntil } from "./wait.mjs";

const kinds = (person) => person.page.locator(".part h3").allInnerTexts();

/** Until the page has these parts, in this order. */
export function waitForParts(person, wanted) {
  const told = wanted.map((kind, i) => `${i + 1}. ${kind}`).join(", ");
  return waitUntil(`the parts are ${told}`, async () => (await kinds(person).catch(() => [])).join(", ") === told);
}
