// A teacher's notes about the pages of a presentation, where it is shown on a page of ours. Only their writer gets them.

/** What is written is saved when nothing more is typed for so long. */
const SAVE_MS = 1000;
/** As the server has it (src/protocol/text.rs). */
const LONGEST = 5000;

/** @returns what shows the note about a page, from 0 */
export function offerNotes(place: HTMLElement, item: string, words: { label: string; lost: string }) {
  const path = `/api/items/${item}/notes`;
  const notes = new Map<number, string>();
  const label = document.createElement("label");
  label.className = "pdf-notes";
  const field = document.createElement("textarea");
  [field.rows, field.maxLength, field.disabled] = [3, LONGEST, true];
  const state = document.createElement("p");
  state.role = "status";
  label.append(words.label, field);
  place.append(label, state);
  let page = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { page: number; text: string } | undefined;

  const save = () => {
    clearTimeout(timer);
    const note = waiting;
    waiting = undefined;
    if (!note) return;
    const headers = { "content-type": "application/json" };
    fetch(path, { method: "PUT", headers, body: JSON.stringify(note), keepalive: true }).then(
      (answer) => (state.textContent = answer.ok ? "" : words.lost),
      () => (state.textContent = words.lost),
    );
  };
  field.addEventListener("input", () => {
    notes.set(page, field.value);
    waiting = { page, text: field.value };
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_MS);
  });
  field.addEventListener("change", save);
  addEventListener("pagehide", save);
  const show = () => (field.value = notes.get(page) ?? "");
  fetch(path)
    .then((answer) => (answer.ok ? (answer.json() as Promise<{ page: number; text: string }[]>) : Promise.reject()))
    .then((all) => {
      for (const note of all) notes.set(note.page, note.text);
      field.disabled = false;
      show();
    })
    .catch(() => (state.textContent = words.lost));
  return (to: number) => {
    save();
    page = to;
    show();
  };
}
