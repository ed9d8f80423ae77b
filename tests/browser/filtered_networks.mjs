// People behind filters, in networks of the test's own: each hears and is heard, by whatever way is left.
import { launchChromium } from "./support/chromium.mjs";
import { RELAY_ADDRESS, SERVER_ADDRESS, Networks } from "./support/network_namespaces.mjs";
import { DEMO, School } from "./support/school.mjs";
import { AUDIBLE, countBeeps, listenAtMicrophone, waitForSound } from "./support/hearing.mjs";
import { check, waitUntil } from "./support/wait.mjs";
import { receivedByStream, receivedTotals, exposePeerConnection, selectedPath } from "./support/media_stats.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Browsers give a page the microphone over HTTPS or on localhost, or where they are told so. */
const URL = `http://${SERVER_ADDRESS}:443`;
/** How long sound is measured. */
const WINDOW_MS = 10_000;
const TIMEOUT_MS = 100_000;
/** Speech is understood while no more than this share of beeps is missed or split, and of samples concealed. */
const MAX_MISSED = 0.3;
/** How many of the beeps that somebody sends are heard, at least: a busy machine tells fewer apart. */
const MIN_HEARD = 0.5;
const MAX_CONCEALED = 0.1;

async function joinsAsGuest(person, link) {
  await exposePeerConnection(person);
  await person.go(link);
  await entersRoom(person);
}

async function entersRoom(person) {
  await enterName(person);
  await person.isInRoom();
}

/** What comes in a while. */
async function measure(people) {
  const begun = await Promise.all(people.map(receivedTotals));
  const heard = await Promise.all(people.map((person) => countBeeps(person, WINDOW_MS)));
  const ended = await Promise.all(people.map(receivedTotals));
  const between = (at) => Object.entries(ended[at]).map(([name, value]) => [name, value - begun[at][name]]);
  return heard.map((sound, at) => ({ ...sound, ...Object.fromEntries(between(at)) }));
}

/** Waits until it is so, and says what was measured last if it never is. `ask` answers whether, and what. */
async function waitForMeasurement(play, what, ask) {
  let last;
  const isMeasured = async () => {
    const [isSo, values] = await ask();
    last = JSON.stringify(values);
    return isSo;
  };
  await waitUntil(what, isMeasured, TIMEOUT_MS).catch((error) => {
    throw new Error(`${error.message}: ${last}`);
  });
  play.print(`    (${last})`);
}

/** Tries the ways before coming in, and reads which of them work and what it comes to. */
async function checkConnection(person, link, { udp, tcp, relay }, sentence) {
  await person.go(link);
  await person.press("Check your sound");
  const dialog = person.page.getByRole("dialog", { name: "Sound" });
  await dialog.getByRole("button", { name: "Check the connection" }).click();
  await dialog.getByText(sentence).waitFor();
  for (const [name, works] of Object.entries({ "Direct (UDP)": udp, "Direct (TCP)": tcp, Relayed: relay })) {
    await dialog.getByText(`${name}: ${works ? "works" : "does not work"}`, { exact: true }).waitFor();
  }
  await person.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

/** Reads before coming in which ways work, and then speaks and hears from behind a filter, by this one. */
async function talkBehindFilter({ enter, ana, link }, name, network, expected, ways) {
  const person = await enter(name, network);
  await exposePeerConnection(person);
  await checkConnection(person, link, ways, "Sound works. On a busy network it may stutter.");
  await entersRoom(person);
  await waitForSound(person);
  await waitUntil(`${name}'s sound comes by ${expected}`, async () => (await selectedPath(person)) === expected);
  await ana.press(/^Mute$/);
  await person.press("Unmute");
  await person.button(/^Mute$/).waitFor();
  await waitForSound(ana);
  await person.press(/^Mute$/);
  await ana.press("Unmute");
}

const SCENES = {
  "students in an unfiltered network hear each other by UDP": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Rivers and bridges" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) await joinsAsGuest(student, stage.link);
    await ana.press("Unmute");
    await ana.button(/^Mute$/).waitFor();
    await waitForSound(ben);
    await waitUntil("Ben's sound comes by UDP", async () => (await selectedPath(ben)) === "udp");
  },

  "the connection check finds every path in an unfiltered network": async ({ enter, link }) => {
    const finn = await enter("Finn", "open");
    await checkConnection(finn, link, { udp: true, tcp: true, relay: true }, "Sound works, with the best connection.");
  },

  "sound comes by TCP where UDP is dropped, as the check says before": (stage) =>
    talkBehindFilter(stage, "Cem", "streams", "tcp", { tcp: true }),

  "sound is relayed by TLS where all but TCP to port 443 is dropped, as the check says before": (stage) =>
    talkBehindFilter(stage, "Dora", "web", "relay by tls", { relay: true }),

  "the check says what to do where nothing but the page comes through": async ({ enter, link }) => {
    const gil = await enter("Gil", "pages");
    await checkConnection(gil, link, {}, /does not work on this network. Try another network/);
  },

  "a student who loses one packet of twenty understands, and nobody else loses any": async (stage) => {
    const { enter, ben, link, networks } = stage;
    const eve = (stage.eve = await enter("Eve", "lossy"));
    await joinsAsGuest(eve, link);
    await waitForSound(eve);
    const before = networks.dropped("lossy");
    await waitForMeasurement(stage.play, "Eve understands what is said", async () => {
      const [hers, his] = await measure([eve, ben]);
      const loud = Math.min(hers.loudest, his.loudest) > AUDIBLE && his.beeps > 0;
      const even = Math.abs(hers.beeps - his.beeps) <= MAX_MISSED * his.beeps;
      const whole = hers.concealed / hers.samples < his.concealed / his.samples + MAX_CONCEALED;
      return [loud && even && whole && his.lost <= 0.01 * his.received, { hers, his }];
    });
    check(networks.dropped("lossy").coming > before.coming, "packets to her were lost");
  },

  "a student who loses one packet of twenty is understood": async ({ play, eve, ana, ben, networks }) => {
    await ana.press(/^Mute$/);
    await ana.button("Unmute").waitFor();
    await eve.press("Unmute");
    await eve.button(/^Mute$/).waitFor();
    await waitForSound(ben);
    await listenAtMicrophone(eve);
    const before = networks.dropped("lossy");
    await waitForMeasurement(play, "Ben and Ana understand what Eve says", async () => {
      const [said, ...heard] = await measure([eve, ben, ana]);
      const are = heard.every(
        ({ loudest, beeps, concealed, samples }) =>
          loudest > AUDIBLE && beeps >= MIN_HEARD * said.beeps && concealed / samples < MAX_CONCEALED,
      );
      return [are && said.beeps > 0, { said, heard }];
    });
    check(networks.dropped("lossy").going > before.going, "packets of hers were lost");
  },

  "nothing is missing of what the others say meanwhile": async ({ play, ana, ben }) => {
    await ana.press("Unmute");
    await ana.button(/^Mute$/).waitFor();
    await waitForMeasurement(play, "of the two who speak, Ben misses something of one", async () => {
      const before = await receivedByStream(ben);
      await ben.page.waitForTimeout(WINDOW_MS);
      const since = Object.entries(await receivedByStream(ben)).map(([number, { received, lost }]) => ({
        received: received - (before[number]?.received ?? 0),
        lost: lost - (before[number]?.lost ?? 0),
      }));
      const speak = since.filter(({ received }) => received > WINDOW_MS / 40).sort((a, b) => a.lost - b.lost);
      const [whole, torn] = speak.map(({ received, lost }) => lost / (received + lost));
      return [speak.length === 2 && whole <= 0.01 && torn > 0.01, speak];
    });
  },
};

