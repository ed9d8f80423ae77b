// With the keyboard alone, by Tab, Enter, Space and arrows: a lesson, and the pages of teachers and of those who look after the
// school. Wherever the focus is, it can be seen.
import { administering } from "./keyboard/administering.mjs";
import { dressing } from "./keyboard/dressing.mjs";
import { preparing } from "./keyboard/preparing.mjs";
import { agree, focused, tabTo, use } from "./support/keys.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { PASSWORD } from "./support/school.mjs";
import { must, same } from "./support/until.mjs";

const LESSON = {
  "a teacher signs in": async ({ teacher, account }) => {
    const { page } = teacher;
    await teacher.go("/signin");
    await tabTo(teacher, "Username or email address");
    await page.keyboard.type(account.username);
    await tabTo(teacher, "Password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/dashboard");
  },

  "plans a lesson, with arrows in its lists": async (stage) => {
    const { teacher } = stage;
    const { page } = teacher;
    await use(teacher, /^Plan a lesson$/);
    await page.waitForURL("**/dashboard/sessions/new");
    await tabTo(teacher, "Title");
    await page.keyboard.type("By keyboard");
    await tabTo(teacher, "Time zone");
    const before = await page.getByLabel("Time zone").inputValue();
    await page.keyboard.press("ArrowDown");
    must((await page.getByLabel("Time zone").inputValue()) !== before, "an arrow chooses another zone");
    await use(teacher, /^Waiting room/, "Space");
    must(await page.getByLabel("Waiting room").isChecked(), "Space ticks a box");
    await use(teacher, "Plan the lesson");
    await page.waitForURL(/\/dashboard\/sessions\/[0-9a-f-]{36}$/);
    stage.code = (await page.locator(".big-code").innerText()).trim();
  },

  "starts it, and goes in": async ({ teacher }) => {
    await use(teacher, "Start the lesson");
    await teacher.reads("The lesson is live.");
    await use(teacher, "Go to the classroom");
    await teacher.isIn();
  },

  "a student comes in, and waits": async ({ ana, code }) => {
    const { page } = ana;
    await ana.go("/join");
    await tabTo(ana, "Code");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/join/${code}`);
    await tabTo(ana, "Your name");
    await page.keyboard.type("Ana");
    await use(ana, "Another look", "Space");
    await use(ana, "Join the lesson");
    await ana.heading("Just a moment");
  },

  "the teacher lets them in": async ({ teacher, ana }) => {
    await teacher.button("Let in Ana").waitFor();
    await use(teacher, "Let in Ana");
    await ana.isIn();
  },

  "they write to each other": async ({ teacher, ana }) => {
    await tabTo(ana, "Write to everyone");
    await ana.page.keyboard.type("Good morning");
    await ana.page.keyboard.press("Enter");
    await teacher.line("Good morning");
    await tabTo(teacher, "Write to everyone");
    await teacher.page.keyboard.type("Good morning, Ana");
    await teacher.page.keyboard.press("Enter");
    await ana.line("Good morning, Ana");
  },

  "a mistake is corrected with the arrow up": async ({ teacher, ana }) => {
    await ana.page.keyboard.press("ArrowUp");
    await tabTo(ana, "Edit your line");
    await ana.page.keyboard.type("!");
    await ana.page.keyboard.press("Enter");
    await teacher.line("Good morning!");
  },

  "a hand goes up, and the teacher takes it down": async ({ teacher, ana }) => {
    await use(ana, "Raise hand", "Space");
    await teacher.button(/^Lower Ana’s hand/).waitFor();
    await use(teacher, /^Lower Ana’s hand/);
    await ana.button("Raise hand").waitFor();
  },

  "a dialog keeps the focus, and Escape closes it": async ({ ana }) => {
    await use(ana, "Sound");
    const dialog = ana.page.locator(".sound-dialog");
    await dialog.waitFor();
    for (let tabs = 0; tabs < 30; tabs++) {
      await ana.page.keyboard.press("Tab");
      // The browser's own bar comes in between.
      const inside = await ana.page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest("dialog"),
      );
      must(inside, "the focus stays in the dialog");
    }
    await ana.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    same((await focused(ana.page)).name, "Sound", "the focus is back");
  },

  "a student leaves, and the teacher ends the lesson": async ({ teacher, ana }) => {
    await use(ana, "Leave");
    await agree(ana, "Leave");
    await ana.heading("You have left the lesson");
    await use(teacher, /^End the lesson$/);
    await agree(teacher, /^End the lesson$/);
    await teacher.heading("The lesson has ended");
    await use(teacher, "To the lesson’s page");
    await teacher.page.waitForURL("**/dashboard/sessions/**");
  },
};

const PAGES = { ...dressing, ...preparing, ...administering };

export async function keyboard(browser, school, tally) {
  const account = await school.teacher("keys", "Ms Keys");
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, ana] = [await at(account.name), await at("Ana")];
  const people = [teacher, ana];
  const stage = { school, teacher, ana, account, people, faults: [] };
  try {
    await play("A lesson by keyboard alone", stage, LESSON, tally);
    await play("Pages by keyboard alone", stage, PAGES, tally);
  } finally {
    for (const person of people) await person.leave();
  }
}
