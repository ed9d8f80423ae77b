// The texts of the lesson in the page's language: the Project Fluent files of /texts, which the server reads, too. Only that
// language is loaded; the build adds the files of lesson/ to it and fills what it lacks with English (vite.config.ts).
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export type Variables = Record<string, FluentVariable>;

const FILES = import.meta.glob<string>("../../texts/*/lesson.ftl", { import: "default" });
const USUAL = "en";

let bundle = new FluentBundle(USUAL);

/** Which language the page is in, as BCP 47 has it. */
export const language = (): string => bundle.locales[0] ?? USUAL;

/** Loads the texts of a language: await it before the first `t`. */
export async function loadLanguage(wanted: string): Promise<void> {
  const file = (code: string) => FILES[`../../texts/${code}/lesson.ftl`];
  const code = file(wanted) ? wanted : USUAL;
  const source = (await file(code)?.()) ?? "";
  // All of them are written from left to right: marks around each name would only be in the way. `t` isolates those that need it.
  bundle = new FluentBundle(code, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
}

/** The letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u{590}-\u{8ff}\u{fb1d}-\u{fdff}\u{fe70}-\u{fefc}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name that keeps its direction to itself (UAX #9): from right to left, it would move the words and numbers around it. */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** A text with these variables. */
export function t(key: string, variables: Variables = {}): string {
  const pattern = bundle.getMessage(key)?.value;
  const isolate = ([name, value]: [string, FluentVariable]): [string, FluentVariable] => [
    name,
    typeof value === "string" ? isolated(value) : value,
  ];
  const safe = Object.fromEntries(Object.entries(variables).map(isolate));
  // Errors given a place to go are not thrown: a text without its variable says the rest.
  return pattern ? bundle.formatPattern(pattern, safe, []) : key;
}

/** What a refusal says, by its code; `otherwise` is the server's English. */
export function refusal(code: string, otherwise: string): string {
  return bundle.hasMessage(`refusal-${code}`) ? t(`refusal-${code}`) : otherwise;
}

/** Stands for "<" in what variables say, so that a name is never markup. */
const LESS = "\uE000";

/** A text with markup, in pieces: what stands in `<a>…</a>` has the tag "a", what stands outside has none. */
export function pieces(key: string, variables: Variables = {}): { text: string; tag?: string }[] {
  const safe = Object.entries(variables).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replaceAll("<", LESS) : value,
  ]);
  const parts = t(key, Object.fromEntries(safe) as Variables).split(/<(\w+)>(.*?)<\/\1>/);
  const found: { text: string; tag?: string }[] = [];
  const add = (text = "", tag?: string) => {
    if (text) found.push({ text: text.replaceAll(LESS, "<"), ...(tag && { tag }) });
  };
  for (let i = 0; i < parts.length; i += 3) {
    add(parts[i]);
    add(parts[i + 2], parts[i + 1]);
  }
  return found;
}
