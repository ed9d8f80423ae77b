// What people write who want something to run on the pages of others, the same words as in tests/pages/hostile_text; and how
// one sees that nothing of it did, and that everyone reads it as it was typed.
import { check } from "../support/wait.mjs";

/**
 * Each breaks out of another place: text, an attribute in either quote or in none, a title, a script, a comment, a template, a
 * link. None is longer than a name may be.
 */
export const CORPUS = [
  `<script>caught()</script>`,
  `<img src=x onerror=caught()>`,
  `<svg/onload=caught()>`,
  `"><img src=x onerror=caught()>`,
  `'><svg/onload=caught()>`,
  `" autofocus onfocus=caught() x="`,
  `' onmouseover='caught()`,
  `</title><script>caught()</script>`,
  `</script><script>caught()</script>`,
  `</textarea><svg/onload=caught()>`,
  `--><svg/onload=caught()>`,
  `javascript:caught()//`,
  `{{ caught() }}{% raw %}`,
  "${caught()}`-caught()-`",
  `&lt;svg/onload=caught()&gt;`,
  `<a href=javascript:caught()>a</a>`,
  `<iframe srcdoc=<script>caught()>`,
  `\\u003csvg/onload=caught()\\u003e`,
  `<img src=x onerror=alert(1)>`,
  `<x-caught>`,
  `" caught="`,
  `x caught=1`,
  `[a](javascript:caught())`,
  `</option></select><x-caught>`,
];

/** All of them, for fields that are shown again whatever was typed. */
export const ALL = CORPUS.join(" ");

/** What these are when they are read as Markdown, which has signs of its own. */
const WRITTEN = {
  "${caught()}`-caught()-`": "${caught()}-caught()-",
  "&lt;svg/onload=caught()&gt;": "<svg/onload=caught()>",
  "[a](javascript:caught())": "a",
};
export const asMarkdown = (words) => WRITTEN[words] ?? words;

/** A file's name is what stands after its folders. */
export const asFile = (words) => `${words.replace(/[\\/]/g, " ").trim()} .pdf`;

/** Notices whatever runs in this person's browser, in each of its windows. */
export async function watchForScripts(person) {
  person.caught = [];
  await person.context.exposeFunction("caught", () => person.caught.push("it ran"));
  const noteDialogs = (page) =>
    page.on("dialog", async (dialog) => {
      person.caught.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
  person.context.pages().forEach(noteDialogs);
  person.context.on("page", noteDialogs);
  return person;
}

/** Runs in the page: what stands there as something other than text. No page of ours has any such thing. */
function injectedElements() {
  const strange = "x-caught, base, embed, object, img[src=x], script:not([src]):not([type$=json])";
  const leads = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"];
  const runs = ({ name, value }) =>
    name.startsWith("on") ||
    ["caught", "srcdoc"].includes(name) ||
    (leads.includes(name) && /^\s*(javascript:|data:text)/i.test(value));
  return [...document.querySelectorAll("*")]
    .filter((one) => one.matches(strange) || [...one.attributes].some(runs))
    .map((one) => one.outerHTML.slice(0, 200));
}

/** Runs in the page: all that can be read there, by eye or by ear, or opened to be read. */
function readableText() {
  const told = [document.title, document.body?.innerText ?? ""];
  for (const one of document.querySelectorAll("input, textarea")) told.push(one.value);
  for (const one of document.querySelectorAll("details, option")) told.push(one.textContent);
  for (const name of ["alt", "aria-label", "title", "download"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) told.push(one.getAttribute(name));
  }
  for (const one of document.querySelectorAll("datalist option")) told.push(one.value);
  return told.join("\n");
}

/** Nothing has run, nothing is there that is not ours, and all of this can be read as it was typed. */
export async function readsAsTyped(person, what, ...typed) {
  const frames = person.page.frames();
  const found = (await Promise.all(frames.map((frame) => frame.evaluate(injectedElements)))).flat();
  check(found.length === 0, `${what}: ${found.join(" ")}`);
  if (typed.length > 0) {
    const told = (await Promise.all(frames.map((frame) => frame.evaluate(readableText)))).join("\n");
    for (const one of typed)
      check(told.includes(one), `${what} shows ${one} as it was typed, in ${told.replace(/\s+/g, " ").slice(0, 2000)}`);
  }
  check(person.caught.length === 0, `${what}: ${person.caught.join(", ")}`);
}
