// Pictures between Chromium and Firefox, in networks that lose packets.
import { networkInterfaces } from "node:os";
import { signIn, plan } from "./lesson/planning.mjs";
import { puppeteer } from "./support/packages.mjs";
import { DEMO, School } from "./support/school.mjs";
import { UdpProxy } from "./support/udp_proxy.mjs";
import { check } from "./support/wait.mjs";
import { joinLesson, SIZE, survivesLoss, waitForVideo, watch, WIDTHS } from "./video.mjs";

const PREFERENCES = {
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  "media.autoplay.default": 0,
};

/** Someone with Firefox: of a person of the other plays only what the scenes here need. */
async function openFirefox(play, url) {
  const launch = { browser: "firefox", executablePath: process.env.FIREFOX, headless: true };
  const browser = await (await puppeteer()).launch({ ...launch, extraPrefsFirefox: PREFERENCES });
  play.closeAtEnd(() => browser.close());
  const page = await browser.newPage();
  page.addInitScript = (script) => page.evaluateOnNewDocument(script);
  return { page, go: (path) => page.goto(new URL(path, url).href) };
}

/** An address of this machine that Firefox takes for media: it leaves out the loopback interface. */
function findAddress() {
  const all = Object.values(networkInterfaces()).flat();
  const found = all.find(({ family, internal }) => family === "IPv4" && !internal);
  check(found, "this machine has an IPv4 address besides that of its loopback interface");
  return found.address;
}

const SCENES = {
  "a teacher shows a picture in Chromium": async (stage) => {
    const { teacher, firefox, host } = stage;
    [stage.teachers, stage.firefoxs] = await Promise.all(
      [teacher, firefox].map((person) => UdpProxy.before(person, host)),
    );
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Two browsers" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    await teacher.go(stage.page);
    stage.shows = await teacher.page.evaluate(joinLesson, { code: stage.code, ...SIZE });
  },

  "Firefox decodes nearly all of it at 5 % loss": async ({ teacher, firefox, teachers, firefoxs, code, shows }) => {
    await firefox.go("/join");
    await firefox.page.evaluate(joinLesson, { code, name: "Fay" });
    await watch(firefox, shows, "medium");
    await waitForVideo(firefox, WIDTHS.medium);
    await survivesLoss({ sender: teacher, viewer: firefox, proxies: [teachers, firefoxs] });
  },

  "Chromium decodes nearly all of Firefox’s picture": async ({ teacher, firefox, ben, firefoxs, code, host }) => {
    // As the same teacher: the newer connection takes the seat.
    await firefox.go("/signin");
    await firefox.page.type("input[name=identifier]", DEMO.teacher.username);
    await firefox.page.type("input[name=password]", DEMO.teacher.password);
    await Promise.all([firefox.page.waitForNavigation(), firefox.page.keyboard.press("Enter")]);
    check(firefox.page.url().endsWith("/dashboard"), `Firefox is signed in: ${firefox.page.url()}`);
    await teacher.go("/dashboard");
    const shows = await firefox.page.evaluate(joinLesson, { code, ...SIZE });
    const bens = await UdpProxy.before(ben, host);
    await ben.go("/join");
    await ben.page.evaluate(joinLesson, { code, name: "Ben" });
    await watch(ben, shows, "medium");
    await waitForVideo(ben, WIDTHS.medium);
    await survivesLoss({ sender: firefox, viewer: ben, proxies: [firefoxs, bens] });
  },
};

export async function firefoxVideo(play) {
  const host = findAddress();
  const school = await School.open({ environment: { LYCEUM_MEDIA_LISTEN: `${host}:0` } });
  play.closeAtEnd(() => school.close());
  const [teacher, ben] = await play.people(["Teacher", "Ben"], { url: school.url });
  const firefox = await openFirefox(play, school.url);
  await play.scenes("Video in two browsers", { teacher, ben, firefox, host }, SCENES);
}
