// The end: everyone reads it, the code is dead, and the teacher sees who was there.
import { look } from "../support/look.mjs";
import { same } from "../support/until.mjs";

export const ending = {
  "the teacher sees the lesson live on the dashboard": async ({ teacher, page, link, faults }) => {
    await teacher.go("/dashboard");
    await teacher.reads("Live now");
    faults.push(...(await look(teacher, "dashboard-live")));
    await teacher.go(page);
    await teacher.reads("still there");
    await teacher.go(link);
    await teacher.isIn();
  },

  "the teacher ends the lesson, and everyone reads so": async ({ teacher, people, faults }) => {
    await teacher.press(/^End/);
    await teacher.page.getByRole("dialog", { name: "End the lesson for all?" }).waitFor();
    faults.push(...(await look(teacher, "room-end", { whole: false })));
    await teacher.page.getByRole("dialog").getByRole("button", { name: "End the lesson" }).click();
    for (const person of people) await person.heading("The lesson has ended");
    for (const person of people.slice(0, 2)) {
      faults.push(...(await look(person, person === teacher ? "over-teacher" : "over-student")));
    }
  },

  "the code is dead": async ({ ben, code, faults }) => {
    await ben.amid(/404|410/, async () => {
      await ben.go(`/join/${code}`);
      await ben.reads(/is over|no lesson/);
      faults.push(...(await look(ben, "join-ended")));
    });
  },

  "the teacher sees who was there": async ({ teacher, account, faults }) => {
    await teacher.page.getByRole("link", { name: "To the lesson’s page" }).click();
    for (const name of [account.name, "Ana", "Ben"]) {
      same(await teacher.page.getByRole("rowheader", { name }).count(), 1, `rows of ${name}`);
    }
    await teacher.heading("Who was there");
    faults.push(...(await look(teacher, "session-ended")));
    await teacher.go("/dashboard");
    faults.push(...(await look(teacher, "dashboard-ended")));
  },
};
