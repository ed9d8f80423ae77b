// Those who look after the school: they find people, block them and let them in again, and see what was not mailed.
import { readFile } from "node:fs/promises";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO, PASSWORD } from "./support/school.mjs";
import { look } from "./support/look.mjs";
import { same } from "./support/until.mjs";
import { signIn } from "./lesson/planning.mjs";

const SCENES = {
  "an administrator finds a person by a part of the name": async ({ head, account, faults }) => {
    await head.go("/signin");
    await signIn(head, account, PASSWORD);
    await head.page.waitForURL("**/dashboard");
    await head.page.getByRole("link", { name: "People", exact: true }).click();
    await head.heading("People");
    faults.push(...(await look(head, "admin-people")));
    await head.page.getByLabel("Name, username or email address").fill("fields");
    await head.page.keyboard.press("Enter");
    await head.reads("1 person");
    await head.page.getByRole("link", { name: DEMO.student.name }).click();
    await head.heading(DEMO.student.name);
    faults.push(...(await look(head, "admin-person")));
  },

  "who is blocked is signed out, and reads why they cannot sign in": async ({ head, nico, faults }) => {
    await nico.go("/signin");
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.page.waitForURL("**/join");
    await head.page.getByLabel("Why they are to be blocked").fill("Shouts in lessons");
    await head.press("Block");
    await head.reads("They are blocked, and signed out everywhere.");
    await head.reads("Shouts in lessons");
    faults.push(...(await look(head, "admin-blocked")));
    await nico.go("/profile");
    await nico.page.waitForURL("**/signin**");
  },

  "and can sign in when let in again": async ({ head, nico }) => {
    await head.press("Let them in again");
    await head.reads("They can sign in again.");
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.page.waitForURL("**/profile");
  },

  "a person is exported and erased": async ({ head, school, size, faults }) => {
    const { username, name } = await school.teacher(`gone-${size}`, `Gale Marsh-${size}`);
    await head.go(`/admin/people?search=${username}`);
    await head.page.getByRole("link", { name }).click();
    await head.heading(name);
    const [file] = await Promise.all([head.page.waitForEvent("download"), head.page.getByText("Export it").click()]);
    same(file.suggestedFilename(), `lyceum-${username}.json`, "the file's name");
    const held = JSON.parse(await readFile(await file.path(), "utf8"));
    same(held.account.name, name, "whose it is");
    await head.page.getByText(`Erase ${name}`).click();
    faults.push(...(await look(head, "admin-erase")));
    await head.press("Erase them for good");
    await head.reads("They are erased, with all that was held about them.");
    await head.go(`/admin/people?search=${username}`);
    await head.reads("0 people");
  },

  "who wants to go deletes their own account": async ({ gale, school, size, faults }) => {
    const account = await school.teacher(`leaving-${size}`, "Gale Winter");
    await gale.go("/signin");
    await signIn(gale, account, PASSWORD);
    await gale.page.waitForURL("**/dashboard");
    await gale.go("/profile");
    await gale.page.getByText("Delete my account").click();
    await gale.page.getByLabel("Your password", { exact: true }).fill("not this one");
    await gale.amid(/403/, async () => {
      await gale.press("Delete it for good");
      await gale.reads("That is not your password.");
    });
    faults.push(...(await look(gale, "profile-delete")));
    await gale.page.getByLabel("Your password", { exact: true }).fill(PASSWORD);
    await gale.press("Delete it for good");
    await gale.reads("Your account is deleted, with all that was held about you.");
  },

  "the mails that wait are listed": async ({ head, faults }) => {
    await head.page.getByRole("link", { name: "Mails" }).click();
    await head.heading("Mails");
    faults.push(...(await look(head, "admin-mails")));
  },
};

export async function administering(browser, school, account, size, tally) {
  const at = (name) => Person.at(browser, name, { size, url: school.url });
  const [head, nico, gale] = [await at("Ms Rivera"), await at("Nico"), await at("Gale")];
  const people = [head, nico, gale];
  const stage = { head, nico, gale, account, people, school, size, faults: [] };
  await play(`Administering, ${size}`, stage, SCENES, tally);
  for (const person of people) await person.leave();
}
