// A lesson with sound, from one page's microphone to the other pages' ears.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { look } from "./support/look.mjs";
import { heardSince, hears, hearsNothing } from "./support/ears.mjs";
import { Cable } from "./support/cable.mjs";
import { Road } from "./support/road.mjs";
import { must, same, until } from "./support/until.mjs";
import { streams, travels, watch } from "./support/way.mjs";
import { equip, hearsByMicrophone } from "./support/waves.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** What the browser says of a server that is not there. */
const AWAY = /WebSocket|ERR_(CONNECTION|EMPTY|SOCKET)/;

/** How soon sound is back in another network, both ways, in seconds. */
const BACK = 3;

/**
 * Loses one network and finds another, while Eva and Ben, who hum, hear each other: she is heard again, and hears, in time. What
 * a busy machine has kept their pages waiting is not the product's.
 */
async function areBack({ eva, ben, road }, goes = () => {}) {
  const answers = () => eva.page.evaluate(() => window.road.answers);
  const before = await answers();
  const begun = Date.now();
  road.leave();
  const heard = [ben, eva].map(heardSince);
  await goes();
  const [his, hers] = await Promise.all(heard);
  const [she, he, late] = [his.since - begun, hers.since - begun, his.late + hers.late].map((ms) => ms / 1000);
  const said = `she is heard again after ${she.toFixed(1)} s, and hears after ${he.toFixed(1)} s`;
  console.log(`    (${said}; their pages were kept waiting for ${late.toFixed(1)} s)`);
  must((await answers()) > before, "another way was agreed upon");
  same(await eva.page.evaluate(() => window.road.peers.size), 1, "the peers that she has had");
  must(Math.max(she, he) <= BACK + late, said);
}

async function comes(person, link) {
  await person.go(link);
  await giveName(person);
  await person.isIn();
}

