// A full classroom in 3D, on a desk and on a phone. The picture in the README is one of these.
import { fileURLToPath } from "node:url";
import { crowd } from "./support/crowd.mjs";
import { keep, look } from "./support/look.mjs";
import { painted } from "./support/painted.mjs";
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
    await teacher.view("room");
    // At once: on a machine without a graphics card the room soon draws fewer pixels.
    if (process.env.LYCEUM_README_SHOT === "1") await teacher.page.screenshot({ path: README });
    faults.push(...(await look(teacher, "room-3d", { whole: false })));
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
