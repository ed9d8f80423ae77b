// Those who look after the school: they find people, block them and let them in again, and see what was not mailed.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO, PASSWORD } from "./support/school.mjs";
import { look } from "./support/look.mjs";
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

  "the mails that wait are listed": async ({ head, faults }) => {
    await head.page.getByRole("link", { name: "Mails" }).click();
    await head.heading("Mails");
    faults.push(...(await look(head, "admin-mails")));
  },
};

export async function administering(browser, school, account, size, tally) {
  const at = (name) => Person.at(browser, name, { size, url: school.url });
  const [head, nico] = [await at("Ms Rivera"), await at("Nico")];
  const people = [head, nico];
  await play(`Administering, ${size}`, { head, nico, account, people, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
