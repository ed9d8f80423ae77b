// The teacher's board in 3D: she faces the class, and sees it all the same. And at 200 % nothing lies on anything.
import { ZOOMED, coveredControls } from "../support/covered.mjs";
import { inspect } from "../support/inspect.mjs";
import { checkEqual } from "../support/wait.mjs";

export const board = {
  "the teacher, who faces the class, has a small picture of the board, and glances at it": async ({ teacher }) => {
    const { page } = teacher;
    await teacher.switchView("room");
    const picture = page.locator(".board-picture canvas");
    await picture.waitFor();
    await inspect(teacher, "board-picture");
    await page.locator("#room-title").focus();
    await page.keyboard.press("b");
    const back = teacher.button("Back to the room");
    await back.waitFor();
    checkEqual(await picture.count(), 0, "pictures of what one looks at");
    await inspect(teacher, "board-glance");
    await back.click();
    await picture.waitFor();
  },

  "at 200 % zoom nothing covers a button of the room in 3D": async ({ teacher }) => {
    const { page } = teacher;
    const before = page.viewportSize();
    await page.setViewportSize(ZOOMED);
    await page.locator('.room[data-panels=""]').waitFor();
    checkEqual((await coveredControls(teacher)).join(", "), "", "what is covered");
    // A sheet is over the stage, and over nothing else.
    await teacher.openPanel("people");
    checkEqual(
      (await coveredControls(teacher, ".top, .dock, .panels")).join(", "),
      "",
      "what is covered beside a sheet",
    );
    await page
      .locator("#people-panel")
      .getByRole("button", { name: /^Close/ })
      .click();
    await page.setViewportSize(before);
    await teacher.switchView("list");
  },
};
