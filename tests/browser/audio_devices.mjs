// What people's machines do to sound: a microphone that is refused, a browser that plays nothing before a click, another
// speaker, what the browser does to a voice; and that the 3D room shows who speaks.
import { launchChromium } from "./support/chromium.mjs";
import { DEMO } from "./support/school.mjs";
import { inspect, keepPicture } from "./support/inspect.mjs";
import { waitForSound, waitForSilence } from "./support/hearing.mjs";
import { checkEqual, waitUntil } from "./support/wait.mjs";
import { showsSpeakingRing } from "./support/canvas_pixels.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";
import { closeSoundDialog, openSoundDialog } from "./sound_settings.mjs";

/** The latest microphone that the browser has given to the page, as the browser says that it treats it. */
const audioProcessing = (person) =>
  person.page.evaluate(() => {
    const { echoCancellation, autoGainControl, noiseSuppression } = window.microphoneTrack.getSettings();
    return { echoCancellation, autoGainControl, noiseSuppression };
  });

const SCENES = {
  "a lesson begins, and its teacher speaks": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Echoes" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) {
      await student.go(stage.link);
      await enterName(student);
      await student.isInRoom();
    }
    await teacher.press("Unmute");
    await waitForSound(ana);
  },

  "a student whose browser refuses the microphone reads how to allow it, and can listen": async ({ ana, ben }) => {
    await ana.press("Unmute");
    await ana.seesText(/browser does not allow the microphone/);
    await inspect(ana, "sound-refused");
    await waitForSound(ana);
    await ana.context.grantPermissions(["microphone"]);
    await ana.press("Unmute");
    await ana.button(/^Mute$/).waitFor();
    await waitForSound(ben);
  },

  "a student without a microphone is told so, and can listen": async ({ mia, link }) => {
    await mia.go(link);
    await enterName(mia);
    await mia.isInRoom();
    await waitForSound(mia);
    await mia.press("Unmute");
    await mia.seesText("No microphone found. You can still listen.");
    await inspect(mia, "sound-no-microphone");
    await mia.button("Unmute").waitFor();
    await waitForSound(mia);
  },

  "a browser that plays nothing before a click shows a button that starts the sound": async ({ nico, link }) => {
    // A student with an account joins without a click.
    await nico.go("/signin");
    await signIn(nico, DEMO.student, DEMO.student.password);
    const tab = await nico.newWindow();
    await tab.go(link);
    // What Playwright itself asks a page counts as a click; what is asked so does not.
    const session = await tab.context.newCDPSession(tab.page);
    const asks = async (expression) => (await session.send("Runtime.evaluate", { expression })).result.value;
    await waitUntil("there is a button", () => asks(`!!document.querySelector(".banner .button.strong")`));
    checkEqual(await asks("window.outputAnalysers[0][0].context.state"), "suspended", "the page's sound");
    const { data } = await session.send("Page.captureScreenshot");
    await keepPicture(tab, "sound-blocked", Buffer.from(data, "base64"));
    const button = tab.button("Turn on sound");
    await button.click();
    await waitForSound(tab);
    await button.waitFor({ state: "detached" });
  },

  "sound comes from the chosen speaker": async ({ ana }) => {
    const dialog = await openSoundDialog(ana);
    const choice = dialog.getByRole("combobox", { name: "Speaker", exact: true });
    await choice.locator("option").nth(1).waitFor({ state: "attached" });
    const [id, name] = await choice
      .locator("option")
      .nth(1)
      .evaluate((option) => [option.value, option.label]);
    await choice.selectOption(name);
    const playsBy = () => ana.page.evaluate(() => window.outputAnalysers[0][0].context.sinkId);
    await waitUntil("sound goes there", async () => (await playsBy()) === id);
    await waitForSound(ana);
    await choice.selectOption("");
    await waitUntil("and to the usual one again", async () => (await playsBy()) === "");
    await closeSoundDialog(ana);
    await waitForSound(ana);
  },

  "echo, loudness and noise settings take effect during the lesson": async ({ ana, teacher }) => {
    checkEqual(
      Object.values(await audioProcessing(ana)).join(),
      "true,true,true",
      "what the browser does to the voice at first",
    );
    const dialog = await openSoundDialog(ana);
    await dialog.getByRole("switch", { name: /^Echo/ }).uncheck();
    await waitUntil("echo stays", async () => !(await audioProcessing(ana)).echoCancellation);
    await dialog.getByRole("switch", { name: /^Automatic volume/ }).uncheck();
    await waitUntil("loudness stays", async () => !(await audioProcessing(ana)).autoGainControl);
    await dialog.getByRole("combobox", { name: "Background noise" }).selectOption("off");
    await waitUntil("noise stays", async () => !(await audioProcessing(ana)).noiseSuppression);
    await closeSoundDialog(ana);
    await waitForSound(teacher);
  },

  "a student whose microphone is unplugged is told so, and speaks again with another": async ({ ana, teacher }) => {
    await ana.page.evaluate(() => {
      window.microphoneTrack.stop();
      window.microphoneTrack.dispatchEvent(new Event("ended"));
    });
    await ana.seesText("The microphone was disconnected.");
    await ana.button("Unmute").waitFor();
    await waitForSilence(teacher);
    await ana.press("Unmute");
    await waitForSound(teacher);
  },

  "a ring surrounds the head of a speaker in the 3D room": async ({ ana, ben, teacher }) => {
    await ben.switchView("room");
    await keepPicture(ben, "sound-halo", await showsSpeakingRing(ben));
    for (const speaker of [ana, teacher]) await speaker.page.getByTitle("M key").click();
    await waitUntil("no ring is drawn any more", async () => !(await showsSpeakingRing(ben, { frames: 10 })));
  },
};

export async function audioDevices(play) {
  const { flags } = play;
  const launch = async (without, env) => {
    const args = flags.filter((flag) => flag !== without);
    const browser = await launchChromium({ args, env });
    play.closeAtEnd(() => browser.close());
    return browser;
  };
  // Ana's browser asks for permission before it opens the microphone; the others' open it.
  const careful = await launch("--use-fake-ui-for-media-stream");
  // Mia's browser finds no microphone, even if this machine has one.
  const env = { ...process.env, ALSA_CONFIG_PATH: "/dev/null", PULSE_SERVER: "none" };
  const bare = await launch("--use-fake-device-for-media-stream", env);
  const [teacher, ben] = await play.people(["Ada Lark", "Ben"]);
  const [ana, nico] = await play.people(["Ana", DEMO.student.name], { browser: careful });
  const mia = await play.person("Mia", { browser: bare });
  await ana.page.addInitScript(() => {
    const { getUserMedia } = MediaDevices.prototype;
    MediaDevices.prototype.getUserMedia = async function (wish) {
      const stream = await getUserMedia.call(this, wish);
      [window.microphoneTrack] = stream.getAudioTracks();
      return stream;
    };
  });
  await play.scenes("Audio devices", { teacher, ana, ben, nico, mia }, SCENES);
}
