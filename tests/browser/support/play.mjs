// Plays scenes one after the other. Each is a sentence about a classroom; a lesson whose scene breaks down cannot go on.
import { lastSight } from "./look.mjs";

/** A machine without a graphics card draws a full classroom for a minute, a busy one for longer. */
const PATIENCE_OF_SCENES = 300_000;

export class Tally {
  passed = 0;
  failed = 0;
  /** What went wrong, for the end of a long log. */
  faults = [];

  add(other) {
    this.passed += other.passed;
    this.failed += other.failed;
    this.faults.push(...other.faults);
  }

  toString() {
    return [...this.faults, `${this.passed} passed, ${this.failed} failed`].join("\n");
  }
}

/**
 * @param {object} stage what the scenes share; `people` are those in it, and scenes add what they find to `faults`
 * @param {Record<string, (stage: object) => Promise<void>>} scenes
 */
export async function play(title, stage, scenes, tally) {
  console.log(`\n${title}`);
  let broken = false;
  for (const [sentence, scene] of Object.entries(scenes)) {
    if (broken) {
      tally.failed++;
      console.log(`  - ${sentence} (not reached)`);
      continue;
    }
    const begun = performance.now();
    let faults = [];
    try {
      await within(PATIENCE_OF_SCENES, scene(stage));
    } catch (error) {
      broken = true;
      faults.push(plain(error.stack ?? String(error)));
      for (const person of stage.people) await lastSight(person, tally.passed + tally.failed);
    }
    faults = [...faults, ...stage.faults.splice(0), ...stage.people.flatMap((person) => person.problems())];
    const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    if (faults.length === 0) {
      tally.passed++;
      console.log(`  ✓ ${sentence} (${took})`);
    } else {
      tally.failed++;
      const told = [`  ✗ ${sentence} (${took})`, ...faults.map((fault) => fault.replace(/^/gm, "      "))].join("\n");
      console.log(told);
      tally.faults.push(`${title}\n${told}`);
    }
  }
}

/** Without the colours of terminals. */
function plain(text) {
  return text.replace(/\u001b\[\d+m/g, "");
}

function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
