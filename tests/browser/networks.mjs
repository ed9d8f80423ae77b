// People behind filters, in networks of the test's own: each hears and is heard, by whatever way is left.
import { chromium } from "./support/deps.mjs";
import { ANNEXE, HOME, Networks } from "./support/networks.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO, School } from "./support/school.mjs";
import { AUDIBLE, beeps, hears } from "./support/ears.mjs";
import { must, until } from "./support/until.mjs";
import { tally as count, watch, way } from "./support/way.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Browsers give a page the microphone over HTTPS or on localhost, or where they are told so. */
const URL = `http://${HOME}:443`;
/** How long sound is measured. */
const WINDOW_MS = 10_000;
const PATIENCE = 180_000;

async function comes(person, link) {
  await watch(person);
  await person.go(link);
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

/** Speaks and hears from behind a filter, by this way. */
async function talks({ enter, ana, link }, name, network, expected) {
  const person = await enter(name, network);
  await comes(person, link);
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

  "where UDP is dropped, sound comes by TCP": (stage) => talks(stage, "Cem", "streams", "tcp"),

  "where all but TCP to port 443 is dropped, it is relayed by TLS": (stage) =>
    talks(stage, "Dora", "web", "relay by tls"),

  "where one packet of twenty is lost, words are understood, and nobody else loses any": async ({
    enter,
    ben,
    link,
    networks,
  }) => {
    const eve = await enter("Eve", "lossy");
    await comes(eve, link);
    await hears(eve);
    let said;
    await until(
      "Eve understands what is said",
      async () => {
        const [hers, his] = await measure([eve, ben]);
        said = JSON.stringify({ hers, his });
        const loud = Math.min(hers.loudest, his.loudest) > AUDIBLE && his.beeps > 0;
        const even = Math.abs(hers.beeps - his.beeps) <= 0.3 * his.beeps;
        const whole = hers.guessed / hers.samples < his.guessed / his.samples + 0.1;
        return loud && even && whole && his.lost <= 0.01 * his.received;
      },
      PATIENCE,
    ).catch((error) => {
      throw new Error(`${error.message}: ${said}`);
    });
    must(networks.dropped("lossy") > 0, "packets were lost");
    console.log(`    (${said})`);
  },
};

/** @param browsers where those are put that are to be closed whatever happens */
export async function networks(flags, tally, closing) {
  const none = (why) => console.log(`\nNetworks: skipped, ${why}`);
  if (process.getuid() !== 0) return none("as only root can make networks of its own");
  let made;
  try {
    made = Networks.make(["open", "streams", "web", "lossy"]);
  } catch (error) {
    return none(`as this system lets nobody make networks: ${(error.stderr || error.message).trim()}`);
  }
  closing.push(() => made.close());
  // Nor the relay, which a browser may find first and then keep: what is left is the port for sound, by TCP.
  made.filter("streams", ["meta l4proto udp drop", "tcp dport 3478 drop", `ip daddr ${ANNEXE} drop`]);
  made.filter("web", ["tcp dport 443 accept", "tcp sport 443 accept", "drop"]);
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
