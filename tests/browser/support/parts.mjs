// The parts of an experience, as its page has them.
import { until } from "./until.mjs";

const kinds = (person) => person.page.locator(".part h3").allInnerTexts();

/** Until the page has these parts, in this order. */
export function parts(person, wanted) {
  const told = wanted.map((kind, i) => `${i + 1}. ${kind}`).join(", ");
  return until(`the parts are ${told}`, async () => (await kinds(person).catch(() => [])).join(", ") === told);
}
