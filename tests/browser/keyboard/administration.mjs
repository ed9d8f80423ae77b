// Looking after the school: a person is found, given another role, blocked for a reason and let in again.
import { tabTo, tabAndPress } from "../support/keyboard.mjs";
import { checkEqual } from "../support/wait.mjs";

const NAME = "Mo Tabor";

export const administration = {
  "an administrator finds a person": async ({ school, teacher }) => {
    const { page } = teacher;
    await school.teacher("tabor", NAME);
    await tabAndPress(teacher, "Administration");
    await page.waitForURL("**/admin");
    await tabAndPress(teacher, "People");
    await page.waitForURL("**/admin/people");
    await tabTo(teacher, "Name, username or email address");
    await page.keyboard.type("tabor");
    await page.keyboard.press("Enter");
    await teacher.seesText("1 person");
    await tabAndPress(teacher, new RegExp(`^${NAME}`));
    await teacher.seesHeading(NAME);
  },

  "an administrator changes the role": async ({ teacher }) => {
    const { page } = teacher;
    await tabTo(teacher, `Role of ${NAME}`);
    await page.keyboard.press("ArrowUp");
    await tabAndPress(teacher, "Change role");
    await teacher.seesText("Role changed.");
    checkEqual(await page.getByLabel(`Role of ${NAME}`).inputValue(), "teacher", "the role");
  },

  "an administrator blocks the person, with a reason": async ({ teacher }) => {
    await tabTo(teacher, "Reason for blocking");
    await teacher.page.keyboard.type("Drums all night");
    await tabAndPress(teacher, "Block");
    await teacher.seesText("Account blocked, and signed out everywhere.");
    await teacher.seesText("Drums all night");
  },

  "an administrator unblocks the person": async ({ teacher }) => {
    await tabAndPress(teacher, "Unblock", "Space");
    await teacher.seesText("Account unblocked. They can sign in again.");
  },

  "an administrator erases the person": async ({ teacher }) => {
    await tabAndPress(teacher, `Delete ${NAME}`);
    await tabAndPress(teacher, "Delete permanently");
    await teacher.seesText("Account deleted, with all its data.");
  },
};
