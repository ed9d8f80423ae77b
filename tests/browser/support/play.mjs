// A play: scenes in a school, one after the other. Each scene is a sentence about a classroom. The first that fails ends the
// play, with a picture and the console of everybody in it.
import { takeFailurePicture } from "./inspect.mjs";
import { Person } from "./person.mjs";
import { withDeadline } from "./wait.mjs";

/** The watchdog names and ends a scene that takes longer. */
const SCENE_MS = 120_000;
/** How long each thing that a play has opened may take to close. */
const CLOSE_MS = 20_000;
/** How many of the latest lines of each console are printed when a scene fails. */
const CONSOLE_LINES = 20;

export class Play {
  passed = 0;
  /** How long each scene took: `{ play, sentence, seconds }`. */
  scenesPlayed = [];
  /** What went wrong, whole. */
  failure = "";
  #faults = [];
  #people = [];
  #closers = [];
  #lines = [];

  /** @param {object} given `name`, `browser`, `school`, `flags` of the browser, and whether it `takesPictures` */
  constructor(given) {
    Object.assign(this, given);
  }

  /** Somebody with a browser of their own. `url` and `browser` are those of the play, if nothing else is said. */
  async person(name, { browser = this.browser, url = this.school?.url, ...how } = {}) {
    return Person.open(this, browser, name, { url, ...how });
  }

  /** People of one size, by their names. */
  people(names, how) {
    return Promise.all(names.map((name) => this.person(name, how)));
  }

  joined(person) {
    this.#people.push(person);
  }

  /** Calls this when the play is over, the latest first. */
  closeAtEnd(close) {
    this.#closers.push(close);
  }

  /** A line of the play's report. */
  print(line) {
    this.#lines.push(line);
  }

  /** Something that is wrong, though the scene can go on. It fails all the same. */
  fault(sentence) {
    this.#faults.push(sentence);
  }

  /**
   * @param {object} stage what the scenes share
   * @param {Record<string, (stage: object) => Promise<void>>} scenes
   */
  async scenes(title, stage, scenes) {
    this.print(`\n${title}`);
    stage.play = this;
    for (const [sentence, scene] of Object.entries(scenes)) {
      const begun = performance.now();
      try {
        await withDeadline(SCENE_MS, `“${sentence}” hangs`, scene(stage));
      } catch (error) {
        this.fault(plain(error.stack ?? String(error)));
      }
      const seconds = (performance.now() - begun) / 1000;
      this.scenesPlayed.push({ play: this.name, sentence, seconds });
      const faults = this.#faults.splice(0);
      if (faults.length === 0) {
        this.passed++;
        this.print(`  ✓ ${sentence} (${seconds.toFixed(1)} s)`);
        continue;
      }
      const told = [
        `✗ ${sentence} (${seconds.toFixed(1)} s)`,
        ...[...faults, ...(await this.#whatPeopleSee())].map(indented),
      ];
      this.failure = `${title}\n${told.join("\n")}`;
      this.print(`  ${told.join("\n  ")}`);
      throw new SceneFailed();
    }
  }

  async #whatPeopleSee() {
    const told = [];
    for (const { name, page, consoleLines } of this.#people) {
      if (page.isClosed()) continue;
      const picture = await takeFailurePicture(page, `${this.name}-${name}-${told.length}`);
      told.push(`${name} is at ${page.url()}: ${picture}`, ...consoleLines.slice(-CONSOLE_LINES).map(indented));
    }
    return told;
  }

  /** Plays it from beginning to end. Never throws: what goes wrong is its `failure`. */
  async run(script) {
    const begun = performance.now();
    try {
      await script();
    } catch (error) {
      if (!(error instanceof SceneFailed)) this.failure = `${this.name}: ${error.stack ?? error}`;
    }
    await this.close();
    this.seconds = (performance.now() - begun) / 1000;
  }

  /** Closes all that the play has opened: at its end, or when the run is interrupted. */
  async close() {
    const people = this.#people.splice(0).map((person) => () => person.close());
    for (const close of [...this.#closers.splice(0), ...people].reverse()) {
      try {
        await withDeadline(CLOSE_MS, `${this.name}: closing`, close());
      } catch (error) {
        this.failure ||= `${this.name}: ${error.stack ?? error}`;
      }
    }
  }

  get report() {
    return this.#lines.join("\n");
  }
}

/** What failed has been noted already. */
class SceneFailed extends Error {}

function indented(text) {
  return text.replace(/^/gm, "    ");
}

/** Without the colours of terminals, and without what the browser's process has written since it began. */
function plain(text) {
  return text.replace(/\u001b\[\d+m/g, "").replace(/^.*(\[pid=\d+\]|Browser logs:).*\n/gm, "");
}
