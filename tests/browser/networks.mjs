// People behind filters, in networks of the test's own: each hears and is heard, by whatever way is left.
import { chromium } from "./support/deps.mjs";
import { ANNEXE, HOME, Networks } from "./support/networks.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO, School } from "./support/school.mjs";
import { AUDIBLE, beeps, hears } from "./support/ears.mjs";
import { must, until } from "./support/until.mjs";
import { streams, tally as count, watch, way } from "./support/way.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Browsers give a page the microphone over HTTPS or on localhost, or where they are told so. */
const URL = `http://${HOME}:443`;
/** How long sound is measured. */
const WINDOW_MS = 10_000;
const PATIENCE = 180_000;
/** Of the beeps so many may be missed or torn in two, and so much of what is heard be made up, until it is not understood. */
const MISSED = 0.3;
const GUESSED = 0.1;

async function comes(person, link) {
  await watch(person);
  await person.go(link);
  await enters(person);
}

async function enters(person) {
  await giveName(person);
  await person.isIn();
}

/** What comes in a while. */
async function measure(people) {
  const begun = await Promise.all(people.map(count));
  const heard = await Promise.all(people.map((person) => beeps(person, WINDOW_MS)));
  const ended = await Promise.all(people.map(count));
  const between = (at) => Object.entries(ended[at]).map(([name, value]) => [name, value - begun[at][name]]);
  return heard.map((sound, at) => ({ ...sound, ...Object.fromEntries(between(at)) }));
}

/** Waits until it is so, and says what was measured last if it never is. `ask` answers whether, and what. */
async function measured(what, ask) {
  let last;
  const isSo = async () => {
    const [is, said] = await ask();
    last = JSON.stringify(said);
    return is;
  };
  await until(what, isSo, PATIENCE).catch((error) => {
    throw new Error(`${error.message}: ${last}`);
  });
  console.log(`    (${last})`);
}

/** Tries the ways before coming in, and reads which of them work and what it comes to. */
async function tries(person, link, { udp, tcp, relay }, sentence) {
  await person.go(link);
  await person.press("Check your sound");
  const dialog = person.page.getByRole("dialog", { name: "Sound" });
  await dialog.getByRole("button", { name: "Check the connection" }).click();
  await dialog.getByText(sentence).waitFor();
  for (const [name, works] of Object.entries({ "Directly (UDP)": udp, "Directly (TCP)": tcp, "By the relay": relay })) {
    await dialog.getByText(`${name}: ${works ? "works" : "does not work"}`, { exact: true }).waitFor();
  }
  await person.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

/** Reads before coming in which ways work, and then speaks and hears from behind a filter, by this one. */
async function talks({ enter, ana, link }, name, network, expected, ways) {
  const person = await enter(name, network);
  await watch(person);
  await tries(person, link, ways, "Sound comes through. On a busy network it may falter a little.");
  await enters(person);
  await hears(person);
  await until(`${name}'s sound comes by ${expected}`, async () => (await way(person)) === expected);
  await ana.press("Mute");
  await person.press("Speak");
  await person.button("Mute").waitFor();
  await hears(ana);
  await person.press("Mute");
  await ana.press("Unmute");
}

const SCENES = {
  "a lesson in the open": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Rivers and bridges" }));
    await teacher.press("Start the lesson");
    for (const student of [ana, ben]) await comes(student, stage.link);
    await ana.press("Speak");
    await ana.button("Mute").waitFor();
    await hears(ben);
    await until("Ben's sound comes by UDP", async () => (await way(ben)) === "udp");
  },

  "in the open every way is found before coming in": async ({ enter, link }) => {
    const finn = await enter("Finn", "open");
    await tries(finn, link, { udp: true, tcp: true, relay: true }, "Sound comes through, and by the best way.");
  },

  "where UDP is dropped, sound comes by TCP, as is read before": (stage) =>
    talks(stage, "Cem", "streams", "tcp", { tcp: true }),

  "where all but TCP to port 443 is dropped, it is relayed by TLS, as is read before": (stage) =>
    talks(stage, "Dora", "web", "relay by tls", { relay: true }),

  "where nothing but the page comes through, one reads what to do": async ({ enter, link }) => {
    const gil = await enter("Gil", "pages");
    await tries(gil, link, {}, /does not come through on this network. Try another one/);
  },

  "where one packet of twenty is lost, words are understood, and nobody else loses any": async (stage) => {
    const { enter, ben, link, networks } = stage;
    const eve = (stage.eve = await enter("Eve", "lossy"));
    await comes(eve, link);
    await hears(eve);
    const before = networks.dropped("lossy");
    await measured("Eve understands what is said", async () => {
      const [hers, his] = await measure([eve, ben]);
      const loud = Math.min(hers.loudest, his.loudest) > AUDIBLE && his.beeps > 0;
      const even = Math.abs(hers.beeps - his.beeps) <= MISSED * his.beeps;
      const whole = hers.guessed / hers.samples < his.guessed / his.samples + GUESSED;
      stage.beeps = his.beeps;
      return [loud && even && whole && his.lost <= 0.01 * his.received, { hers, his }];
    });
    must(networks.dropped("lossy").coming > before.coming, "packets to her were lost");
  },

  "and so are the words that are said from there": async ({ eve, ana, ben, beeps: usual, networks }) => {
    await ana.press("Mute");
    await ana.button("Unmute").waitFor();
    await eve.press("Speak");
    await eve.button("Mute").waitFor();
    await hears(ben);
    const before = networks.dropped("lossy");
    await measured("Ben and Ana understand what Eve says", async () => {
      const heard = await measure([ben, ana]);
      const are = heard.every(
        ({ loudest, beeps, guessed, samples }) =>
          loudest > AUDIBLE && Math.abs(beeps - usual) <= MISSED * usual && guessed / samples < GUESSED,
      );
      return [are, heard];
    });
    must(networks.dropped("lossy").going > before.going, "packets of hers were lost");
  },

  "while nothing is missing of what the others say meanwhile": async ({ ana, ben }) => {
    await ana.press("Unmute");
    await ana.button("Mute").waitFor();
    await measured("of the two who speak, Ben misses something of one", async () => {
      const before = await streams(ben);
      await ben.page.waitForTimeout(WINDOW_MS);
      const since = Object.entries(await streams(ben)).map(([number, { received, lost }]) => ({
        received: received - (before[number]?.received ?? 0),
        lost: lost - (before[number]?.lost ?? 0),
      }));
      const speak = since.filter(({ received }) => received > WINDOW_MS / 40).sort((a, b) => a.lost - b.lost);
      const [whole, torn] = speak.map(({ received, lost }) => lost / (received + lost));
      return [speak.length === 2 && whole <= 0.01 && torn > 0.01, speak];
    });
  },
};

