// The parts of an experience can be dragged to another place. By keyboard, and without a script, each has its two buttons.
export function offerDragging(page: Document = document): void {
  const section = page.querySelector<HTMLElement>("[data-parts]");
  if (!section) return;
  const parts = [...section.querySelectorAll<HTMLElement>("[data-part]")];
  if (parts.length < 2) return;
  let dragged: HTMLElement | undefined;
  for (const part of parts) {
    const head = part.querySelector<HTMLElement>(".part-head");
    if (!head) continue;
    head.draggable = true;
    head.addEventListener("dragstart", (event) => {
      dragged = part;
      part.classList.add("is-dragged");
      event.dataTransfer?.setData("text/plain", part.dataset.part ?? "");
      event.dataTransfer?.setDragImage(part, 20, 20);
    });
    head.addEventListener("dragend", () => {
      dragged = undefined;
      for (const one of parts) one.classList.remove("is-dragged", "is-before", "is-after");
    });
    part.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      for (const one of parts) one.classList.remove("is-before", "is-after");
      if (part !== dragged) part.classList.add(isAfter(part, event) ? "is-after" : "is-before");
    });
    part.addEventListener("drop", (event) => {
      if (!dragged || part === dragged) return;
      event.preventDefault();
      const [from, over] = [parts.indexOf(dragged), parts.indexOf(part)];
      // Counted without the one that is moved.
      const to = (isAfter(part, event) ? over + 1 : over) - (from < over ? 1 : 0);
      if (to !== from) move(section, dragged.dataset.part ?? "", to);
    });
  }
}

function isAfter(part: HTMLElement, event: DragEvent): boolean {
  const box = part.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

/** As the buttons do it: by a form, whose page then tells what was done. */
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
  form.submit();
}
