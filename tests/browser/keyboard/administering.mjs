// Looking after the school: a person is found, given another role, blocked for a reason and let in again.
import { tabTo, use } from "../support/keys.mjs";
import { same } from "../support/until.mjs";

const WHO = "Mo Tabor";

export const administering = {
  "an administrator finds a person": async ({ school, teacher }) => {
    const { page } = teacher;
    await school.teacher("tabor", WHO);
    await use(teacher, "Administration");
    await page.waitForURL("**/admin");
    await use(teacher, "People");
    await page.waitForURL("**/admin/people");
    await tabTo(teacher, "Name, username or email address");
    await page.keyboard.type("tabor");
    await page.keyboard.press("Enter");
    await teacher.reads("1 person");
    await use(teacher, new RegExp(`^${WHO}`));
    await teacher.heading(WHO);
  },

  "gives them another role": async ({ teacher }) => {
    const { page } = teacher;
    await tabTo(teacher, `${WHO} is`);
    await page.keyboard.press("ArrowUp");
    await use(teacher, "Change the role");
    await teacher.reads("The role is changed.");
    same(await page.getByLabel(`${WHO} is`).inputValue(), "teacher", "the role");
  },

  "blocks them, and says why": async ({ teacher }) => {
    await tabTo(teacher, "Why they are to be blocked");
    await teacher.page.keyboard.type("Drums all night");
    await use(teacher, "Block");
    await teacher.reads("They are blocked, and signed out everywhere.");
    await teacher.reads("Drums all night");
  },

  "and lets them in again": async ({ teacher }) => {
    await use(teacher, "Let them in again", "Space");
    await teacher.reads("They can sign in again.");
  },

  "erases them": async ({ teacher }) => {
    await use(teacher, `Erase ${WHO}`);
    await use(teacher, "Erase them for good");
    await teacher.reads("They are erased, with all that was held about them.");
  },
};
