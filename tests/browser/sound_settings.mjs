// Sound as each one likes it: how loud, from where, by which device, and only while a key is held.
import { DEMO } from "./support/school.mjs";
import { inspect, inspectPage } from "./support/inspect.mjs";
import {
  AUDIBLE,
  loudAndQuiet,
  loudness,
  stereoLevels,
  waitForSilence,
  waitForSound,
  waitForTone,
} from "./support/hearing.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { installFakeMicrophone, setMicrophoneSound } from "./support/microphone.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

export async function openSoundDialog(person) {
  await person.closePanels();
  await person.page.getByRole("navigation", { name: "Your controls" }).getByRole("button", { name: "Sound" }).click();
  return person.page.getByRole("dialog", { name: "Sound" });
}

export async function closeSoundDialog(person) {
  await person.page.keyboard.press("Escape");
  await person.page.getByRole("dialog", { name: "Sound" }).waitFor({ state: "detached" });
}

/** Two turns of a voice that speaks for half of the time. */
const TWO_TURNS_MS = 6000;

/** How much louder one side is than the other, over long enough for a beep. */
async function leftToRight(person) {
  const [left, right] = await stereoLevels(person);
  return left / right;
}

/** A voice is on one side when it is this many times louder there. */
const ASIDE = 1.15;

/** Holds a key in the 3D room while this goes on. */
async function holdKey(person, key, doing) {
  await person.page.locator(".world canvas").focus();
  await person.page.keyboard.down(key);
  await doing();
  await person.page.keyboard.up(key);
}

