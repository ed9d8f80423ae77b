// Drags the parts of an experience to another place: with a mouse by their heads, with a finger or a pen by the grip there, so
// that the page still scrolls. Pointer events support both; a browser's own drag and drop does not. Each part also has two
// buttons, for the keyboard and without a script.

import { keepForReload } from "./keepWork";

/** A press becomes a drag after this distance, in pixels. */
const THRESHOLD = 5;
/** This near to the window's edge the page scrolls, by at most this much a frame; in pixels. */
const EDGE = 70;
const SCROLL_MAX = 14;

interface Drag {
  part: HTMLElement;
  pointer: number;
  from: number;
  /** Where the pointer is, in the window. */
  at: number;
  begun: boolean;
}

export function offerDragging(page: Document = document): void {
  const section = page.querySelector<HTMLElement>("[data-parts]");
  if (!section) return;
  const parts = [...section.querySelectorAll<HTMLElement>("[data-part]")];
  if (parts.length < 2) return;
  for (const part of parts) {
    const head = part.querySelector<HTMLElement>(".part-head");
    if (head) offer(section, parts, part, head);
  }
}

function offer(section: HTMLElement, parts: readonly HTMLElement[], part: HTMLElement, head: HTMLElement): void {
  const grip = document.createElement("span");
  grip.className = "part-grip";
  // Screen readers use the buttons.
  grip.ariaHidden = "true";
  grip.textContent = "⠿";
  head.prepend(grip);
  head.classList.add("can-be-dragged");
  let drag: Drag | undefined;

  const show = () => {
    for (const one of parts) one.classList.remove("is-dragged", "is-before", "is-after");
    if (!drag?.begun) return;
    part.classList.add("is-dragged");
    const over = target(parts, drag.at);
    if (over && over.part !== part) over.part.classList.add(over.after ? "is-after" : "is-before");
  };
  const scroll = () => {
    if (!drag?.begun) return;
    const past = drag.at < EDGE ? drag.at - EDGE : Math.max(0, drag.at - (innerHeight - EDGE));
    if (past !== 0) {
      scrollBy({ top: Math.max(-SCROLL_MAX, Math.min(SCROLL_MAX, past / 3)), behavior: "instant" });
      show();
    }
    requestAnimationFrame(scroll);
  };
  const end = () => {
    drag = undefined;
    section.classList.remove("is-dragging");
    show();
  };

  head.addEventListener("pointerdown", (event) => {
    const pressed = event.target as Element;
    const by = event.pointerType === "mouse" ? !pressed.closest("button") : pressed === grip;
    if (!by || event.button !== 0 || drag) return;
    drag = { part, pointer: event.pointerId, from: event.clientY, at: event.clientY, begun: false };
    head.setPointerCapture(event.pointerId);
    // A drag selects no text.
    event.preventDefault();
  });
  head.addEventListener("pointermove", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    drag.at = event.clientY;
    if (!drag.begun && Math.abs(drag.at - drag.from) > THRESHOLD) {
      drag.begun = true;
      section.classList.add("is-dragging");
      requestAnimationFrame(scroll);
    }
    show();
  });
  head.addEventListener("pointerup", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    drag.at = event.clientY;
    const over = drag.begun ? target(parts, drag.at) : undefined;
    end();
    if (!over || over.part === part) return;
    const [from, onto] = [parts.indexOf(part), parts.indexOf(over.part)];
    // Counted without the one that is moved.
    const to = (over.after ? onto + 1 : onto) - (from < onto ? 1 : 0);
    if (to !== from) move(section, part.dataset.part ?? "", to);
  });
  head.addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => {
    if (drag && event.key === "Escape") end();
  });
}

/** The part at this height, or the nearest, and whether it is its lower half. */
function target(parts: readonly HTMLElement[], y: number): { part: HTMLElement; after: boolean } | undefined {
  const found = parts.findLast((part) => part.getBoundingClientRect().top <= y) ?? parts[0];
  if (!found) return undefined;
  const box = found.getBoundingClientRect();
  return { part: found, after: y > box.top + box.height / 2 };
}

/** Submits the same form as the buttons do; the next page says what was done. */
function move(section: HTMLElement, part: string, to: number): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${section.dataset.parts}/parts/${part}/move`;
  for (const [name, value] of [
    ["form_token", section.dataset.token ?? ""],
    ["to", String(to)],
  ] as const) {
    const field = document.createElement("input");
    field.type = "hidden";
    [field.name, field.value] = [name, value];
    form.append(field);
  }
  document.body.append(form);
  keepForReload();
  form.submit();
}
