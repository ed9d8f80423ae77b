// A lesson with a waiting room: the teacher lets in one, then all. Here also: no mouse, no script, no WebGL, two windows.
import { coveredControls } from "./support/covered.mjs";
import { inspect } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

const SCENES = {
  "a lesson is planned with a waiting room, its page shows who waits, and starting leads into the room": async (
    stage,
  ) => {
    const { teacher } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Fractions with pizza, again", waitingRoom: true }));
    const early = await stage.play.person("Early");
    await early.go(stage.link);
    await enterName(early);
    await early.seesText(/will start the lesson and then let you in/);
    await teacher.seesText("One person is waiting");
    await inspect(teacher, "session-waiting");
    await early.close();
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
  },

  "a student with an account is not asked for a name": async ({ nico, link }) => {
    await nico.go(link);
    await nico.page.getByRole("link", { name: "Sign in" }).click();
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.seesHeading("Just a moment");
    checkEqual(await nico.page.getByLabel("Your name").count(), 0, "fields for a name");
  },

  "a student joins from the front page by keyboard alone": async ({ ana, code }) => {
    const { page } = ana;
    await ana.go("/");
    const focus = () => page.evaluate(() => document.activeElement?.id);
    for (let step = 0; step < 10 && (await focus()) !== "code"; step++) await page.keyboard.press("Tab");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/join/${code}`);
    await waitUntil("the name has the focus", async () => (await focus()) === "name");
    await page.keyboard.type("Ana");
    await page.keyboard.press("Enter");
    await ana.seesHeading("Just a moment");
  },

  "on a phone lying down the board stands beside the form and the waiting student": async ({ ben, link }) => {
    const { page } = ben;
    const upright = page.viewportSize();
    await ben.go(link);
    await page.setViewportSize({ width: upright.height, height: upright.width });
    const name = page.getByLabel("Your name");
    await name.waitFor();
    const shown = async (what, place) => {
      const board = await page.locator(".board").boundingBox();
      const { x, y, width, height } = await place.boundingBox();
      const beside = x >= board.x + board.width - 16;
      check(beside && y >= 0 && y + height <= upright.width, `${what} is beside the board, in the window`);
      check(x + width <= upright.height, `${what} is as wide as fits`);
    };
    await shown("the name's field", name);
    await shown("the button", ben.button("Join the lesson"));
    checkEqual((await coveredControls(ben, ".entry")).join(", "), "", "what is covered");
    await enterName(ben);
    await ben.seesHeading("Just a moment");
    await shown("who waits", page.getByRole("heading", { name: "Just a moment" }));
    await page.setViewportSize(upright);
  },

  "students who wait in a live lesson read so, and are not in the room": async ({ ben, nico, ana }) => {
    await ben.seesHeading("Just a moment");
    await inspect(ben, "waiting-live");
    for (const student of [nico, ana, ben]) check(student.seat === undefined, `${student.name} is not in the room`);
  },

  "the teacher admits one student": async ({ teacher, nico, ana, ben }) => {
    const people = await teacher.openPanel("people");
    await people.getByText("Ben").waitFor();
    await inspect(teacher, "room-waiting");
    await people.getByRole("button", { name: "Let in Ana" }).click();
    await ana.isInRoom();
    for (const student of [nico, ben]) check(student.seat === undefined, `${student.name} still waits`);
  },

  "the teacher admits everyone": async ({ teacher, nico, ana, ben }) => {
    await teacher.press("Let all in");
    for (const student of [nico, ben]) await student.isInRoom();
    for (const name of [DEMO.student.name, "Ben"]) await (await ana.participantRow(name)).waitFor();
  },

  "an admitted student does not wait again after a reload": async ({ ben }) => {
    await ben.page.reload();
    await ben.isInRoom();
  },

  "a student who opens a second window leaves the first": async ({ nico, link }) => {
    const { seat, page } = nico;
    const second = await nico.newWindow();
    await second.go(link);
    await second.isInRoom();
    checkEqual(second.seat, seat, "the seat");
    await page.getByRole("heading", { name: "You joined somewhere else" }).waitFor();
    await inspect(nico, "over-replaced");
    await nico.press("Continue here");
    await nico.isInRoom();
    await second.seesHeading("You joined somewhere else");
  },

  "a guest who has closed the tab is offered the same seat": async ({ teacher, ben, link, page }) => {
    const { seat } = ben;
    const second = await ben.newWindow();
    await second.go(link);
    await second.button("Continue as Ben").waitFor();
    await inspect(second, "join-again");
    await second.press("Continue as Ben");
    await second.isInRoom();
    checkEqual(second.seat, seat, "the seat");
    const people = await teacher.openPanel("people");
    checkEqual(await people.getByText("Ben", { exact: true }).count(), 1, "people of that name");
    await ben.press("Continue here");
    await ben.isInRoom();
    // One child is one line of the attendance, too.
    const office = await teacher.newWindow();
    await office.go(page);
    await office.seesHeading("Who is there");
    checkEqual(await office.page.getByRole("rowheader", { name: /^Ben/ }).count(), 1, "rows of Ben");
    await office.page.close();
  },

  "a browser without WebGL shows a list": async (stage) => {
    const { play, teacher, link } = stage;
    const flat = await play.person("Flora", { calm: false, webgl: false });
    await flat.go(link);
    await enterName(flat);
    await flat.seesHeading("Just a moment");
    const people = await teacher.openPanel("people");
    await people.getByRole("button", { name: "Let in Flora" }).click();
    await flat.isInRoom();
    const list = flat.page.getByRole("list", { name: "Everyone in the lesson" });
    for (const name of ["Flora", "Ana"]) await list.getByText(name, { exact: true }).waitFor();
    checkEqual(await flat.page.locator("canvas").count(), 0, "pictures in 3D");
    await flat.close();
  },

  "the room's scripts are loaded while a student waits": async (stage) => {
    const { play, teacher, link } = stage;
    const vera = await play.person("Vera", { calm: false });
    const asked = [];
    vera.page.on("request", (request) => request.resourceType() === "script" && asked.push(request.url()));
    await vera.go(link);
    await enterName(vera);
    await vera.seesHeading("Just a moment");
    await waitUntil("the room's code has come", () =>
      vera.page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => /\/world-/.test(name))),
    );
    const before = asked.length;
    const people = await teacher.openPanel("people");
    await people.getByRole("button", { name: "Let in Vera" }).click();
    await vera.isInRoom();
    await vera.page.locator('.world[data-ready="true"] canvas').waitFor();
    checkEqual(asked.slice(before).join(" "), "", "scripts that were asked for only then");
    await vera.close();
  },

  "without scripts a teacher plans, starts and ends, and the lesson's page says what it needs": async (stage) => {
    const plain = await stage.play.person("Plain", { scripts: false });
    await plain.go("/signin");
    await signIn(plain, DEMO.teacher, DEMO.teacher.password);
    const { link, page } = await plan(plain, { title: "A lesson without scripts" });
    await plain.press("Start the lesson");
    await plain.seesText(/A live lesson needs JavaScript/);
    await plain.go(page);
    await plain.page.getByText("End the lesson", { exact: true }).click();
    await plain.press("End for everyone");
    await plain.seesText("The lesson has ended. See below who was there.");
    await plain.go(stage.link);
    await plain.seesText(/A live lesson needs JavaScript/);
    check(link !== stage.link, "each lesson has a link of its own");
    await plain.close();
  },

  "the teacher ends the lesson for all": async ({ teacher, students, page }) => {
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await teacher.press("End for everyone");
    for (const person of students) await person.seesHeading("The lesson has ended");
  },
};

export async function waitingRoom(play) {
  const [teacher, nico, ana] = await play.people(["Ada Lark", "Nico", "Ana"]);
  const ben = await play.person("Ben", { size: "phone" });
  const students = [nico, ana, ben];
  await play.scenes("A lesson with a waiting room", { teacher, nico, ana, ben, students }, SCENES);
}
