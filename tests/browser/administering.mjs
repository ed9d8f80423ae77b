// Those who look after the school: they see it at a glance, find people, block them and let them in again, end a lesson, take an
// invitation back, set what is to be set, and read who did what.
import { readFile } from "node:fs/promises";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO, PASSWORD } from "./support/school.mjs";
import { look } from "./support/look.mjs";
import { must, same, until } from "./support/until.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

const tabs = ({ page }) => page.getByRole("navigation", { name: "Administration" });

/** To a page of administrators, by its tab. */
async function to(person, name, heading = name) {
  await tabs(person).getByRole("link", { name, exact: true }).click();
  await person.heading(heading);
}

/** In how many rows the links of the menu stand. */
async function rows(person) {
  const boxes = await tabs(person)
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.offsetTop));
  return new Set(boxes).size;
}

const SCENES = {
  "an administrator sees the school at a glance": async ({ head, account, faults }) => {
    await head.go("/signin");
    await signIn(head, account, PASSWORD);
    await head.page.waitForURL("**/dashboard");
    await head.page.getByRole("link", { name: "Administration" }).click();
    await head.heading("Administration");
    await head.reads("None yet");
    same(await rows(head), 1, "rows of the administrators' menu");
    const wide = await head.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    must(wide <= 0, `the page is ${wide} px wider than the screen`);
    faults.push(...(await look(head, "admin-overview")));
  },

  "and finds a person by a part of the name": async ({ head, faults }) => {
    await to(head, "People");
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
    await gale.page.locator("#erase_password").fill("not this one");
    await gale.amid(/403/, async () => {
      await gale.press("Delete it for good");
      await gale.reads("That is not your password.");
    });
    faults.push(...(await look(gale, "profile-delete")));
    await gale.page.locator("#erase_password").fill(PASSWORD);
    await gale.press("Delete it for good");
    await gale.reads("Your account is deleted, with all that was held about you.");
  },

  "a lesson that is live is seen with who is in it, and the figures come by themselves": async (stage) => {
    const { head, nico, faults } = stage;
    const teacher = (stage.teacher = await head.window());
    stage.people.push(teacher);
    Object.assign(stage, await plan(teacher, { title: "Shouting for beginners" }));
    await teacher.press("Start the lesson");
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    await to(head, "Live now");
    const lesson = head.page.getByRole("region", {
      name: "Shouting for beginners",
    });
    const count = () => lesson.locator("dl > div", { hasText: "People" }).locator("dd").innerText();
    await until("one is in it", async () => (await count()) === "1");
    await nico.go(stage.link);
    await nico.isIn();
    await until("and then two, without a reload", async () => (await count()) === "2");
    faults.push(...(await look(head, "admin-live")));
  },

  "and is ended, of which all in it are told": async ({ head, nico, teacher, faults }) => {
    const lesson = head.page.getByRole("region", {
      name: "Shouting for beginners",
    });
    await lesson.getByText("End this lesson").click();
    faults.push(...(await look(head, "admin-live-end")));
    await lesson.getByRole("button", { name: "End it for all" }).click();
    await head.reads("The lesson has ended. Everyone in it was told.");
    same(await head.page.getByRole("region", { name: "Shouting for beginners" }).count(), 0, "lessons of that name");
    await nico.heading("The lesson has ended");
    await teacher.heading("The lesson has ended");
  },

  "an invitation is taken back": async ({ head, size, faults }) => {
    const address = `zoe-${size}@home.example`;
    await head.go("/dashboard/students");
    await head.page.getByLabel("Email address").fill(address);
    await head.press("Send the invitation");
    await head.reads("The invitation is on its way.");
    await head.go("/admin");
    await to(head, "Invitations");
    faults.push(...(await look(head, "admin-invitations")));
    await head.press(`Take back: ${address}`);
    await head.reads("The invitation is taken back.");
    await head.reads(/^Taken back/);
  },

  "all experiences are listed, and one is deleted": async ({ head, size, faults }) => {
    const title = `Noise, for the ${size}`;
    await head.go("/dashboard/experiences");
    await head.page.getByLabel("Title").fill(title);
    await head.page.getByRole("checkbox", { name: "Public" }).check();
    await head.press("Add");
    await head.heading(title);
    await head.page.locator("#text").fill("Three things that are *loud*, and one that is not.");
    await head.press("Add the text");
    await head.reads("It is added at the end.");
    await head.page.locator("#question-new").fill("Which of them is not?");
    await head.page.getByLabel("Answer 1", { exact: true }).fill("A drum");
    await head.page.getByLabel("Answer 2", { exact: true }).fill("A feather");
    await head.page.getByLabel("Answer 2 is right").check();
    await head.press("Add the quiz");
    await head.go("/admin");
    await to(head, "All experiences");
    faults.push(...(await look(head, "admin-experiences")));
    await head.page.getByRole("link", { name: title }).click();
    await head.heading(title);
    await head.reads("Which of them is not?");
    faults.push(...(await look(head, "admin-experience")));
    await head.press(`Make private: ${title}`);
    await head.reads("Only its owner sees it from now on.");
    await head.page
      .locator("summary", { hasText: "Delete" })
      .and(head.page.getByLabel(`Delete: ${title}`))
      .click();
    faults.push(...(await look(head, "admin-experiences-delete")));
    await head.press(`Delete it: ${title}`);
    await head.reads("The experience is deleted.");
    same(await head.page.getByText(title).count(), 0, "experiences of that title");
  },

  "the mails that wait are listed": async ({ head, faults }) => {
    await to(head, "Mails");
    await head.reads("This is for trying things out.");
    faults.push(...(await look(head, "admin-mails")));
  },

  "and what was mailed is read, in a frame in which nothing runs": async ({ head, gale, school, size, faults }) => {
    const account = await school.teacher(`forgetful-${size}`, "Gale Forgets");
    await gale.go("/forgot-password");
    await gale.page.locator("#identifier").fill(account.username);
    await gale.page.keyboard.press("Enter");
    await gale.page.waitForLoadState();
    const mail = head.page.getByRole("link", { name: `${account.username}@school.example` });
    await until("it is listed", async () => {
      await head.go("/admin/mails");
      return (await mail.count()) > 0;
    });
    await mail.first().click();
    await head.heading("Choose a new password");
    const framed = head.page.frameLocator("iframe.mail-html");
    const link = await framed.getByRole("link").first().getAttribute("href");
    must(/^https?:\/\/[^/]+\/reset-password\/[0-9a-f]{32}$/.test(link), `a link in the frame: ${link}`);
    must(
      (await framed.locator("body > div").evaluate((one) => getComputedStyle(one).maxWidth)) !== "none",
      "it has its looks",
    );
    const wide = await head.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    must(wide <= 0, `the page is ${wide} px wider than the screen`);
    faults.push(...(await look(head, "admin-mail")));
    await head.page.locator(".mail-text").getByRole("link").click();
    await head.page.waitForURL("**/reset-password/**");
    await head.go("/admin/mails");
  },

  "settings hold at once, and what cannot be is said": async ({ head, nico, faults }) => {
    await to(head, "Settings");
    faults.push(...(await look(head, "admin-settings")));
    const { page } = head;
    const save = () => head.press("Save the settings");
    await page.getByLabel("A lesson has room for").fill("30");
    await page.getByLabel("And for at most").fill("20");
    await head.amid(/400/, async () => {
      await save();
      await head.reads(/The largest room is for 1 to 1,000 students/);
    });
    faults.push(...(await look(head, "admin-settings-wrong")));
    await page.getByLabel("And for at most").fill("900");
    await page.getByLabel("Name", { exact: true }).fill("Hill School");
    await save();
    await head.reads("The settings are saved.");
    await nico.go("/profile");
    await nico.page.getByRole("link", { name: "Hill School" }).waitFor();
    // Others play in this school, too.
    await page.getByLabel("A lesson has room for").fill("300");
    await page.getByLabel("And for at most").fill("1000");
    await page.getByLabel("Name", { exact: true }).fill("");
    await save();
    await head.reads("The settings are saved.");
  },

  "who has not seen what another has set is told so, and decides": async ({ head, faults }) => {
    const other = await head.window();
    for (const one of [head, other]) await one.go("/admin/settings");
    await head.page.getByLabel("Name", { exact: true }).fill("Hill School");
    await head.press("Save the settings");
    await head.reads("The settings are saved.");
    await other.page.getByLabel("All files of a teacher").fill("2500");
    await other.press("Save the settings");
    await other.reads(/Somebody else has changed the settings since/);
    await other.reads("Now: Hill School");
    same(await other.page.getByLabel("All files of a teacher").inputValue(), "2500", "what was typed");
    faults.push(...(await look(other, "admin-settings-changed")));
    await other.page.getByLabel("All files of a teacher").fill("2000");
    await other.press("Save the settings");
    await other.reads("The settings are saved.");
    await other.page.close();
  },

  "and all that was done is told": async ({ head, account, faults }) => {
    await to(head, "Audit trail");
    const lines = () => head.page.locator("ol.trail > li");
    await lines().filter({ hasText: "changed a setting: name of the school" }).first().waitFor();
    await lines()
      .filter({
        hasText: `${account.name} ended the lesson Shouting for beginners`,
      })
      .first()
      .waitFor();
    await lines().filter({ hasText: "Shouts in lessons" }).first().waitFor();
    faults.push(...(await look(head, "admin-audit")));
    await head.page.getByLabel("What was done").selectOption({ label: "Person blocked" });
    await head.press("Show");
    await until("only those", async () => (await lines().allInnerTexts()).every((text) => text.includes("blocked")));
    must((await lines().count()) > 0, "there is a line of it");
  },
};

export async function administering(browser, school, account, size, tally) {
  const at = (name) => Person.at(browser, name, { size, url: school.url });
  const [head, nico, gale] = [await at("Ms Rivera"), await at("Nico"), await at("Gale")];
  const people = [head, nico, gale];
  const stage = { head, nico, gale, account, people, school, size, faults: [] };
  await play(`Administering, ${size}`, stage, SCENES, tally);
  for (const person of people) await person.leave().catch(() => {});
}
