// Two people see the same page, one in Greek and one in English.
import { english as leftOf } from "../support/greek.mjs";
import { look } from "../support/look.mjs";

/** What the people of this school have typed in Latin letters. */
export const GIVEN = ["zoe", "eleni", "nikos", "home", "example", "etna.png"];
/** A link that has been used is gone, and what was typed wrongly is refused. */
export const REFUSED = /400|410/;

/** What is wrong with the page that somebody sees, all that can be opened there being open. */
export async function seen(person, language, name, { whole = true } = {}) {
  const { page, size } = person;
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  const faults = await look(person, `links-${name}-${language}`, { whole });
  const [lang, wide] = await page.evaluate(() => [
    document.documentElement.lang,
    document.documentElement.scrollWidth - innerWidth,
  ]);
  if (lang !== language) faults.push(`${name}: the page says that it is in “${lang}”, not “${language}”`);
  if (wide > 0) faults.push(`${name}, ${size}: ${wide} pixels wider than the screen`);
  const left = language === "el" ? await leftOf(person, GIVEN) : [];
  return [...faults, ...left.map((words) => `${name}: ${words}`)];
}

/** Whoever is signed in has the language of their profile, which the foot of the page changes. */
async function speak(person, language, path) {
  const { page } = person;
  if ((await page.evaluate(() => document.documentElement.lang)) === language) return;
  const loaded = page.waitForEvent("load");
  await person.press({ el: "Ελληνικά", en: "English" }[language]);
  await loaded;
  await person.go(path);
}

/** Both go there, do something there, and see it. */
export async function both({ greek, english, faults }, name, path, doing = () => {}) {
  for (const [person, language] of [
    [greek, "el"],
    [english, "en"],
  ]) {
    await person.amid(REFUSED, async () => {
      await person.go(path);
      await speak(person, language, path);
      await doing(person);
      faults.push(...(await seen(person, language, name)));
    });
  }
}

/** Fills in fields by their ids, and sends their form. */
export async function submit({ page }, fields) {
  for (const [id, words] of Object.entries(fields)) await page.locator(`#${id}`).fill(words);
  const form = page.locator("form", { has: page.locator(`#${Object.keys(fields)[0]}`) });
  const loaded = page.waitForEvent("load");
  await form.locator("button[type=submit]").click();
  await loaded;
}

export async function signIn(person, username, password) {
  await person.go("/signin");
  await submit(person, { identifier: username, password });
}
