// Drives Chromium against the real server: whole lessons, as a school would see them. Two plays go on side by side, each worker
// with a browser and a school of its own. Ends with how long each play and the slowest scenes took, what failed, and one line of
// figures.
//
// node tests/browser/run.mjs [--pictures] [--long] [--workers=2] [word …]: plays only what has one of these words in its name.
// With --pictures it also takes a picture of every page that is inspected, in each size and theme; with --long it also plays what
// takes too long for every change, or needs Firefox.
import { rm } from "node:fs/promises";
import { LONG_PLAYS, PLAYS } from "./plays.mjs";
import { launchChromium } from "./support/chromium.mjs";
import { Play } from "./support/play.mjs";
import { School } from "./support/school.mjs";
import { withDeadline } from "./support/wait.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A microphone that beeps once a second, without a permission prompt.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // A certificate of these schools vouches for itself.
  "--ignore-certificate-errors",
  // A classroom in 3D on a machine without a graphics card.
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];
/** How many of the slowest scenes are listed. */
const SLOWEST = 20;
const CLOSE_MS = 20_000;

const options = process.argv.slice(2).filter((one) => one.startsWith("--"));
const words = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const workers = Number(options.find((one) => one.startsWith("--workers="))?.split("=")[1] ?? 2);
const takesPictures = options.includes("--pictures");
const all = options.includes("--long") ? [...PLAYS, ...LONG_PLAYS] : PLAYS;
const wanted = all.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const played = [];

/** A worker's browser and school: opened when first needed, and anew after a play that failed in them. */
class Environment {
  static #all = new Set();

  static async open() {
    const environment = new Environment();
    Environment.#all.add(environment);
    try {
      environment.browser = await launchChromium({ args: FLAGS });
      environment.school = await School.open();
    } catch (error) {
      await environment.close();
      throw error;
    }
    return environment;
  }

  async close() {
    Environment.#all.delete(this);
    const closing = Promise.allSettled([this.browser?.close(), this.school?.close()]);
    await withDeadline(CLOSE_MS, "closing a browser and a school", closing).catch(console.error);
  }

  static closeAll() {
    return Promise.all([...Environment.#all].map((environment) => environment.close()));
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => void interrupt().finally(() => process.exit(1)));
}

// Of two things that a scene waits for at once, the second may fail after the scene has: it is told, and the other plays go on.
process.on("unhandledRejection", (error) => console.error("After its scene had failed:", error));

/** Leaves no browser, school or network behind. */
async function interrupt() {
  console.log("\nThe run was interrupted.");
  await Promise.all(played.map((play) => play.close()));
  await Environment.closeAll();
}

/** Whether a play is on that measures. */
let isMeasuring = false;

/** The next play of the queue that may be played now; `undefined` when another worker plays what is left. */
function take(queue) {
  const at = queue.findIndex(({ measures }) => !(measures && isMeasuring));
  const [next] = at < 0 ? [] : queue.splice(at, 1);
  if (next?.measures) isMeasuring = true;
  return next;
}

/** Takes one play after the other from the queue. */
async function work(queue) {
  let environment;
  for (let next = take(queue); next; next = take(queue)) {
    const play = new Play({ name: next.name, flags: FLAGS, takesPictures });
    played.push(play);
    await play.run(async () => {
      environment ??= await Environment.open();
      Object.assign(play, { browser: environment.browser, school: environment.school });
      await next.script(play);
    });
    if (next.measures) isMeasuring = false;
    console.log(`${play.report}\n  ${play.name}: ${play.seconds.toFixed(1)} s`);
    if (!play.failure) continue;
    // A browser whose process has died is no fault of Lyceum: its play alone is played anew, once.
    if (environment?.browser?.isConnected() === false && !next.again) {
      console.log(`\nChromium has crashed in the middle of a play, which is played again.\n${play.failure}`);
      played.splice(played.indexOf(play), 1);
      queue.push({ ...next, again: true });
    }
    await environment?.close();
    environment = undefined;
  }
  await environment?.close();
}

const begun = performance.now();
let broken = wanted.length === 0 ? `no play has one of these words in its name: ${words.join(", ")}` : "";
try {
  await rm(new URL("screenshots", import.meta.url), { recursive: true, force: true });
  await work(wanted.filter(({ alone }) => alone));
  const queue = wanted.filter(({ alone }) => !alone);
  await Promise.all(Array.from({ length: workers }, () => work(queue)));
} catch (error) {
  broken = error.stack ?? String(error);
} finally {
  await Environment.closeAll();
}

const slowestFirst = (a, b) => b.seconds - a.seconds;
const line = (seconds, what) => `${seconds.toFixed(1).padStart(7)} s  ${what}`;
console.log("\nPlays:");
for (const { name, seconds } of played.sort(slowestFirst)) console.log(line(seconds, name));
console.log("\nThe slowest scenes:");
const scenes = played.flatMap(({ scenesPlayed }) => scenesPlayed).sort(slowestFirst);
for (const { play, sentence, seconds } of scenes.slice(0, SLOWEST)) console.log(line(seconds, `${play}: ${sentence}`));
// The last that is read.
const failures = [...played.map(({ failure }) => failure), broken].filter(Boolean);
if (failures.length > 0) console.log(`\n${failures.join("\n\n")}`);
const passed = played.reduce((sum, play) => sum + play.passed, 0);
const took = ((performance.now() - begun) / 60_000).toFixed(1);
console.log(`\n${passed} scenes passed, ${failures.length} plays failed, in ${took} minutes`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