/** @param browsers where those are put that are to be closed whatever happens */
export async function networks(flags, tally, closing) {
  const none = (why) => console.log(`\nNetworks: skipped, ${why}`);
  if (process.getuid() !== 0) return none("as only root can make networks of its own");
  let made;
  try {
    made = Networks.make(["open", "streams", "web", "pages", "lossy"]);
  } catch (error) {
    return none(`as this system lets nobody make networks: ${(error.stderr || error.message).trim()}`);
  }
  closing.push(() => made.close());
  // Nor the relay, which a browser may find first and then keep: what is left is the port for sound, by TCP.
  made.filter("streams", ["meta l4proto udp drop", "tcp dport 3478 drop", `ip daddr ${ANNEXE} drop`]);
  made.filter("web", ["tcp dport 443 accept", "tcp sport 443 accept", "drop"]);
  const pages = [`ip daddr ${HOME} tcp dport 443 accept`, `ip saddr ${HOME} tcp sport 443 accept`, "drop"];
  made.filter("pages", pages);
  made.filter("lossy", ["meta l4proto udp numgen random mod 20 == 0 counter drop"]);
  const school = await School.open({
    inside: made.inside("server"),
    environment: {
      LYCEUM_LISTEN: `${HOME}:443`,
      LYCEUM_PUBLIC_URL: URL,
      LYCEUM_DEMO: "2",
      LYCEUM_MEDIA_LISTEN: `${HOME}:7882`,
      LYCEUM_TURN_LISTEN: `${HOME}:3478`,
      LYCEUM_TURN_TLS_LISTEN: `${ANNEXE}:443`,
      LYCEUM_TURN_TLS_ANNOUNCE: ANNEXE,
    },
  });
  closing.push(() => school.close());
  const args = [...flags, `--unsafely-treat-insecure-origin-as-secure=${URL}`];
  const browsers = new Map();
  const people = [];
  const enter = async (name, network) => {
    if (!browsers.has(network)) {
      const executablePath = made.program(network, process.env.CHROMIUM);
      const browser = await chromium.launch({ executablePath, args });
      closing.push(() => browser.close());
      browsers.set(network, browser);
    }
    const person = await Person.at(browsers.get(network), name, { size: "desktop", url: URL });
    people.push(person);
    return person;
  };
  const [teacher, ana, ben] = [await enter("Ada Lark", "open"), await enter("Ana", "open"), await enter("Ben", "open")];
  await play("Networks", { teacher, ana, ben, enter, networks: made, people, faults: [] }, SCENES, tally);
}
