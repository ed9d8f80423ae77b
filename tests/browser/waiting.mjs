// A lesson with a waiting room: the teacher lets in one, then all. Here also: no mouse, no script, no WebGL, two windows.
import { look } from "./support/look.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { must, same, until } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

const SCENES = {
  "a lesson is planned with a waiting room and started": async (stage) => {
    const { teacher } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Fractions with pizza, again", waitingRoom: true }));
    await teacher.press("Start the lesson");
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
  },

  "a registered student is known, and asked for no name": async ({ nico, link }) => {
    await nico.go(link);
    await nico.page.getByRole("link", { name: "Sign in" }).click();
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.heading("Just a moment");
    same(await nico.page.getByLabel("Your name").count(), 0, "fields for a name");
  },

  "a student comes from the front page by the keyboard alone": async ({ ana, code }) => {
    const { page } = ana;
    await ana.go("/");
    const focus = () => page.evaluate(() => document.activeElement?.id);
    for (let step = 0; step < 10 && (await focus()) !== "code"; step++) await page.keyboard.press("Tab");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/join/${code}`);
    await until("the name has the focus", async () => (await focus()) === "name");
    await page.keyboard.type("Ana");
    await page.keyboard.press("Enter");
    await ana.heading("Just a moment");
  },

  "those who wait in a lesson that is live read so, and are not in": async ({ ben, nico, ana, link, faults }) => {
    await ben.go(link);
    await giveName(ben);
    await ben.heading("Just a moment");
    faults.push(...(await look(ben, "waiting-live")));
    for (const student of [nico, ana, ben]) must(student.seat === undefined, `${student.name} is not in the room`);
  },

  "the teacher lets in one": async ({ teacher, nico, ana, ben, faults }) => {
    const people = await teacher.panel("people");
    await people.getByText("Ben").waitFor();
    faults.push(...(await look(teacher, "room-waiting", { whole: false })));
    await people.getByRole("button", { name: "Let in Ana" }).click();
    await ana.isIn();
    for (const student of [nico, ben]) must(student.seat === undefined, `${student.name} still waits`);
  },

  "the teacher lets in all": async ({ teacher, nico, ana, ben }) => {
    await teacher.press("Let all in");
    for (const student of [nico, ben]) await student.isIn();
    for (const name of [DEMO.student.name, "Ben"]) await (await ana.row(name)).waitFor();
  },

  "who was let in is not made to wait again": async ({ ben }) => {
    await ben.page.reload();
    await ben.isIn();
  },

  "who comes in by a second window leaves the first": async ({ nico, link, faults }) => {
    const { seat, page } = nico;
    const second = await nico.window();
    await second.go(link);
    await second.isIn();
    same(second.seat, seat, "the seat");
    await page.getByRole("heading", { name: "You came in somewhere else" }).waitFor();
    faults.push(...(await look(nico, "over-replaced")));
    await nico.press("Continue here");
    await nico.isIn();
    await second.heading("You came in somewhere else");
  },

  "where a browser cannot draw in 3D, everyone is a list": async (stage) => {
    const { browser, school, teacher, link } = stage;
    const flat = await Person.at(browser, "Flora", { size: "desktop", url: school.url, calm: false, webgl: false });
    await flat.go(link);
    await giveName(flat);
    await flat.heading("Just a moment");
    const people = await teacher.panel("people");
    await people.getByRole("button", { name: "Let in Flora" }).click();
    await flat.isIn();
    const list = flat.page.getByRole("list", { name: "Everyone in the lesson" });
    for (const name of ["Flora", "Ana"]) await list.getByText(name, { exact: true }).waitFor();
    same(await flat.page.locator("canvas").count(), 0, "pictures in 3D");
    stage.faults.push(...flat.problems());
    await flat.leave();
  },

  "who waits has the room's code already when they are let in": async (stage) => {
    const { browser, school, teacher, link } = stage;
    const vera = await Person.at(browser, "Vera", { size: "desktop", url: school.url, calm: false });
    const asked = [];
    vera.page.on("request", (request) => request.resourceType() === "script" && asked.push(request.url()));
    await vera.go(link);
    await giveName(vera);
    await vera.heading("Just a moment");
    await until("the room's code has come", () =>
      vera.page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => /\/world-/.test(name))),
    );
    const before = asked.length;
    const people = await teacher.panel("people");
    await people.getByRole("button", { name: "Let in Vera" }).click();
    await vera.isIn();
    await vera.page.locator('.world[data-ready="true"] canvas').waitFor();
    same(asked.slice(before).join(" "), "", "scripts that were asked for only then");
    stage.faults.push(...vera.problems());
    await vera.leave();
  },

  "without scripts a teacher plans, starts and ends, and the lesson's page says what it needs": async (stage) => {
    const { browser, school } = stage;
    const plain = await Person.at(browser, "Plain", { size: "desktop", url: school.url, scripts: false });
    await plain.go("/signin");
    await signIn(plain, DEMO.teacher, DEMO.teacher.password);
    const { link } = await plan(plain, { title: "A lesson without scripts" });
    await plain.press("Start the lesson");
    await plain.reads("The lesson is live. Students can come in now.");
    await plain.page.getByText("End the lesson", { exact: true }).click();
    await plain.press("End it for everyone");
    await plain.reads("The lesson has ended. Below is who was there.");
    await plain.go(stage.link);
    await plain.reads(/A live lesson needs JavaScript/);
    must(link !== stage.link, "each lesson has a link of its own");
    stage.faults.push(...plain.problems());
    await plain.leave();
  },

  "the teacher ends the lesson for all": async ({ teacher, people, page }) => {
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await teacher.press("End it for everyone");
    for (const person of people.slice(1)) await person.heading("The lesson has ended");
  },
};

export async function waiting(browser, school, tally) {
  const at = (name, size) => Person.at(browser, name, { size, url: school.url });
  const [teacher, nico] = [await at("Ada Lark", "desktop"), await at("Nico", "desktop")];
  const [ana, ben] = [await at("Ana", "desktop"), await at("Ben", "phone")];
  const people = [teacher, nico, ana, ben];
  const stage = { browser, school, teacher, nico, ana, ben, people, faults: [] };
  await play("A lesson with a waiting room", stage, SCENES, tally);
  for (const person of people) await person.leave();
}
