// Inspects a page for people who cannot see it as its designers do: axe's rules, colours in both themes, and that nothing is
// wider than the screen.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AXE } from "./packages.mjs";

const FOLDER = fileURLToPath(new URL("../screenshots", import.meta.url));

export const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** The rules that a theme or a narrower page can break. All others have the same result as by day. */
const NIGHT = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"];

/** All of axe's rules by day, and by night those that its colours can break. What is wrong becomes a fault of the play. */
export function inspect(person, name) {
  return examineBy(person, name, person.size, person.size);
}

/**
 * The same for a page that somebody at a desktop sees, whose layout is one for all and only grows narrower: by day at a desktop,
 * and by night as wide as a phone.
 */
export function inspectPage(person, name) {
  return examineBy(person, name, "desktop", "phone");
}

async function examineBy(person, name, day, night) {
  const { play } = person;
  await show(person, "light", day);
  await examine(person, `${name}, ${day}, light`);
  await show(person, "dark", night);
  await examine(person, `${name}, ${night}, dark`, NIGHT);
  if (play.takesPictures) await takePictures(person, name, [...new Set([day, night])]);
  await show(person, "light", day);
}

async function show({ page }, colorScheme, size) {
  await page.setViewportSize(SIZES[size].viewport);
  // A window that grows behind another one may be drawn once a second only.
  await page.bringToFront();
  await page.emulateMedia({ colorScheme });
  await waitForAnimations(page);
}

async function examine({ page, play }, where, rules) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) play.fault(`${where}: ${wide} pixels wider than the screen`);
  for (const words of await page.evaluate(cutAccents)) play.fault(`${where}: the accent of “${words}” is cut`);
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (rules) =>
      globalThis.axe.run(document, {
        resultTypes: ["violations"],
        preload: false,
        ...(rules && { runOnly: { type: "rule", values: rules } }),
      }),
    rules,
  );
  for (const { id, impact, nodes } of violations) {
    if (impact !== "serious" && impact !== "critical") continue;
    for (const { target, failureSummary } of nodes) {
      play.fault(`${where}: ${id} at ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`);
    }
  }
}

/**
 * Runs in the page: texts that begin with a Greek capital letter whose accent stands to the left of its place, where something that
 * scrolls or cuts has its edge.
 */
function cutAccents() {
  const ROOM = 0.2;
  const cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const at = node.data.search(/\S/);
    const parent = node.parentElement;
    if (!/[ΆΈΉΊΌΎΏ]/.test(node.data[at] ?? "") || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const { left, width } = range.getBoundingClientRect();
    // What is there for screen readers only is clipped whole.
    const isSeen = (one) => !one || (getComputedStyle(one).clipPath === "none" && isSeen(one.parentElement));
    if (width === 0 || !isSeen(parent)) continue;
    const needed = parseFloat(getComputedStyle(parent).fontSize) * ROOM;
    for (let over = parent; over !== document.body; over = over.parentElement) {
      const { overflowX } = getComputedStyle(over);
      if (overflowX === "visible" || over.scrollLeft > 0) continue;
      const edge = over.getBoundingClientRect().left + over.clientLeft;
      if (left < edge + needed) cut.push(node.data.trim().slice(0, 40));
    }
  }
  return cut;
}

/** A picture in each size and theme: whole pages, and of a room what the window shows. */
async function takePictures(person, name, sizes) {
  const fullPage = (await person.page.locator(".room").count()) === 0;
  for (const size of sizes) {
    await mkdir(`${FOLDER}/${size}`, { recursive: true });
    for (const theme of ["light", "dark"]) {
      await show(person, theme, size);
      await person.page.screenshot({ path: `${FOLDER}/${size}/${name}-${theme}.png`, fullPage });
    }
  }
}

/** Keeps a picture that a scene has taken itself. */
export async function keepPicture({ play, size }, name, picture) {
  if (!play.takesPictures) return;
  await mkdir(`${FOLDER}/${size}`, { recursive: true });
  await writeFile(`${FOLDER}/${size}/${name}-light.png`, picture);
}

/** A picture of what somebody sees when a scene fails; where it is. */
export async function takeFailurePicture(page, name) {
  const path = `${FOLDER}/failed/${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.png`;
  await mkdir(`${FOLDER}/failed`, { recursive: true });
  return page.screenshot({ path, timeout: 5000 }).then(
    () => path,
    () => "no picture could be taken",
  );
}

/** Until nothing moves but what moves for ever, so that colours are measured at their end. */
async function waitForAnimations(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    const ends = (one) => one.effect?.getComputedTiming().endTime !== Infinity;
    const passing = () => document.getAnimations().filter((one) => one.playState !== "finished" && ends(one));
    // What begins in a frame is there in the next. One that stands still for good, as a hidden page's do, is not waited for.
    for (let seen = 0; seen < 50; seen++) {
      await frame();
      await frame();
      const moving = passing();
      if (moving.length === 0) return;
      const pause = new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.race([Promise.allSettled(moving.map((one) => one.finished)), pause]);
    }
  });
}