export async function filteredNetworks(play) {
  const skip = (why) => play.print(`\nFiltered networks: skipped, ${why}`);
  if (process.getuid() !== 0) return skip("as only root can make networks of its own");
  let networks;
  try {
    networks = Networks.make(["open", "streams", "web", "pages", "lossy"]);
  } catch (error) {
    return skip(`as this system lets nobody make networks: ${(error.stderr || error.message).trim()}`);
  }
  play.closeAtEnd(() => networks.close());
  // Nor the relay, which a browser may find first and then keep: what is left is the port for sound, by TCP.
  networks.filter("streams", ["meta l4proto udp drop", "tcp dport 3478 drop", `ip daddr ${RELAY_ADDRESS} drop`]);
  networks.filter("web", ["tcp dport 443 accept", "tcp sport 443 accept", "drop"]);
  const pages = [
    `ip daddr ${SERVER_ADDRESS} tcp dport 443 accept`,
    `ip saddr ${SERVER_ADDRESS} tcp sport 443 accept`,
    "drop",
  ];
  networks.filter("pages", pages);
  networks.filter("lossy", ["meta l4proto udp numgen random mod 20 == 0 counter drop"]);
  const school = await School.open({
    inside: networks.inside("server"),
    environment: {
      LYCEUM_LISTEN: `${SERVER_ADDRESS}:443`,
      LYCEUM_PUBLIC_URL: URL,
      LYCEUM_DEMO: "2",
      LYCEUM_MEDIA_LISTEN: `${SERVER_ADDRESS}:7882`,
      LYCEUM_TURN_LISTEN: `${SERVER_ADDRESS}:3478`,
      LYCEUM_TURN_TLS_LISTEN: `${RELAY_ADDRESS}:443`,
      LYCEUM_TURN_TLS_ANNOUNCE: RELAY_ADDRESS,
    },
  });
  play.closeAtEnd(() => school.close());
  const args = [...play.flags, `--unsafely-treat-insecure-origin-as-secure=${URL}`];
  const browsers = new Map();
  const enter = async (name, network) => {
    if (!browsers.has(network)) {
      const executablePath = networks.program(network, process.env.CHROMIUM);
      const browser = await launchChromium({ executablePath, args });
      play.closeAtEnd(() => browser.close());
      browsers.set(network, browser);
    }
    return play.person(name, { browser: browsers.get(network), url: URL });
  };
  const [teacher, ana, ben] = [await enter("Ada Lark", "open"), await enter("Ana", "open"), await enter("Ben", "open")];
  await play.scenes("Filtered networks", { teacher, ana, ben, enter, networks }, SCENES);
}