const SCENES = {
  "a lesson begins, and one speaks": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Birdsong" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) {
      await student.go(stage.link);
      await enterName(student);
      await student.isInRoom();
    }
    await ana.press("Unmute");
    await waitForSound(ben);
  },

  "a student tests microphone, speaker and network before joining": async ({ quin, link }) => {
    await quin.go(link);
    await quin.press("Check your sound");
    const dialog = quin.page.getByRole("dialog", { name: "Sound" });
    await dialog.getByRole("button", { name: "Test the microphone" }).click();
    const meter = dialog.getByRole("meter", { name: "Microphone level" });
    await waitUntil("the microphone is heard", async () => (await meter.evaluate((bar) => bar.value)) > 0.2);
    await dialog.getByRole("button", { name: "Check the connection" }).click();
    await dialog.getByText("Sound works, with the best connection.").waitFor();
    for (const way of ["Direct (UDP): works", "Direct (TCP): works"]) await dialog.getByText(way).waitFor();
    await inspect(quin, "sound-before");
    await closeSoundDialog(quin);
    await waitUntil("the focus is back", () =>
      quin.button("Check your sound").evaluate((node) => node === document.activeElement),
    );
    await inspect(quin, "sound-join");
  },

  "a student whose network blocks all media reads what to do": async ({ quin }) => {
    await quin.page.evaluate(() => {
      // As a filter would: nothing of what the server offers can be reached.
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
        return setRemoteDescription.call(this, { type, sdp: sdp.replace(/a=candidate:.*\r\n/g, "") });
      };
    });
    await quin.press("Check your sound");
    const dialog = quin.page.getByRole("dialog", { name: "Sound" });
    await dialog.getByRole("button", { name: "Check the connection" }).click();
    await dialog.getByText(/does not work on this network. Try another/).waitFor();
    await inspect(quin, "sound-cut-off");
  },

  "a speaker has a ring in the list and among the cards": async ({ teacher, ben }) => {
    await (await teacher.participantRow("Ana")).locator(".ring").waitFor();
    await ben.page.locator(".flat-card", { hasText: "Ana" }).locator(".ring").waitFor();
    await inspect(teacher, "sound-ring");
  },

  "an administrator sees the media statistics of everyone": async ({ head }) => {
    await head.go("/signin");
    await signIn(head, DEMO.head, DEMO.head.password);
    await head.go("/admin/live");
    const lesson = head.page.locator(".card", { has: head.page.getByRole("heading", { name: "Birdsong" }) });
    await lesson.getByRole("link", { name: /with sound: connections in/ }).click();
    const ana = head.page.getByRole("listitem").filter({ hasText: "Ana" });
    await ana.getByText(/Direct \(UDP\), [\d.]+:\d+/).waitFor();
    await ana.getByText(/Speaking: [\d,]+ packets?, \d+ % lost/).waitFor();
    await inspectPage(head, "admin-sound");
  },

  "voices come from where people are": async ({ teacher, ben }) => {
    // Ana sits to the left of Ben; the teacher, who faces them, has her on the right.
    await waitUntil("Ben has her on his left", async () => (await leftToRight(ben)) > ASIDE);
    await waitUntil("the teacher has her on the right", async () => (await leftToRight(teacher)) < 1 / ASIDE);
  },

  "voices move when the speaker walks or the listener turns": async ({ ana, ben }) => {
    await ana.switchView("room");
    await holdKey(ana, "ArrowRight", () =>
      waitUntil("Ben has her on his right", async () => (await leftToRight(ben)) < 1 / ASIDE),
    );
    await ana.switchView("list");
    await ben.switchView("room");
    // He faces the class as soon as he walks towards it.
    await holdKey(ben, "ArrowDown", () =>
      waitUntil("Ben, who has turned, has her on his left", async () => (await leftToRight(ben)) > ASIDE),
    );
    await ben.switchView("list");
  },

  "spatial sound can be turned off": async ({ ben }) => {
    const dialog = await openSoundDialog(ben);
    await dialog.getByRole("switch", { name: /^Spatial sound/ }).uncheck();
    await closeSoundDialog(ben);
    await waitUntil("both sides are alike", async () => Math.abs((await leftToRight(ben)) - 1) < 0.05);
  },

  "a student sets another's volume by keyboard, and the device keeps it": async ({ ben }) => {
    const row = await ben.participantRow("Ana");
    await row.getByRole("button", { name: "More for Ana" }).press("Enter");
    const slider = ben.page.getByRole("slider", { name: "Volume of Ana" });
    await slider.press("Home");
    await waitForSilence(ben);
    await inspect(ben, "sound-volume");
    await ben.page.reload();
    await ben.isInRoom();
    await ben.page.locator("#room-title").click();
    await waitForSilence(ben);
    await (await ben.participantRow("Ana")).getByRole("button", { name: "More for Ana" }).click();
    checkEqual(await slider.inputValue(), "0", "the volume");
    for (let step = 0; step < 5; step++) await slider.press("ArrowRight");
    const half = await waitUntil("she is heard", async () => {
      const heard = await loudness(ben);
      return heard > AUDIBLE && heard;
    });
    for (let step = 0; step < 5; step++) await slider.press("ArrowRight");
    await waitUntil("she is louder than half", async () => (await loudness(ben)) > 1.5 * half);
    await ben.page.getByRole("button", { name: "More for Ana" }).click();
  },

  "the teacher mutes everyone but one": async ({ teacher, ana, ben }) => {
    await ben.press("Unmute");
    await ben.button(/^Mute$/).waitFor();
    await waitForSound(ana);
    await (await teacher.participantRow("Ana")).getByRole("button", { name: "More for Ana" }).click();
    await teacher.press("Mute all but Ana");
    await ben.button("Unmute").waitFor();
    await ana.button(/^Mute$/).waitFor();
    await waitForSilence(ana);
    await waitForSound(ben, teacher);
    await teacher.page.getByRole("button", { name: "More for Ana" }).click();
  },

  "the sound dialog keeps the focus, and gives it back": async ({ ana }) => {
    const button = ana.page.getByRole("navigation", { name: "Your controls" }).getByRole("button", { name: "Sound" });
    await button.press("Enter");
    const dialog = ana.page.getByRole("dialog", { name: "Sound" });
    await dialog.waitFor();
    for (let step = 0; step < 20; step++) {
      await ana.page.keyboard.press("Tab");
      const inside = await ana.page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest("dialog"),
      );
      check(inside, "the focus stays in the panel");
    }
    await inspect(ana, "sound-panel");
    await ana.page.keyboard.press("Escape");
    await waitUntil("the focus is back", () => button.evaluate((node) => node === document.activeElement));
  },

  "a phone has the same sound settings": async ({ pia, link }) => {
    await pia.go(link);
    await enterName(pia);
    await pia.isInRoom();
    await pia.openPanel("people");
    await inspect(pia, "sound-people");
    await openSoundDialog(pia);
    await inspect(pia, "sound-panel");
    await closeSoundDialog(pia);
  },

  "a student changes the microphone during the lesson": async ({ ana, ben }) => {
    const sent = () => ana.page.evaluate(() => window.peer.getSenders()[0].track.label);
    const before = await sent();
    const dialog = await openSoundDialog(ana);
    const choice = dialog.getByRole("combobox", { name: "Microphone", exact: true });
    await choice.locator("option").nth(1).waitFor({ state: "attached" });
    const names = (await choice.locator("option").allInnerTexts()).slice(1);
    const other = names.find((name) => name !== before);
    check(other, `there is another microphone than ${before}: ${names}`);
    await choice.selectOption(other);
    await waitUntil("it is sent", async () => (await sent()) === other);
    await closeSoundDialog(ana);
    await ana.button(/^Mute$/).waitFor();
    await waitForSound(ben);
    checkEqual(await ana.page.evaluate(() => window.peers.size), 1, "the peers that she has had");
  },

  "strong noise suppression removes the noise and leaves the voice": async ({ play, ana, ben }) => {
    const sent = () => ana.page.evaluate(() => window.peer.getSenders()[0].track.id);
    await setMicrophoneSound(ana, "a voice in a noisy room");
    const dialog = await openSoundDialog(ana);
    const choose = async (way) => {
      const before = await sent();
      await dialog.getByRole("combobox", { name: "Background noise" }).selectOption(way);
      await waitUntil("another track is sent", async () => (await sent()) !== before);
    };
    // What is on its way is played first, and the network listens for a while before it knows.
    const measure = async (what, is) => {
      let heard;
      await waitUntil(what, async () => is((heard = await loudAndQuiet(ben, TWO_TURNS_MS))));
      play.print(`    (${what}: ${JSON.stringify(heard)})`);
      return heard;
    };
    await choose("off");
    const off = await measure("the noise is heard", ({ quiet }) => quiet > 2 * AUDIBLE);
    await choose("strong");
    // This voice is made of pulses and not of flesh: it is taken for half a voice.
    await measure(
      "little is left of the noise, and her voice stays",
      ({ loud, quiet }) => quiet < off.quiet / 4 && loud > off.loud / 3,
    );
    await setMicrophoneSound(ana, undefined);
    await choose("browser");
    await closeSoundDialog(ana);
    await waitForSound(ben);
  },

  "a student with push-to-talk is heard while the key is held": async ({ ana, ben }) => {
    const dialog = await openSoundDialog(ana);
    await dialog.getByRole("switch", { name: /^Hold to talk/ }).check();
    await closeSoundDialog(ana);
    await ana.page.keyboard.press("m");
    await ana.button("Hold to talk").waitFor();
    await waitForSilence(ben);
    await ana.page.keyboard.down("m");
    await ana.button("Speaking").waitFor();
    await waitForSound(ben);
    await ana.page.keyboard.up("m");
    await ana.button("Hold to talk").waitFor();
    await waitForSilence(ben);
    const button = ana.button("Hold to talk");
    await button.dispatchEvent("pointerdown", { button: 0, pointerId: 1 });
    await waitForSound(ben);
    await ana.button("Speaking").dispatchEvent("pointerup", { button: 0, pointerId: 1 });
    await waitForSilence(ben);
  },

  "a student tests the speaker and their own voice": async ({ ana }) => {
    const dialog = await openSoundDialog(ana);
    await waitForSilence(ana);
    const button = dialog.getByRole("button", { name: "Play a test sound" });
    await Promise.all([waitForTone(ana), button.click()]);
    await waitUntil("the tone is over", () => button.isEnabled());
    await dialog.getByRole("button", { name: "Hear yourself" }).click();
    await dialog.getByText(/We record three seconds/).waitFor();
    await Promise.all([waitForSound(ana), dialog.getByText("This is how you sound.").waitFor()]);
    await dialog.getByText("This is how you sound.").waitFor({ state: "detached" });
    await closeSoundDialog(ana);
  },
};

export async function soundSettings(play) {
  const [teacher, ana, ben, head] = await play.people(["Ada Lark", "Ana", "Ben", "Head"]);
  const [pia, quin] = await play.people(["Pia", "Quin"], { size: "phone" });
  await installFakeMicrophone(ana);
  await ana.page.addInitScript(() => {
    window.peers = new Set();
    const { setRemoteDescription } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      window.peers.add(this);
      window.peer = this;
      return setRemoteDescription.call(this, description);
    };
  });
  await play.scenes("Settings of sound", { teacher, ana, ben, pia, quin, head }, SCENES);
}
