// Visits a page of this Greek school: it is in Greek, with nothing left in English, whatever can be opened there being open.
import { inspectPage } from "../support/inspect.mjs";
import { latinWords } from "../support/untranslated.mjs";

/** What the people of this school have typed in Latin letters. */
const TYPED = ["zoe", "eleni", "nikos", "home", "example", "etna.png"];
/** A link that has been used is gone, and what was typed wrongly is refused. */
const REFUSED = [400, 410];

export async function inspectGreek(person, name) {
  const { page, play } = person;
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await inspectPage(person, `links-${name}`);
  const language = await page.evaluate(() => document.documentElement.lang);
  if (language !== "el") play.fault(`${name}: the page says that it is in “${language}”, not Greek`);
  for (const words of await latinWords(person, TYPED)) play.fault(`${name}: ${words}`);
}

/** Goes there, does something there, and inspects what there is then. */
export function visit(person, name, path, doing = () => {}) {
  return person.expecting(REFUSED, async () => {
    await person.go(path);
    await doing(person);
    await inspectGreek(person, name);
  });
}

/** Fills in fields by their ids, and sends their form. */
export async function submit({ page }, fields) {
  for (const [id, words] of Object.entries(fields)) await page.locator(`#${id}`).fill(words);
  const form = page.locator("form", { has: page.locator(`#${Object.keys(fields)[0]}`) });
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}

export async function signIn(person, username, password) {
  await person.go("/signin");
  await submit(person, { identifier: username, password });
}
