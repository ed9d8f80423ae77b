// Keys that do something anywhere in the room.

/** Whether a key press belongs to what has the focus, a dialog or the browser, and not to the room. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  return target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
}

/** Whether there may be a keyboard: a device that is only touched is told of no keys. */
export function hasKeyboard(): boolean {
  return matchMedia("(any-pointer: fine)").matches;
}
