// Drives Chromium against the real server: whole lessons, as a school would see them. Ends with one line of figures.
import { rm } from "node:fs/promises";
import { chromium } from "./support/deps.mjs";
import { Tally } from "./support/play.mjs";
import { School } from "./support/school.mjs";
import { doors } from "./doors.mjs";
import { guessing } from "./guessing.mjs";
import { hearing } from "./hearing.mjs";
import { lesson } from "./lesson.mjs";
import { networks } from "./networks.mjs";
import { portrait } from "./portrait.mjs";
import { relaying } from "./relaying.mjs";
import { voices } from "./voices.mjs";
import { waiting } from "./waiting.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A microphone that beeps once a second, and nobody to be asked for it.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // The relay's certificate vouches for itself.
  "--ignore-certificate-errors",
  // A classroom in 3D on a machine without a graphics card.
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** `node tests/browser/run.mjs phone` plays only what has this word in its name. */
const wanted = process.argv[2] ?? "";
const tally = new Tally();
/** What is to be closed, the latest first. */
const open = [];
let closing;

function close() {
  closing ??= (async () => {
    for (const close of open.splice(0).reverse()) await Promise.resolve().then(close).catch(console.error);
  })();
  return closing;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => void close().finally(() => process.exit(1)));
}

try {
  await rm(new URL("screenshots", import.meta.url), { recursive: true, force: true });
  const school = await School.open();
  open.push(() => school.close());
  const account = await school.teacher("rivera", "Ms Rivera");
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  open.push(() => browser.close());
  const plays = {
    "doors-desktop": () => doors(browser, school, "desktop", tally),
    "doors-phone": () => doors(browser, school, "phone", tally),
    "lesson-desktop": () => lesson(browser, school, account, "desktop", tally),
    "lesson-phone": () => lesson(browser, school, account, "phone", tally),
    hearing: () => hearing(browser, school, tally),
    relaying: () => relaying(browser, school, tally),
    voices: () => voices(browser, school, tally),
    networks: () => networks(FLAGS, tally, open),
    waiting: () => waiting(browser, school, tally),
    portrait: () => portrait(browser, school, tally),
    guessing: () => guessing(browser, school, tally),
  };
  for (const [name, play] of Object.entries(plays)) if (name.includes(wanted)) await play();
} catch (error) {
  tally.failed++;
  console.error(error);
} finally {
  await close();
}
console.log(`\n${tally}`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
