// Administrators: they see the school at a glance, find, block and unblock people, end a lesson, revoke an invitation, change
// settings, and read the audit trail.
import { readFile } from "node:fs/promises";
import { DEMO, PASSWORD } from "./support/school.mjs";
import { inspectPage, SIZES } from "./support/inspect.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

const tabs = ({ page }) => page.getByRole("navigation", { name: "Administration" });

/** To a page of administrators, by its tab. */
async function to(person, name, heading = name) {
  await tabs(person).getByRole("link", { name, exact: true }).click();
  await person.seesHeading(heading);
}

/** In how many rows the links of the menu stand. */
async function rows(person) {
  const boxes = await tabs(person)
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.offsetTop));
  return new Set(boxes).size;
}

const SCENES = {
  "an administrator sees the school at a glance": async ({ head, account }) => {
    await head.go("/signin");
    await signIn(head, account, PASSWORD);
    await head.page.waitForURL("**/admin");
    await head.seesHeading("Administration");
    await head.seesText("None yet");
    for (const { viewport } of [SIZES.phone, SIZES.desktop]) {
      await head.page.setViewportSize(viewport);
      checkEqual(await rows(head), 1, "rows of the administrators' menu");
    }
    await inspectPage(head, "admin-overview");
  },

  "an administrator finds a person by a part of the name": async ({ head }) => {
    await to(head, "People");
    await inspectPage(head, "admin-people");
    await head.page.getByLabel("Name, username or email address").fill("fields");
    await head.page.keyboard.press("Enter");
    await head.seesText("1 person");
    await head.page.getByRole("link", { name: DEMO.student.name }).click();
    await head.seesHeading(DEMO.student.name);
    await inspectPage(head, "admin-person");
  },

  "a blocked person is signed out": async ({ head, nico }) => {
    await nico.go("/signin");
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.page.waitForURL("**/lessons");
    await head.page.getByLabel("Reason for blocking").fill("Shouts in lessons");
    await head.press("Block");
    await head.seesText("Account blocked, and signed out everywhere.");
    await head.seesText("Shouts in lessons");
    await inspectPage(head, "admin-blocked");
    await nico.go("/profile");
    await nico.page.waitForURL("**/signin**");
  },

  "an unblocked person can sign in again": async ({ head, nico }) => {
    await head.press("Unblock");
    await head.seesText("Account unblocked. They can sign in again.");
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.page.waitForURL("**/profile");
  },

  "an administrator exports and erases a person": async ({ head, school }) => {
    const { username, name } = await school.teacher("gone", "Gale Marsh");
    await head.go(`/admin/people?search=${username}`);
    await head.page.getByRole("link", { name }).click();
    await head.seesHeading(name);
    const [file] = await Promise.all([head.page.waitForEvent("download"), head.page.getByText("Export data").click()]);
    checkEqual(file.suggestedFilename(), `lyceum-${username}.json`, "the file's name");
    const held = JSON.parse(await readFile(await file.path(), "utf8"));
    checkEqual(held.account.name, name, "whose it is");
    await head.page.getByText(`Delete ${name}`).click();
    await inspectPage(head, "admin-erase");
    await head.press("Delete permanently");
    await head.seesText("Account deleted, with all its data.");
    await head.go(`/admin/people?search=${username}`);
    await head.seesText("0 people");
  },

  "a person deletes their own account": async ({ gale, school }) => {
    const account = await school.teacher("leaving", "Gale Winter");
    await gale.go("/signin");
    await signIn(gale, account, PASSWORD);
    await gale.page.waitForURL("**/admin");
    await gale.go("/profile");
    await gale.page.getByText("Delete my account").click();
    await gale.page.locator("#erase_password").fill("not this one");
    await gale.expecting([403], async () => {
      await gale.press("Delete permanently");
      await gale.seesText("This is not your password.");
    });
    await inspectPage(gale, "profile-delete");
    await gale.page.locator("#erase_password").fill(PASSWORD);
    await gale.press("Delete permanently");
    await gale.seesText("Your account is deleted, with all your data.");
  },

  "the page of live lessons shows how many are in each, and updates itself": async (stage) => {
    const { head, nico } = stage;
    const teacher = (stage.teacher = await head.newWindow());
    Object.assign(stage, await plan(teacher, { title: "Shouting for beginners" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    await to(head, "Live now");
    const lesson = head.page.getByRole("region", {
      name: "Shouting for beginners",
    });
    const count = () => lesson.locator("dl > div", { hasText: "People" }).locator("dd").innerText();
    await waitUntil("one is in it", async () => (await count()) === "1");
    await nico.go(stage.link);
    await nico.isInRoom();
    await waitUntil("and then two, without a reload", async () => (await count()) === "2");
    await inspectPage(head, "admin-live");
  },

  "an administrator ends a lesson, and everyone in it is told": async ({ head, nico, teacher }) => {
    const lesson = head.page.getByRole("region", {
      name: "Shouting for beginners",
    });
    await lesson.getByText("End this lesson").click();
    await inspectPage(head, "admin-live-end");
    await lesson.getByRole("button", { name: "End for everyone" }).click();
    await head.seesText("Lesson ended. Everyone in it was told.");
    checkEqual(
      await head.page.getByRole("region", { name: "Shouting for beginners" }).count(),
      0,
      "lessons of that name",
    );
    await nico.seesHeading("The lesson has ended");
    await teacher.seesHeading("The lesson has ended");
  },

  "an administrator revokes an invitation": async ({ head }) => {
    const address = "zoe@home.example";
    await head.go("/dashboard/students");
    await head.page.getByLabel("Email address").fill(address);
    await head.press("Send invitation");
    await head.seesText("Invitation sent.");
    await head.go("/admin");
    await to(head, "Invitations");
    await inspectPage(head, "admin-invitations");
    await head.press(`Withdraw: ${address}`);
    await head.seesText("Invitation withdrawn.");
    await head.seesText(/^Withdrawn/);
  },

  "an administrator reads all experiences and deletes one": async ({ head }) => {
    const title = "Noise, for the ear";
    await head.go("/dashboard/experiences");
    await head.page.getByLabel("Title").fill(title);
    await head.page.getByRole("checkbox", { name: "Public" }).check();
    await head.press("Add");
    await head.seesHeading(title);
    await head.page.locator("#text").fill("Three things that are *loud*, and one that is not.");
    await head.press("Add the text");
    await head.seesText("Added at the end.");
    await head.page.locator("#question-new").fill("Which of them is not?");
    await head.page.getByLabel("Answer 1", { exact: true }).fill("A drum");
    await head.page.getByLabel("Answer 2", { exact: true }).fill("A feather");
    await head.page.getByLabel("Answer 2 is correct").check();
    await head.press("Add the quiz");
    await head.go("/admin");
    await to(head, "All materials");
    await inspectPage(head, "admin-experiences");
    await head.page.getByRole("link", { name: title }).click();
    await head.seesHeading(title);
    await head.seesText("Which of them is not?");
    await inspectPage(head, "admin-experience");
    await head.press(`Make private: ${title}`);
    await head.seesText("The material is private now. Only its owner sees it.");
    await head.page
      .locator("summary", { hasText: "Delete" })
      .and(head.page.getByLabel(`Delete: ${title}`))
      .click();
    await inspectPage(head, "admin-experiences-delete");
    await head.press(`Delete it: ${title}`);
    await head.seesText("Material deleted.");
    checkEqual(await head.page.getByText(title).count(), 0, "experiences of that title");
  },

  "waiting mails are listed": async ({ head }) => {
    await to(head, "Emails");
    await head.seesText("This is for testing only.");
    await inspectPage(head, "admin-mails");
  },

  "a sent mail is shown in a sandboxed frame": async ({ head, gale, school }) => {
    const account = await school.teacher("forgetful", "Gale Forgets");
    await gale.go("/forgot-password");
    await gale.page.locator("#identifier").fill(account.username);
    await gale.page.keyboard.press("Enter");
    await gale.page.waitForLoadState();
    const mail = head.page.getByRole("link", { name: `${account.username}@school.example` });
    await waitUntil("it is listed", async () => {
      await head.go("/admin/mails");
      return (await mail.count()) > 0;
    });
    await mail.first().click();
    await head.seesHeading("Choose a new password");
    const framed = head.page.frameLocator("iframe.mail-html");
    const link = await framed.getByRole("link").first().getAttribute("href");
    check(/^https?:\/\/[^/]+\/reset-password\/[0-9a-f]{32}$/.test(link), `a link in the frame: ${link}`);
    check(
      (await framed.locator("body > div").evaluate((one) => getComputedStyle(one).maxWidth)) !== "none",
      "it has its looks",
    );
    await inspectPage(head, "admin-mail");
    await head.page.locator(".mail-text").getByRole("link").click();
    await head.page.waitForURL("**/reset-password/**");
    await head.go("/admin/mails");
  },

  "settings take effect at once, and wrong ones are explained": async ({ head, nico }) => {
    await to(head, "Settings");
    await inspectPage(head, "admin-settings");
    const { page } = head;
    const save = () => head.press("Save settings");
    await page.getByLabel("Maximum number of students").fill("30");
    await page.getByLabel("Highest number a teacher can set").fill("20");
    await head.expecting([400], async () => {
      await save();
      await head.seesText(/The highest number of students must be 1 to 1,000/);
    });
    await inspectPage(head, "admin-settings-wrong");
    await page.getByLabel("Highest number a teacher can set").fill("900");
    await page.getByLabel("Name", { exact: true }).fill("Hill School");
    await save();
    await head.seesText("Settings saved.");
    await nico.go("/profile");
    await nico.page.getByRole("link", { name: "Hill School" }).waitFor();
    // Others play in this school, too.
    await page.getByLabel("Maximum number of students").fill("300");
    await page.getByLabel("Highest number a teacher can set").fill("1000");
    await page.getByLabel("Name", { exact: true }).fill("");
    await save();
    await head.seesText("Settings saved.");
  },

  "an administrator is told when another has changed the settings meanwhile": async ({ head }) => {
    const other = await head.newWindow();
    for (const one of [head, other]) await one.go("/admin/settings");
    await head.page.getByLabel("Name", { exact: true }).fill("Hill School");
    await head.press("Save settings");
    await head.seesText("Settings saved.");
    await other.page.getByLabel("Storage for each teacher").fill("2500");
    await other.expecting([409], async () => {
      await other.press("Save settings");
      await other.seesText(/Somebody else has changed the settings/);
    });
    await other.seesText("Now: Hill School");
    checkEqual(await other.page.getByLabel("Storage for each teacher").inputValue(), "2500", "what was typed");
    await inspectPage(other, "admin-settings-changed");
    await other.page.getByLabel("Storage for each teacher").fill("2000");
    await other.press("Save settings");
    await other.seesText("Settings saved.");
    await other.page.close();
  },

  "the audit trail lists what was done": async ({ head, account }) => {
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
    await inspectPage(head, "admin-audit");
    await head.page.getByLabel("Action").selectOption({ label: "Person blocked" });
    await head.press("Show");
    await waitUntil("only those", async () =>
      (await lines().allInnerTexts()).every((text) => text.includes("blocked")),
    );
    check((await lines().count()) > 0, "there is a line of it");
  },
};

export async function administration(play) {
  const { school } = play;
  const account = await school.teacher("rivera-head", "Ms Rivera");
  const [head, nico, gale] = await play.people(["Ms Rivera", "Nico", "Gale"]);
  await play.scenes("Administration", { head, nico, gale, account, school }, SCENES);
}
