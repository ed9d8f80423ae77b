// A teacher makes a group from a list, prints its links, and starts a lesson: a student who waits by their link is in it at once, and
// comes back to wait after the server was restarted.
import { inspectPage } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { CONNECTION_LOST } from "./support/person.mjs";
import { checkEqual } from "./support/wait.mjs";
import { signIn } from "./lesson/planning.mjs";

const GROUP = "Grade 6A";
const known = {};

const SCENES = {
  "a teacher pastes a list, and sees what is wrong with it before it is saved": async ({ teacher }) => {
    await teacher.go("/dashboard/groups");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.seesHeading("Groups");
    await inspectPage(teacher, "groups");
    await teacher.page.getByLabel("Name of the group").fill(GROUP);
    await teacher.page.getByLabel("Students").fill(`Ana Garcia\nBen Ross\nBen Ross\n${"x".repeat(60)}`);
    await teacher.expecting(400, async () => {
      await teacher.press("Check the list");
      await teacher.seesText("One line cannot be used.");
    });
    await teacher.seesText("The same name is there twice.");
    await inspectPage(teacher, "group-list");
    await teacher.page.getByLabel("Students").fill("Ana Garcia\nBen Ross");
    await teacher.press("Check again");
    await teacher.seesText("2 students.");
    await teacher.press("Create the group");
    await teacher.seesText("The group is ready.");
    await inspectPage(teacher, "group");
  },

  "a CSV file of a spreadsheet adds students": async ({ teacher }) => {
    const buffer = Buffer.from("\ufeffΌνομα;Email\r\nΜαρία Παπά;maria@school.example\r\n", "utf16le");
    await teacher.page.getByLabel("Or a CSV file").setInputFiles({ name: "class.csv", mimeType: "text/csv", buffer });
    await teacher.press("Check the list");
    await teacher.seesText("Μαρία Παπά");
    await teacher.press("Add one student");
    await teacher.seesText("The students are in the group.");
  },

  "the links are printed with their QR codes": async ({ teacher }) => {
    await teacher.page.getByRole("link", { name: "Print the links" }).click();
    await teacher.seesHeading(`Links for ${GROUP}`);
    await inspectPage(teacher, "group-sheet");
    const links = await teacher.page.locator(".sheet-link").allTextContents();
    checkEqual(links.length, 3, "links on the sheet");
    known.links = links.map((link) => `http://${link.trim()}`);
    if (teacher.play.takesPictures) {
      for (const form of ["cut", "list"]) {
        await teacher.go(`${new URL(teacher.page.url()).pathname}?form=${form}`);
        await teacher.page.pdf({ path: `tests/browser/screenshots/sheet-${form}.pdf`, format: "A4" });
      }
    }
    await teacher.page.getByRole("link", { name: GROUP, exact: true }).click();
    await teacher.seesHeading(GROUP);
  },

  "a student waits by their link, whose token leaves the address": async ({ ana }) => {
    await ana.go(new URL(known.links[0]).pathname);
    await ana.seesHeading("Hello, Ana Garcia!");
    checkEqual(new URL(ana.page.url()).pathname, "/limbo", "the address");
    await ana.seesText("No lesson is planned yet.");
    await inspectPage(ana, "limbo");
  },

  "the student waits on after the server was restarted": async ({ ana, play }) => {
    await ana.expecting(CONNECTION_LOST, async () => {
      await play.school.kill();
      await ana.seesText("The connection was lost.");
      await play.school.start();
      await ana.page.locator("[data-limbo-problem]").waitFor({ state: "hidden" });
    });
  },

  "one click starts a lesson, and the student is in it by themselves": async ({ teacher, ana }) => {
    await teacher.press("Start a lesson now");
    await teacher.page.waitForURL(/\/join\//);
    await ana.page.waitForURL(/\/join\//);
    await ana.isInRoom();
    await teacher.seesText("Ana Garcia");
  },

  "others are told that the lesson is not theirs": async ({ teacher, other }) => {
    await other.expecting(403, async () => {
      await other.go(new URL(teacher.page.url()).pathname);
      await other.seesHeading("This lesson is for another group");
    });
    await inspectPage(other, "group-other");
  },

  "a link that is replaced does not work any more": async ({ plain, other }) => {
    await plain.go("/dashboard/groups");
    await signIn(plain, DEMO.teacher, DEMO.teacher.password);
    await plain.page.getByRole("link", { name: GROUP }).click();
    await plain.page.getByText("Ben Ross", { exact: true }).click();
    await plain.page.getByRole("button", { name: "New link" }).and(plain.page.locator(":visible")).click();
    await plain.seesText("The old link no longer works.");
    await other.expecting(404, async () => {
      await other.go(new URL(known.links[1]).pathname);
      await other.seesHeading("This link does not work");
    });
    await inspectPage(other, "link-dead");
  },

  "the progress of the group is shown": async ({ teacher }) => {
    await teacher.go("/dashboard/groups");
    await teacher.page.getByRole("link", { name: GROUP }).click();
    await teacher.page.getByRole("link", { name: "Progress" }).click();
    await teacher.seesHeading(`Progress of ${GROUP}`);
    await inspectPage(teacher, "group-progress");
  },
};

export async function groups(play) {
  const teacher = await play.person(DEMO.teacher.name);
  const ana = await play.person("Ana", { size: "phone" });
  const other = await play.person("Somebody else");
  const plain = await play.person("Ada without scripts", { scripts: false });
  await play.scenes("Groups", { teacher, ana, other, plain }, SCENES);
}
