// A full classroom in 3D, on a desk and on a phone. The picture in the README is one of these.
import { fileURLToPath } from "node:url";
import { crowd } from "./support/crowd.mjs";
import { keep, look } from "./support/look.mjs";
import { draws, painted } from "./support/painted.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { must, until } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { signIn } from "./lesson/planning.mjs";

const README = fileURLToPath(new URL("../../docs/classroom.png", import.meta.url));

/** A colour that nothing in the room has. */
const MAGENTA = [255, 0, 255];

/** Brings a picture of one colour, and has its address. */
function bring(person, colour) {
  return person.page.evaluate(async (colour) => {
    const canvas = new OffscreenCanvas(128, 128);
    const pen = canvas.getContext("2d");
    pen.fillStyle = `rgb(${colour.join()})`;
    pen.fillRect(0, 0, 128, 128);
    const form = new FormData();
    form.append("files", new File([await canvas.convertToBlob({ type: "image/png" })], "badge.png"));
    const answer = await fetch("/api/upload", { method: "POST", body: form });
    return (await answer.json())[0].url;
  }, colour);
}

/** Puts it on somebody's chest. */
function wear(person, textureUrl) {
  return person.page.evaluate(async (textureUrl) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ Avatar: { textureUrl } });
    const answer = await fetch("/api/updateme", { method: "PUT", headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }, textureUrl);
}

/** The room is drawn as on a machine with a graphics card, with smooth edges, however long that takes. */
function likeWithACard(person) {
  return person.page.evaluate(() => {
    const all = WebGL2RenderingContext.prototype;
    const { getParameter } = all;
    all.getParameter = function (what) {
      const { UNMASKED_RENDERER_WEBGL } = this.getExtension("WEBGL_debug_renderer_info") ?? {};
      return what === UNMASKED_RENDERER_WEBGL ? "A graphics card" : getParameter.call(this, what);
    };
  });
}

const SCENES = {
  "a teacher goes into the demo's lesson, which is live": async (stage) => {
    const { teacher } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    const live = teacher.page.getByRole("region", { name: "Live now" }).filter({ hasText: DEMO.lesson });
    await live.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    stage.link = teacher.page.url();
  },

  "who wears a badge sees it on their profile": async (stage) => {
    const { teacher, nico, faults } = stage;
    await nico.go("/signin");
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.page.waitForURL("**/join");
    await nico.go("/profile");
    const preview = { on: ".avatar-preview canvas", least: 400, off: 90 };
    must(!(await painted(nico, MAGENTA, { ...preview, frames: 5 })), "there is no badge yet");
    stage.badge = await bring(teacher, MAGENTA);
    await wear(nico, stage.badge);
    await nico.go("/profile");
    await keep(nico, "profile-badge", await painted(nico, MAGENTA, preview));
    // Saving the form leaves it on.
    await nico.press("Look like this");
    await nico.reads("That is how you look from now on.");
    await painted(nico, MAGENTA, preview);
    faults.push(...(await look(nico, "profile-badge-page")));
  },

  "a class comes in, stands about and writes": async ({ teacher, visitor, link }) => {
    await visitor.go("/join");
    const names = await crowd(visitor, link.split("/").pop());
    for (const name of names) await (await teacher.row(name)).waitFor();
    await teacher.say("Which of the planets would float in water?");
    await crowd.say(visitor, {
      Mila: "Saturn!",
      Noor: "Saturn, it is lighter than water",
      Tomás: "With all its rings?",
    });
    await teacher.line("With all its rings?");
    await crowd.raise(visitor, ["Yuki", "Tomás"]);
    await until("the hands are up", () => teacher.page.locator(".people .turn").nth(1).isVisible());
  },

  "the full classroom is one that a school would show": async ({ teacher, faults }) => {
    const isForReadme = process.env.LYCEUM_README_SHOT === "1";
    if (isForReadme) await likeWithACard(teacher);
    await teacher.view("room");
    // At once: on a machine without a graphics card the room soon draws fewer pixels.
    if (isForReadme) await teacher.page.screenshot({ path: README });
    faults.push(...(await look(teacher, "room-3d", { whole: false })));
  },

  "while nobody moves nothing is drawn, and who looks round sees it at once": async ({ teacher }) => {
    const { mouse } = teacher.page;
    await until("the room is still", async () => (await draws(teacher, 30)) === 0);
    const box = await teacher.page.locator(".world canvas").boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 4];
    const drawn = draws(teacher, 60);
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x + 120, y, { steps: 6 });
    await mouse.up();
    must((await drawn) > 0, "the room is drawn when one looks round");
    await until("it is still again", async () => (await draws(teacher, 30)) === 0);
  },

  "it is on a phone, too": async ({ ben, link, faults }) => {
    await ben.go(link);
    await giveName(ben);
    await ben.isIn();
    await ben.page.locator('.world[data-ready="true"] canvas').waitFor();
    faults.push(...(await look(ben, "room-3d", { whole: false })));
  },
};

export async function portrait(browser, school, tally) {
  const at = (name, size, calm) => Person.at(browser, name, { size, url: school.url, calm });
  const teacher = await at("Ada Lark", "desktop", true);
  const visitor = await at("The class", "desktop", true);
  const ben = await at("Ben", "phone", false);
  const nico = await at(DEMO.student.name, "desktop", true);
  const people = [teacher, visitor, ben, nico];
  await play("A classroom in 3D", { teacher, visitor, ben, nico, people, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave().catch(() => {});
}
