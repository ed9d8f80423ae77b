// Uses a page by the keyboard alone, and checks that the focus is visible on the way.
import { check, waitUntil } from "./wait.mjs";

/** No page needs more. */
const TABS_MOST = 120;

/** What has the focus: its name, and whether one can see that. */
export function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return { name: "", visible: true };
    const named = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
    // Where a whole row is a link, the ring is around the row.
    const ring = [undefined, "::after"].some((part) => {
      const { content, outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one, part);
      if (part && content === "none") return false;
      return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    });
    const box = one.getBoundingClientRect();
    return {
      name: named.replace(/\s+/g, " ").trim(),
      tag: one.tagName.toLowerCase(),
      // A heading that was given the focus, for those who listen, is nothing to be worked with.
      visible: one.tabIndex < 0 || (ring && box.width > 0 && box.height > 0),
    };
  });
}

/** Goes on with Tab until the focus is on what has this name. */
export async function tabTo({ page }, name) {
  const met = [];
  for (let tabs = 0; tabs < TABS_MOST; tabs++) {
    const now = await focused(page);
    check(now.visible, `the focus can be seen on ${now.tag} “${now.name}”`);
    const fits = typeof name === "string" ? now.name === name : name.test(now.name);
    if (fits) return;
    met.push(now.name);
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${name}: ${met.join(" | ")}`);
}

export async function tabAndPress(person, name, key = "Enter") {
  await tabTo(person, name);
  await person.page.keyboard.press(key);
}

/** Says yes in a dialog, which may take a moment to come. */
export async function confirmDialog({ page }, name) {
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await waitUntil("the dialog has the focus", () => dialog.evaluate((one) => one.contains(document.activeElement)));
  await tabAndPress({ page }, name);
}
