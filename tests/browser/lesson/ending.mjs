// The end: everyone reads it, the code is dead, and the teacher sees who was there.
import { inspect, inspectPage } from "../support/inspect.mjs";
import { check } from "../support/wait.mjs";

export const whileLive = {
  "the teacher sees the lesson live on the dashboard": async ({ teacher, page, link }) => {
    await teacher.go("/dashboard");
    await teacher.seesText("Live now");
    await inspectPage(teacher, "dashboard-live");
    await teacher.go(page);
    await teacher.seesText("still there");
    await teacher.go(link);
    await teacher.isInRoom();
  },
};

export const ending = {
  "the teacher ends the lesson, and everyone is told so": async ({ teacher, people }) => {
    await teacher.press(/^End/);
    await teacher.page.getByRole("dialog", { name: "End the lesson for everyone?" }).waitFor();
    await inspect(teacher, "room-end");
    await teacher.page.getByRole("dialog").getByRole("button", { name: "End the lesson" }).click();
    // The teacher is taken to what came of it.
    await teacher.seesHeading("Who was there");
    const students = people.filter((person) => person !== teacher);
    for (const person of students) await person.seesHeading("The lesson has ended");
    await inspect(students[0], "over-student");
  },
};

export const afterwards = {
  "the code no longer works": async ({ ben, code }) => {
    await ben.expecting([404, 410], async () => {
      await ben.go(`/join/${code}`);
      await ben.seesText(/has ended|no lesson/);
      await inspectPage(ben, "join-ended");
    });
  },

  "the teacher sees who was there": async ({ teacher, account }) => {
    const names = await teacher.page.getByRole("rowheader").allInnerTexts();
    check(names.length === 1 && names[0].includes(account.name), `only the teacher by name: ${names.join(", ")}`);
    await teacher.seesText("Guests (2)");
    const [file] = await Promise.all([
      teacher.page.waitForEvent("download"),
      teacher.page.getByRole("link", { name: "Download the attendance (CSV)" }).click(),
    ]);
    check(/_\d{4}-\d\d-\d\d_attendance\.csv$/.test(file.suggestedFilename()), file.suggestedFilename());
    await inspectPage(teacher, "session-ended");
    await teacher.go("/dashboard");
    await inspectPage(teacher, "dashboard-ended");
  },
};
