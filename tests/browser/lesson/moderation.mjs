// Keeping order: hands go up and down, and who disturbs is sent out until the teacher says otherwise.
import { inspect } from "../support/inspect.mjs";
import { checkEqual } from "../support/wait.mjs";

export const moderation = {
  "a raised hand is seen by all, and the teacher lowers it": async ({ teacher, ana, ben }) => {
    await ana.closePanels();
    await ana.press("Raise hand");
    await ana.button("Lower hand").waitFor();
    await (await ben.participantRow("Ana")).getByText("Hand raised").waitFor({ state: "attached" });
    await teacher.openPanel("people");
    await inspect(teacher, "room-hand");
    await teacher.press(/Lower Ana’s hand/);
    await ana.button("Raise hand").waitFor();
  },

  "the teacher removes a student, after being asked": async ({ teacher, ana, ben }) => {
    await (await teacher.participantRow("Ben")).getByRole("button", { name: "Remove Ben" }).click();
    await teacher.page.getByRole("dialog", { name: "Remove Ben?" }).waitFor();
    await inspect(teacher, "room-remove");
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await ben.seesHeading("You are no longer in this lesson");
    await inspect(ben, "over-removed");
    await (await ana.participantRow("Ben")).waitFor({ state: "detached" });
  },

  "a removed student cannot come back by reloading": async ({ ben }) => {
    await ben.page.reload();
    await ben.seesHeading("You are no longer in this lesson");
  },

  "the teacher readmits the student, who comes back to the same seat": async ({ teacher, ana, ben }) => {
    const { seat } = ben;
    await teacher.openPanel("people");
    await inspect(teacher, "room-removed");
    await teacher.press("Let in again Ben");
    await ben.press("Try again");
    await ben.isInRoom();
    checkEqual(ben.seat, seat, "his seat");
    await (await ana.participantRow("Ben")).waitFor();
  },
};
