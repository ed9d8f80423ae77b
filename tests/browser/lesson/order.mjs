// Keeping order: hands go up and down, and who disturbs is sent out until the teacher says otherwise.
import { look } from "../support/look.mjs";
import { same } from "../support/until.mjs";

export const order = {
  "a raised hand is seen by all, and the teacher lowers it": async ({ teacher, ana, ben, faults }) => {
    await ana.stage();
    await ana.press("Raise hand");
    await ana.button("Lower hand").waitFor();
    await (await ben.row("Ana")).getByText("Hand raised").waitFor({ state: "attached" });
    await teacher.panel("people");
    faults.push(...(await look(teacher, "room-hand", { whole: false })));
    await teacher.press(/Lower Ana’s hand/);
    await ana.button("Raise hand").waitFor();
  },

  "the teacher removes a student, after being asked": async ({ teacher, ana, ben, faults }) => {
    await (await teacher.row("Ben")).getByRole("button", { name: "Remove Ben" }).click();
    await teacher.page.getByRole("dialog", { name: "Remove Ben?" }).waitFor();
    faults.push(...(await look(teacher, "room-remove", { whole: false })));
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await ben.heading("You are no longer in this lesson");
    faults.push(...(await look(ben, "over-removed")));
    await (await ana.row("Ben")).waitFor({ state: "detached" });
  },

  "who was removed cannot come back by loading the page again": async ({ ben }) => {
    await ben.page.reload();
    await ben.heading("You are no longer in this lesson");
  },

  "the teacher lets them in again, and they can": async ({ teacher, ana, ben, faults }) => {
    const { seat } = ben;
    await teacher.panel("people");
    faults.push(...(await look(teacher, "room-removed", { whole: false })));
    await teacher.press("Let in again Ben");
    await ben.press("Try again");
    await ben.isIn();
    same(ben.seat, seat, "his seat");
    await (await ana.row("Ben")).waitFor();
  },
};
