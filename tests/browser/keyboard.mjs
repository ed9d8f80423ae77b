// With the keyboard alone, by Tab, Enter, Space and arrows: a lesson, and the pages of teachers and of those who look after the
// school. Wherever the focus is, it can be seen.
import { administration } from "./keyboard/administration.mjs";
import { profile } from "./keyboard/profile.mjs";
import { experience } from "./keyboard/experience.mjs";
import { confirmDialog, focused, tabTo, tabAndPress } from "./support/keyboard.mjs";
import { PASSWORD } from "./support/school.mjs";
import { check, checkEqual } from "./support/wait.mjs";

const LESSON = {
  "a teacher signs in": async ({ teacher, account }) => {
    const { page } = teacher;
    await teacher.go("/dashboard");
    await tabTo(teacher, "Username or email address");
    await page.keyboard.type(account.username);
    await tabTo(teacher, "Password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    // The form stood at the same address.
    await teacher.seesHeading("Lessons");
  },

  "the teacher plans a lesson, with arrow keys in its lists": async (stage) => {
    const { teacher } = stage;
    const { page } = teacher;
    await tabAndPress(teacher, /^Plan a lesson$/);
    await page.waitForURL("**/dashboard/sessions/new");
    await tabTo(teacher, "Title");
    await page.keyboard.type("By keyboard");
    await tabTo(teacher, "Time zone");
    const before = await page.getByLabel("Time zone").inputValue();
    await page.keyboard.press("ArrowDown");
    check((await page.getByLabel("Time zone").inputValue()) !== before, "an arrow chooses another zone");
    // In that one the time that is suggested may be past.
    await page.keyboard.press("ArrowUp");
    await tabAndPress(teacher, /^Waiting room/, "Space");
    check(await page.getByLabel("Waiting room").isChecked(), "Space ticks a box");
    await tabAndPress(teacher, "Plan the lesson");
    await page.waitForURL(/\/dashboard\/sessions\/[0-9a-f-]{36}$/);
    stage.code = (await page.locator(".big-code").innerText()).trim();
  },

  "the teacher starts the lesson and enters it": async ({ teacher }) => {
    await tabAndPress(teacher, "Start the lesson");
    await teacher.isInRoom();
  },

  "a student joins and waits": async ({ ana, code }) => {
    const { page } = ana;
    await ana.go("/join");
    await tabTo(ana, "Code");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/join/${code}`);
    await tabTo(ana, "Your name");
    await page.keyboard.type("Ana");
    await tabAndPress(ana, "Change avatar", "Space");
    await tabAndPress(ana, "Join the lesson");
    await ana.seesHeading("Just a moment");
  },

  "the teacher admits the student": async ({ teacher, ana }) => {
    await teacher.button("Let in Ana").waitFor();
    await tabAndPress(teacher, "Let in Ana");
    await ana.isInRoom();
  },

  "the teacher and the student write to each other": async ({ teacher, ana }) => {
    await tabTo(ana, "Message everyone");
    await ana.page.keyboard.type("Good morning");
    await ana.page.keyboard.press("Enter");
    await teacher.chatLine("Good morning");
    await tabTo(teacher, "Message everyone");
    await teacher.page.keyboard.type("Good morning, Ana");
    await teacher.page.keyboard.press("Enter");
    await ana.chatLine("Good morning, Ana");
  },

  "the arrow up edits the latest message": async ({ teacher, ana }) => {
    await ana.page.keyboard.press("ArrowUp");
    await tabTo(ana, "Edit your message");
    await ana.page.keyboard.type("!");
    await ana.page.keyboard.press("Enter");
    await teacher.chatLine("Good morning!");
  },

  "a student raises a hand, and the teacher lowers it": async ({ teacher, ana }) => {
    await tabAndPress(ana, "Raise hand", "Space");
    await teacher.button(/^Lower Ana’s hand/).waitFor();
    await tabAndPress(teacher, /^Lower Ana’s hand/);
    await ana.button("Raise hand").waitFor();
  },

  "a dialog keeps the focus, and Escape closes it": async ({ ana }) => {
    await tabAndPress(ana, "Sound");
    const dialog = ana.page.locator(".sound-dialog");
    await dialog.waitFor();
    for (let tabs = 0; tabs < 30; tabs++) {
      await ana.page.keyboard.press("Tab");
      // The browser's own bar comes in between.
      const inside = await ana.page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest("dialog"),
      );
      check(inside, "the focus stays in the dialog");
    }
    await ana.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    checkEqual((await focused(ana.page)).name, "Sound", "the focus is back");
  },

  "a student leaves, and the teacher ends the lesson": async ({ teacher, ana }) => {
    await tabAndPress(ana, "Leave");
    await confirmDialog(ana, "Leave");
    await ana.seesHeading("You have left the lesson");
    await tabAndPress(teacher, /^End the lesson$/);
    await confirmDialog(teacher, /^End the lesson$/);
    await teacher.page.waitForURL("**/dashboard/sessions/**");
  },
};

const PAGES = { ...profile, ...experience, ...administration };

export async function keyboard(play) {
  const { school } = play;
  const account = await school.teacher("keys", "Ms Keys");
  const [teacher, ana] = await play.people([account.name, "Ana"]);
  await play.scenes("A lesson by keyboard alone", { teacher, ana, account }, LESSON);
  await play.scenes("Pages by keyboard alone", { school, teacher }, PAGES);
}
