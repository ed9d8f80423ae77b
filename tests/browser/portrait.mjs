// A full classroom in 3D, on a desk and on a phone. The picture in the README is one of these.
import { fileURLToPath } from "node:url";
import { crowd } from "./support/crowd.mjs";
import { look } from "./support/look.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { until } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { signIn } from "./lesson/planning.mjs";

const README = fileURLToPath(new URL("../../docs/classroom.png", import.meta.url));

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
  const people = [teacher, visitor, ben];
  await play("A classroom in 3D", { teacher, visitor, ben, people, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
