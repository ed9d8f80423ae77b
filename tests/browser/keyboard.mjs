// A lesson with the keyboard alone: Tab, Enter, Space and arrows. Wherever the focus is, it can be seen.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { PASSWORD } from "./support/school.mjs";
import { must, same, until } from "./support/until.mjs";

/** A page that wants more than this is one that nobody goes through. */
const TABS_MOST = 120;

/** What has the focus: its name, and whether one can see that. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return { name: "", visible: true };
    const named = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    const ring = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    const box = one.getBoundingClientRect();
    return {
      name: named.replace(/\s+/g, " ").trim(),
      tag: one.tagName.toLowerCase(),
      // A heading that was given the focus, for those who listen, is nothing to be worked with.
      visible: one.tabIndex < 0 || (ring && box.width > 0 && box.height > 0),
    };
  });
}

/** Goes on with Tab until the focus is on what has this name. */
async function tabTo({ page }, name) {
  const met = [];
  for (let tabs = 0; tabs < TABS_MOST; tabs++) {
    const now = await focused(page);
    must(now.visible, `the focus can be seen on ${now.tag} “${now.name}”`);
    const fits = typeof name === "string" ? now.name === name : name.test(now.name);
    if (fits) return;
    met.push(now.name);
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${name}: ${met.join(" | ")}`);
}

async function use(person, name, key = "Enter") {
  await tabTo(person, name);
  await person.page.keyboard.press(key);
}

/** Says yes in a dialog, which may take a moment to come. */
async function agree({ page }, name) {
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await until("the dialog has the focus", () => dialog.evaluate((one) => one.contains(document.activeElement)));
  await use({ page }, name);
}

const SCENES = {
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

export async function keyboard(browser, school, tally) {
  const account = await school.teacher("keys", "Ms Keys");
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, ana] = [await at(account.name), await at("Ana")];
  const people = [teacher, ana];
  try {
    await play("By keyboard alone", { teacher, ana, account, people, faults: [] }, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
  }
}
