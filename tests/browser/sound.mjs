// A lesson with sound, from one page's microphone to the other pages' ears.
import { CONNECTION_LOST } from "./support/person.mjs";
import { DEMO } from "./support/school.mjs";
import { inspect } from "./support/inspect.mjs";
import { waitForSound, waitForSilence } from "./support/hearing.mjs";
import { TcpProxy } from "./support/tcp_proxy.mjs";
import { UdpProxy } from "./support/udp_proxy.mjs";
import { checkEqual, waitUntil } from "./support/wait.mjs";
import { exposePeerConnection, openSoundDetails, receivedByStream, selectedPath } from "./support/media_stats.mjs";
import { installFakeMicrophone, setMicrophoneSound } from "./support/microphone.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/**
 * Eva loses one network and finds another, while she and Ben, who hum, hear each other: both hear each other again, by another
 * path of the same peer connection. How soon the client looks for one is proven by a clock of its own (client/test).
 */
async function hearEachOtherAgain({ play, eva, ben, udp }, meanwhile = () => {}) {
  const answers = () => eva.page.evaluate(() => window.udpProxy.answers);
  const before = await answers();
  const begun = performance.now();
  udp.changeNetwork();
  await meanwhile();
  await waitUntil("another path is agreed upon", async () => (await answers()) > before);
  await waitForSound(ben, eva);
  checkEqual(await eva.page.evaluate(() => window.udpProxy.peers.size), 1, "the peers that she has had");
  play.print(`    (both were heard again after ${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}

async function joinsAsGuest(person, link) {
  await person.go(link);
  await enterName(person);
  await person.isInRoom();
}

const SCENES = {
  "a lesson begins, and nobody is asked for a microphone": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Singing rounds" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) await joinsAsGuest(student, stage.link);
    await waitForSilence(ben);
  },

  "everybody hears a student who speaks": async ({ teacher, ana, ben }) => {
    await ana.press("Unmute");
    await ana.button(/^Mute$/).waitFor();
    await waitForSound(ben, teacher);
    await (await teacher.participantRow("Ana")).getByRole("button", { name: "Mute Ana" }).waitFor();
    await inspect(teacher, "room-sound");
  },

  "a student who comes later hears the speaker at once": async ({ cem, link }) => {
    await joinsAsGuest(cem, link);
    await waitForSound(cem);
  },

  "a student without UDP hears by TCP, and the teacher sees that": async ({ teacher, dora, link }) => {
    // As a filter would: of what the server offers, only TCP is left.
    await dora.page.addInitScript(() => {
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
        window.peer = this;
        return setRemoteDescription.call(this, { type, sdp: sdp.replace(/a=candidate:\d+ 1 udp .*\r\n/g, "") });
      };
    });
    await joinsAsGuest(dora, link);
    await waitForSound(dora);
    // The statistics know the path a moment later than the ear does.
    await waitUntil("the path is TCP", async () => (await selectedPath(dora)) === "tcp");
    const menu = await openSoundDetails(teacher, "Dora", "Direct (TCP)");
    await menu.getByText(/packets, 0 % lost/).waitFor();
  },

  "a student who loses the WebSocket still hears, and is heard again": async ({ eva, ben, tcp, code }) => {
    await joinsAsGuest(eva, `/join/${code}`);
    for (const one of [eva, ben]) await setMicrophoneSound(one, "hum");
    await eva.press("Unmute");
    await eva.button(/^Mute$/).waitFor();
    await waitForSound(eva);
    await eva.expecting(CONNECTION_LOST, async () => {
      tcp.cut();
      await eva.seesText("Connection lost.");
      await waitForSound(eva);
      tcp.mend();
      await eva.isInRoom();
    });
    await eva.button(/^Mute$/).waitFor();
    await waitUntil("her peer is asked for again", () => eva.page.evaluate(() => window.udpProxy.answers >= 2));
    checkEqual(await eva.page.evaluate(() => window.udpProxy.peers.size), 1, "the peers that she has had");
    await waitForSound(ben);
  },

  "a student who changes networks hears and is heard again, by the same peer connection and in the same seat": async (
    stage,
  ) => {
    const { teacher, eva, ana, ben, tcp } = stage;
    const { seat } = eva;
    // What two others say has no pauses, so that the time is known to a moment.
    await ana.press(/^Mute$/);
    await ben.press("Unmute");
    await waitForSound(eva);
    await eva.expecting(CONNECTION_LOST, () =>
      hearEachOtherAgain(stage, async () => {
        tcp.cut();
        tcp.mend();
        await eva.page.evaluate(() => window.dispatchEvent(new Event("online")));
      }),
    );
    checkEqual(eva.seat, seat, "her seat");
    await (await teacher.participantRow("Eva")).getByText("connection lost").waitFor({ state: "detached" });
    await waitForSound(teacher);
  },

  "sound comes back after the network changed twice more and the browser did not notice": async (stage) => {
    const { eva, ben, ana } = stage;
    for (let times = 0; times < 2; times++) await hearEachOtherAgain(stage);
    for (const one of [eva, ben]) await one.press(/^Mute$/);
    for (const one of [eva, ben]) await one.button("Unmute").waitFor();
    await ana.press("Unmute");
  },

  "the teacher mutes a student, whom nobody hears then": async ({ teacher, ana, ben }) => {
    await (await teacher.participantRow("Ana")).getByRole("button", { name: "Mute Ana" }).click();
    await ana.button("Unmute").waitFor();
    await waitForSilence(ben);
  },

  "the teacher invites the student to speak, who accepts and is heard again": async ({ teacher, ana, ben }) => {
    await (await teacher.participantRow("Ana")).getByRole("button", { name: "Invite to speak: Ana" }).click();
    const invitation = ana.page.getByRole("region", { name: "Invitation to speak" });
    await invitation.waitFor();
    await teacher.seesText("Invited, no answer yet");
    await waitForSilence(ben);
    await inspect(ana, "room-invited");
    await inspect(teacher, "room-invites");
    await invitation.getByRole("button", { name: "Unmute" }).click();
    await ana.button(/^Mute$/).waitFor();
    await teacher.seesText("Ana accepted and can be heard.");
    await waitForSound(ben);
  },

  "the key M turns the microphone off and on": async ({ ana, ben }) => {
    await ana.page.locator("#room-title").focus();
    await ana.page.keyboard.press("m");
    await ana.button("Unmute").waitFor();
    await waitForSilence(ben);
    await ana.page.keyboard.press("m");
    await ana.button(/^Mute$/).waitFor();
    await waitForSound(ben);
  },

  "the teacher mutes all, and nobody is heard": async ({ teacher, ana, ben }) => {
    await ben.press("Unmute");
    await waitForSound(ana);
    const people = await teacher.openPanel("people");
    await people.getByRole("switch", { name: "Students can unmute themselves" }).uncheck();
    await people.getByRole("button", { name: "Mute all" }).click();
    for (const one of [ana, ben]) await one.button("Unmute").waitFor();
    await waitForSilence(teacher, ana, ben);
  },

  "a student cannot unmute where the teacher forbids it": async ({ teacher, ana, ben }) => {
    const people = await teacher.openPanel("people");
    await ana.press("Unmute");
    await ana.seesText("Microphones are off. Raise your hand to speak.");
    await waitForSilence(ben);
    await people.getByRole("switch", { name: "Students can unmute themselves" }).check();
    await ana.press("Unmute");
    await waitForSound(ben);
  },

  "a student who reloads the page hears and speaks again": async ({ ana, ben }) => {
    await ben.page.reload();
    await ben.isInRoom();
    // Any click tells a careful browser that somebody is there.
    await ben.page.locator("#room-title").click();
    await waitForSound(ben);
    await ana.page.reload();
    await ana.isInRoom();
    await ana.press("Unmute");
    await waitForSound(ben);
  },

  "a removed student neither hears nor is heard, even if her page closes nothing": async (stage) => {
    const { teacher, ana, ben, cem } = stage;
    await ben.page.getByTitle("M key").click();
    await waitForSound(ana);
    // A page of the removed one's own making would neither end its sound nor its microphone.
    await ana.page.evaluate(() => {
      for (const what of [RTCPeerConnection.prototype, MediaStreamTrack.prototype]) {
        Object.assign(what, { close() {}, stop() {} });
      }
    });
    await (await teacher.participantRow("Ana")).getByRole("button", { name: "Remove Ana" }).click();
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await ana.seesText("The teacher has removed you.");
    await waitForSilence(ben, ana);
    const received = async () =>
      Object.values(await receivedByStream(ana)).reduce((sum, { received }) => sum + received, 0);
    await waitUntil("nothing comes to her any more", async () => {
      const before = await received();
      await ana.page.waitForTimeout(1000);
      return (await received()) === before;
    });
    await waitForSound(cem);
  },

  "sound ends with the lesson": async ({ teacher, ben, cem, page }) => {
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await teacher.press("End for everyone");
    for (const student of [ben, cem]) await student.seesHeading("The lesson has ended");
    await waitForSilence(ben, cem);
  },
};

export async function sound(play) {
  const [teacher, ana, ben, cem, dora] = await play.people(["Ada Lark", "Ana", "Ben", "Cem", "Dora"]);
  const tcp = await TcpProxy.to(play.school.port);
  play.closeAtEnd(() => tcp.close());
  const eva = await play.person("Eva", { url: tcp.url });
  const udp = await UdpProxy.before(eva);
  play.closeAtEnd(() => udp.changeNetwork());
  await exposePeerConnection(ana);
  for (const person of [eva, ben]) await installFakeMicrophone(person);
  await play.scenes("Sound", { teacher, ana, ben, cem, dora, eva, tcp, udp }, SCENES);
}
