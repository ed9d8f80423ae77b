// A page with several forms, such as that of an experience, is loaded anew by each action. What is typed into the other forms
// stays, also over a reload by hand; the page stays where it was, and so does the focus; and leaving asks first. Without this
// script each form still works by itself.

/** The values of a form's fields, by name. */
type Values = Record<string, string>;

interface Kept {
  /** What is typed, by the form's `data-keep`. */
  forms: Record<string, Values>;
  /** The form that was sent. It is kept until a page says that it was done. */
  sent?: string | undefined;
  place?: Place | undefined;
}

/** Where the page was: a part stays at its height in the window, also when it has moved among the others. */
interface Place {
  scroll: number;
  part?: { id: string; top: number } | undefined;
  /** The action of the focused control's form, and which of its controls it is. */
  focus?: { action: string; control: string } | undefined;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let leaving: ((sent?: string) => void) | undefined;

/** The page is about to be loaded anew by a script: keeps what is typed, and does not ask. */
export function keepForReload(): void {
  leaving?.();
}

export function keepWork(page: Document = document): void {
  const forms = new Map<string, HTMLFormElement>();
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-keep]")) forms.set(form.dataset.keep!, form);
  if (forms.size === 0) return;
  const key = `lyceum:work:${location.pathname}`;
  const saved = new Map([...forms].map(([name, form]) => [name, JSON.stringify(read(form))]));
  const kept = load(key);
  // The answer to a form may be another page than this: one that says that the login has ended, or that the server is away.
  const done = page.querySelector("[data-done]") !== null;
  for (const [name, values] of Object.entries(kept.forms)) {
    const form = forms.get(name);
    if (form && (name !== kept.sent || !done)) write(form, values);
  }
  const { place } = kept;
  if (place) {
    restore(page, place);
    // Once all is loaded, the browser goes to the fragment of the address, and takes the focus away.
    addEventListener("load", () => setTimeout(() => restore(page, place)));
  }
  store(key, { forms: {} });

  let known = false;
  const isDirty = ([name, form]: [string, HTMLFormElement]) => JSON.stringify(read(form)) !== saved.get(name);
  const keep = (sent?: string, place?: Place) => {
    const dirty = [...forms].filter(isDirty).map(([name, form]) => [name, read(form)] as const);
    store(key, { forms: Object.fromEntries(dirty), sent, place });
  };
  leaving = (sent) => {
    known = true;
    keep(sent, where(page));
  };
  page.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    // A script sends this one itself, and may have to say that it failed.
    if (event.defaultPrevented || form.dataset.upload !== undefined || !form.closest("main")) return;
    leaving?.(form.dataset.keep);
  });
  addEventListener("beforeunload", (event) => {
    if (!known && [...forms].some(isDirty)) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    if (!known) keep();
  });
  // Back from the browser's memory, the page may ask again.
  addEventListener("pageshow", () => (known = false));
}

function fields(form: HTMLFormElement): Field[] {
  const all = [...form.elements] as Field[];
  return all.filter((field) => field.name && !["hidden", "file", "submit", "password"].includes(field.type));
}

function read(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of fields(form)) {
    if (field.type === "radio")
      values[field.name] = (field as HTMLInputElement).checked ? field.value : (values[field.name] ?? "");
    else if (field.type === "checkbox") values[field.name] = (field as HTMLInputElement).checked ? "on" : "";
    else values[field.name] = field.value;
  }
  return values;
}

function write(form: HTMLFormElement, values: Values): void {
  for (const field of fields(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.type === "radio") (field as HTMLInputElement).checked = field.value === value;
    else if (field.type === "checkbox") (field as HTMLInputElement).checked = value !== "";
    else field.value = value;
  }
  form.closest("details")?.setAttribute("open", "");
}

function where(page: Document): Place {
  const focused = page.activeElement;
  const form = focused?.closest("form");
  const part = focused?.closest<HTMLElement>("[data-part]");
  return {
    scroll: scrollY,
    part: part ? { id: part.id, top: part.getBoundingClientRect().top } : undefined,
    focus: focused && form ? { action: form.action, control: control(focused) } : undefined,
  };
}

/** What tells a control from the others of its form. */
function control(of: Element): string {
  const form = of.closest("form");
  const to = form?.querySelector<HTMLInputElement>("input[name=to]")?.value ?? "";
  return `${to}|${of.getAttribute("name") ?? ""}|${of.getAttribute("type") ?? ""}`;
}

function restore(page: Document, place: Place): void {
  const part = place.part && page.getElementById(place.part.id);
  const to = part && place.part ? scrollY + part.getBoundingClientRect().top - place.part.top : place.scroll;
  scrollTo({ top: to, behavior: "instant" });
  if (place.focus) focus(page, place.focus, part ?? undefined);
  // What was done is said at the top of the page: there it would not be seen.
  if (to > 0) for (const flash of page.querySelectorAll("main > .flash")) flash.classList.add("is-floating");
}

/** Focuses the same control. Where there is none any more, another of its part: the first part cannot move up. */
function focus(page: Document, { action, control: wanted }: NonNullable<Place["focus"]>, part?: HTMLElement): void {
  const forms = [...page.querySelectorAll<HTMLFormElement>("main form")].filter((form) => form.action === action);
  const controls = forms.flatMap((form) => [...form.querySelectorAll<HTMLElement>("input, textarea, select, button")]);
  const same = controls.find((one) => control(one) === wanted) ?? controls.find((one) => one.matches("button"));
  const open = same?.closest("details:not([open])")?.querySelector("summary");
  (open ?? same ?? part?.querySelector<HTMLElement>("button, summary"))?.focus({ preventScroll: true });
}

function load(key: string): Kept {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "") as Kept;
  } catch {
    return { forms: {} };
  }
}

function store(key: string, kept: Kept): void {
  try {
    if (Object.keys(kept.forms).length === 0 && !kept.place) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // The browser stores nothing: then leaving still asks.
  }
}
