import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepWork } from "../src/pages/keepWork";

const PAGE = "/dashboard/experiences/1";

/** A form of one field, as much of it as the script uses. */
class Form {
  readonly dataset: Record<string, string>;
  readonly action = `http://school.example${PAGE}/parts/1`;
  readonly elements: { name: string; type: string; value: string }[];
  constructor(name: string, value: string) {
    this.dataset = { keep: name };
    this.elements = [{ name: "text", type: "textarea", value }];
  }
  closest = (what: string) => (what === "main" ? {} : null);
  get text(): string {
    return this.elements[0]!.value;
  }
  set text(value: string) {
    this.elements[0]!.value = value;
  }
}

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("scrollY", 0);
});
afterEach(() => vi.unstubAllGlobals());

/** Loads a page with these forms; `says` is its flash, if it has one. Returns how to send a form. */
function load(path: string, forms: Form[], says?: "done" | "refused"): (form: Form) => void {
  vi.stubGlobal("location", { pathname: path });
  const listeners: ((event: object) => void)[] = [];
  const flashes: Record<string, string> = { "[data-done]": "done", ".flash.refused": "refused" };
  const page = {
    activeElement: null,
    querySelectorAll: (what: string) => (what === "form[data-keep]" ? forms : []),
    querySelector: (what: string) => (says !== undefined && flashes[what] === says ? {} : null),
    addEventListener: (_: string, listener: (event: object) => void) => listeners.push(listener),
  };
  keepWork(page as unknown as Document);
  return (form) => listeners.forEach((listener) => listener({ target: form, defaultPrevented: false }));
}

/** Types into both forms of a part, and sends the first. */
function write(): void {
  const [sent, other] = [new Form("part-1", "as it was"), new Form("part-2", "as it was")];
  const send = load(PAGE, [sent, other]);
  [sent.text, other.text] = ["an hour's work", "half a sentence"];
  send(sent);
}

/** What the page shows when it is loaded again. */
function again(says?: "done" | "refused"): string[] {
  const forms = [new Form("part-1", "as the server has it"), new Form("part-2", "as the server has it")];
  load(PAGE, forms, says);
  return forms.map(({ text }) => text);
}

it("forgets the form that was sent once a page says that it was done, and keeps the others", () => {
  write();
  expect(again("done")).toEqual(["as the server has it", "half a sentence"]);
});

it("keeps the form that was refused", () => {
  write();
  expect(again("refused")).toEqual(["an hour's work", "half a sentence"]);
});

it("keeps the form whose answer was another page, such as the one to sign in", () => {
  write();
  load("/signin", []);
  load(`${PAGE}/parts/1`, []);
  expect(again()).toEqual(["an hour's work", "half a sentence"]);
});
