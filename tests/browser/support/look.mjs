// Looks at a page by day and by night: a picture of it, and what axe finds wrong for those who cannot see it so.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AXE } from "./deps.mjs";

const FOLDER = fileURLToPath(new URL("../screenshots", import.meta.url));

/** @returns the serious faults, a sentence each */
export async function look(person, name, { whole = true } = {}) {
  const { page, size } = person;
  const faults = [];
  await mkdir(`${FOLDER}/${size}`, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await still(page);
    await page.screenshot({ path: `${FOLDER}/${size}/${name}-${colorScheme}.png`, fullPage: whole });
    for (const fault of await examine(page)) faults.push(`${name}, ${size}, ${colorScheme}: ${fault}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  return faults;
}

/** Keeps a picture that was taken otherwise. */
export async function keep({ size }, name, picture) {
  await mkdir(`${FOLDER}/${size}`, { recursive: true });
  await writeFile(`${FOLDER}/${size}/${name}-light.png`, picture);
}

/** A picture of where somebody is when a test fails. */
export async function lastSight(person, number) {
  await mkdir(`${FOLDER}/failed`, { recursive: true });
  await person.page
    .screenshot({ path: `${FOLDER}/failed/${number}-${person.name}.png`, timeout: 5000 })
    .catch(() => {});
}

/** Until nothing moves but what moves for ever, so that colours are measured at their end. */
async function still(page) {
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

async function examine(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`),
    );
}