const SCENES = {
  "a lesson begins, and nobody is asked for a microphone": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Singing rounds" }));
    await teacher.press("Start the lesson");
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    for (const student of [ana, ben]) await comes(student, stage.link);
    await hearsNothing(ben);
  },

  "one speaks, the others hear it": async ({ teacher, ana, ben, faults }) => {
    await ana.press("Speak");
    await ana.button("Mute").waitFor();
    for (const listener of [ben, teacher]) await hears(listener);
    await (await teacher.row("Ana")).getByRole("button", { name: "Mute Ana" }).waitFor();
    faults.push(...(await look(teacher, "room-sound", { whole: false })));
  },

  "who comes later hears it at once": async ({ cem, link }) => {
    await comes(cem, link);
    await hears(cem);
  },

  "who is kept from UDP hears it by TCP, and the teacher sees that": async ({ teacher, dora, link }) => {
    // As a filter would: of what the server offers, only TCP is left.
    await dora.page.addInitScript(() => {
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
        window.peer = this;
        return setRemoteDescription.call(this, { type, sdp: sdp.replace(/a=candidate:\d+ 1 udp .*\r\n/g, "") });
      };
    });
    await comes(dora, link);
    await hears(dora);
    const protocols = await dora.page.evaluate(async () => {
      const stats = [...(await window.peer.getStats()).values()];
      const pair = stats.find(({ type, nominated }) => type === "candidate-pair" && nominated);
      return stats.find(({ id }) => id === pair.remoteCandidateId).protocol;
    });
    same(protocols, "tcp", "the path");
    const menu = await travels(teacher, "Dora", "Directly (TCP)");
    await menu.getByText(/packets, 0 % lost/).waitFor();
  },

  "who loses the connection hears and speaks on meanwhile": async ({ eva, ben, cable, code }) => {
    await comes(eva, `/join/${code}`);
    for (const one of [eva, ben]) await hearsByMicrophone(one, "hum");
    await eva.press("Speak");
    await eva.button("Mute").waitFor();
    await hears(eva);
    await eva.amid(AWAY, async () => {
      cable.cut();
      await eva.reads("The connection is lost.");
      await hears(eva);
      cable.mend();
      await eva.isIn();
    });
    await eva.button("Mute").waitFor();
    await until("her peer is asked for again", () => eva.page.evaluate(() => window.road.answers >= 2));
    same(await eva.page.evaluate(() => window.road.peers.size), 1, "the peers that she has had");
    await hears(ben);
  },

  "who comes into another network hears and speaks again in time, by the same peer and in the same seat": async (
    stage,
  ) => {
    const { teacher, eva, ana, ben, cable } = stage;
    const { seat } = eva;
    // What two others say has no pauses, so that the time is known to a moment.
    await ana.press("Mute");
    await ben.press("Speak");
    await hears(eva);
    await eva.amid(AWAY, () =>
      areBack(stage, async () => {
        cable.cut();
        cable.mend();
        await eva.page.evaluate(() => window.dispatchEvent(new Event("online")));
      }),
    );
    same(eva.seat, seat, "her seat");
    await (await teacher.row("Eva")).getByText("connection lost").waitFor({ state: "detached" });
    await hears(teacher);
  },

  "and also where the browser says nothing of it, again and again": async (stage) => {
    const { eva, ben, ana } = stage;
    for (let times = 0; times < 3; times++) await areBack(stage);
    for (const one of [eva, ben]) await one.press("Mute");
    for (const one of [eva, ben]) await one.button("Unmute").waitFor();
    await ana.press("Unmute");
  },

  "the teacher mutes them, and nobody hears them any more": async ({ teacher, ana, ben }) => {
    await (await teacher.row("Ana")).getByRole("button", { name: "Mute Ana" }).click();
    await ana.button("Unmute").waitFor();
    await hearsNothing(ben);
  },

  "the teacher lets them speak, and they are heard again": async ({ teacher, ana, ben }) => {
    await (await teacher.row("Ana")).getByRole("button", { name: "Let Ana speak" }).click();
    await ana.button("Mute").waitFor();
    await hears(ben);
  },

  "the key M turns one's own microphone off and on": async ({ ana, ben }) => {
    await ana.page.locator("#room-title").focus();
    await ana.page.keyboard.press("m");
    await ana.button("Unmute").waitFor();
    await hearsNothing(ben);
    await ana.page.keyboard.press("m");
    await ana.button("Mute").waitFor();
    await hears(ben);
  },

  "the teacher mutes all, and nobody is heard": async ({ teacher, ana, ben }) => {
    await ben.press("Unmute");
    await hears(ana);
    const people = await teacher.panel("people");
    await people.getByRole("switch", { name: "Students may unmute themselves" }).uncheck();
    await people.getByRole("button", { name: "Mute all" }).click();
    for (const one of [ana, ben]) await one.button("Unmute").waitFor();
    for (const one of [teacher, ana, ben]) await hearsNothing(one);
  },

  "where unmuting is forbidden, the teacher's mute stands": async ({ teacher, ana, ben }) => {
    const people = await teacher.panel("people");
    await ana.press("Unmute");
    await ana.reads("The teacher has muted you for now.");
    await hearsNothing(ben);
    await people.getByRole("switch", { name: "Students may unmute themselves" }).check();
    await ana.press("Unmute");
    await hears(ben);
  },

  "a page that is loaded anew hears and speaks again": async ({ ana, ben }) => {
    await ben.page.reload();
    await ben.isIn();
    // Any click tells a careful browser that somebody is there.
    await ben.page.locator("#room-title").click();
    await hears(ben);
    await ana.page.reload();
    await ana.isIn();
    await ana.press("Speak");
    await hears(ben);
  },

  "one who is removed neither hears nor is heard, though her page holds on to all it has": async (stage) => {
    const { teacher, ana, ben, cem } = stage;
    await ben.page.getByTitle("Key M").click();
    await hears(ana);
    // A page of the removed one's own making would neither end its sound nor its microphone.
    await ana.page.evaluate(() => {
      for (const what of [RTCPeerConnection.prototype, MediaStreamTrack.prototype]) {
        Object.assign(what, { close() {}, stop() {} });
      }
    });
    await (await teacher.row("Ana")).getByRole("button", { name: "Remove Ana" }).click();
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await ana.reads("The teacher has removed you.");
    await hearsNothing(ben);
    await hearsNothing(ana);
    const come = async () => Object.values(await streams(ana)).reduce((sum, { received }) => sum + received, 0);
    await until("nothing comes to her any more", async () => {
      const before = await come();
      await ana.page.waitForTimeout(1000);
      return (await come()) === before;
    });
    await hears(cem);
  },

  "the lesson ends, and with it its sound": async ({ teacher, ben, cem, page }) => {
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await teacher.press("End it for everyone");
    for (const student of [ben, cem]) await student.heading("The lesson has ended");
    for (const student of [ben, cem]) await hearsNothing(student);
  },
};

export async function hearing(browser, school, tally) {
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, ana, ben] = [await at("Ada Lark"), await at("Ana"), await at("Ben")];
  const [cem, dora] = [await at("Cem"), await at("Dora")];
  const cable = await Cable.to(school.port);
  const eva = await Person.at(browser, "Eva", { size: "desktop", url: cable.url });
  const road = await Road.under(eva);
  await watch(ana);
  for (const person of [eva, ben]) await equip(person);
  const people = [teacher, ana, ben, cem, dora, eva];
  try {
    await play("Sound", { teacher, ana, ben, cem, dora, eva, cable, road, people, faults: [] }, SCENES, tally);
  } finally {
    cable.close();
    road.leave();
    for (const person of people) await person.leave();
  }
}
