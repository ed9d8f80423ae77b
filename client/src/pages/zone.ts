// Tells the school the time zone of the browser, for readers without one in their profile.

/** Sends the browser's time zone with the sign-in form. */
export function tellTimeZone(page: Document = document): void {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of page.querySelectorAll<HTMLInputElement>("input[data-zone]")) field.value = here;
}

/** Suggests it for a teacher's first lesson, and moves the form's hour along. */
export function suggestTimeZone(page: Document = document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-new]");
  const zone = form?.querySelector<HTMLSelectElement>("#time_zone");
  const date = form?.querySelector<HTMLInputElement>("#date");
  const time = form?.querySelector<HTMLInputElement>("#time");
  if (!zone || !date || !time || zone.value !== "UTC" || page.querySelector(".wrong, .flash.refused")) return;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (![...zone.options].some((option) => option.value === here)) return;
  const at = new Date(`${date.value}T${time.value}Z`);
  if (Number.isNaN(at.getTime())) return;
  const two = (n: number) => String(n).padStart(2, "0");
  zone.value = here;
  date.value = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  time.value = `${two(at.getHours())}:${two(at.getMinutes())}`;
}
