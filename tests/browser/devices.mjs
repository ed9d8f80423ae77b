// What people's machines do to sound: a microphone that is refused, a browser that plays nothing before a click, another
// speaker, what the browser does to a voice; and that the 3D room shows who speaks.
import { chromium } from "./support/deps.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { keep, look } from "./support/look.mjs";
import { hears, hearsNothing } from "./support/ears.mjs";
import { same, until } from "./support/until.mjs";
import { ringed } from "./support/painted.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";
import { close, open } from "./voices.mjs";

/** The latest microphone that the browser has given to the page, as the browser says that it treats it. */
const treated = (person) =>
  person.page.evaluate(() => {
    const { echoCancellation, autoGainControl, noiseSuppression } = window.given.getSettings();
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
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    for (const student of [ana, ben]) {
      await student.go(stage.link);
      await giveName(student);
      await student.isIn();
    }
    await teacher.press("Speak");
    await hears(ana);
  },

  "who is refused the microphone is told how to allow it, and listens": async ({ ana, ben, faults }) => {
    await ana.press("Speak");
    await ana.reads(/browser does not allow the microphone/);
    faults.push(...(await look(ana, "sound-refused", { whole: false })));
    await hears(ana);
    await ana.context.grantPermissions(["microphone"]);
    await ana.press("Speak");
    await ana.button("Mute").waitFor();
    await hears(ben);
  },

  "who has no microphone at all is told so, and listens": async ({ mia, link, faults }) => {
    await mia.go(link);
    await giveName(mia);
    await mia.isIn();
    await hears(mia);
    await mia.press("Speak");
    await mia.reads("No microphone was found. You can still listen.");
    faults.push(...(await look(mia, "sound-no-microphone", { whole: false })));
    await mia.button("Speak").waitFor();
    await hears(mia);
  },

  "a browser that plays nothing before a click has one clear button": async ({ nico, link, faults }) => {
    // Whoever is signed in comes in without a click.
    await nico.go("/signin");
    await signIn(nico, DEMO.student, DEMO.student.password);
    const tab = await nico.window();
    await tab.go(link);
    // What Playwright itself asks a page counts as a click; what is asked so does not.
    const session = await tab.context.newCDPSession(tab.page);
    const asks = async (expression) => (await session.send("Runtime.evaluate", { expression })).result.value;
    await until("there is a button", () => asks(`!!document.querySelector(".banner .button.strong")`));
    same(await asks("window.ears[0][0].context.state"), "suspended", "the page's sound");
    const { data } = await session.send("Page.captureScreenshot");
    await keep(tab, "sound-blocked", Buffer.from(data, "base64"));
    const button = tab.button("Hear the others");
    await button.click();
    await hears(tab);
    await button.waitFor({ state: "detached" });
    faults.push(...tab.problems());
  },

  "the lesson is heard by the speaker that one chooses": async ({ ana }) => {
    const dialog = await open(ana);
    const choice = dialog.getByRole("combobox", { name: "Speaker", exact: true });
    await choice.locator("option").nth(1).waitFor({ state: "attached" });
    const [id, name] = await choice
      .locator("option")
      .nth(1)
      .evaluate((option) => [option.value, option.label]);
    await choice.selectOption(name);
    const playsBy = () => ana.page.evaluate(() => window.ears[0][0].context.sinkId);
    await until("sound goes there", async () => (await playsBy()) === id);
    await hears(ana);
    await choice.selectOption("");
    await until("and to the usual one again", async () => (await playsBy()) === "");
    await close(ana);
    await hears(ana);
  },

  "echo, loudness and noise are treated as one wishes, without leaving": async ({ ana, teacher }) => {
    same(Object.values(await treated(ana)).join(), "true,true,true", "what is treated at first");
    const dialog = await open(ana);
    await dialog.getByRole("switch", { name: /^Echo/ }).uncheck();
    await until("echo stays", async () => !(await treated(ana)).echoCancellation);
    await dialog.getByRole("switch", { name: /^Automatic loudness/ }).uncheck();
    await until("loudness stays", async () => !(await treated(ana)).autoGainControl);
    await dialog.getByRole("combobox", { name: "Background noise" }).selectOption("off");
    await until("noise stays", async () => !(await treated(ana)).noiseSuppression);
    await close(ana);
    await hears(teacher);
  },

  "who pulls the microphone out is told so and silent, and speaks again by the next one": async ({ ana, teacher }) => {
    await ana.page.evaluate(() => {
      window.given.stop();
      window.given.dispatchEvent(new Event("ended"));
    });
    await ana.reads("The microphone is gone.");
    await ana.button("Unmute").waitFor();
    await hearsNothing(teacher);
    await ana.press("Unmute");
    await hears(teacher);
  },

  "in the 3D room a ring is around the head of whoever speaks": async ({ ana, ben, teacher }) => {
    await ben.view("room");
    await keep(ben, "sound-halo", await ringed(ben));
    for (const speaker of [ana, teacher]) await speaker.page.getByTitle("Key M").click();
    await until("no ring is drawn any more", async () => !(await ringed(ben, { frames: 10 })));
  },
};

/** @param closing where that is put which is to be closed whatever happens */
export async function devices(browser, school, flags, closing, tally) {
  const at = (browser, name) => Person.at(browser, name, { size: "desktop", url: school.url });
  // Ana's browser gives nobody the microphone who has not been allowed it; the others' do.
  const args = flags.filter((flag) => flag !== "--use-fake-ui-for-media-stream");
  const careful = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
  closing.push(() => careful.close());
  const [teacher, ana, ben] = [await at(browser, "Ada Lark"), await at(careful, "Ana"), await at(browser, "Ben")];
  const nico = await at(careful, DEMO.student.name);
  // On Mia's machine there is none, whatever there may be on this one.
  const env = { ...process.env, ALSA_CONFIG_PATH: "/dev/null", PULSE_SERVER: "none" };
  const devices = flags.filter((flag) => flag !== "--use-fake-device-for-media-stream");
  const bare = await chromium.launch({ executablePath: process.env.CHROMIUM, args: devices, env });
  closing.push(() => bare.close());
  const mia = await at(bare, "Mia");
  const people = [teacher, ana, ben, nico, mia];
  await ana.page.addInitScript(() => {
    const { getUserMedia } = MediaDevices.prototype;
    MediaDevices.prototype.getUserMedia = async function (wish) {
      const stream = await getUserMedia.call(this, wish);
      [window.given] = stream.getAudioTracks();
      return stream;
    };
  });
  try {
    await play("Machines and their sound", { teacher, ana, ben, nico, mia, people, faults: [] }, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
  }
}
