// People are called so, and blocked for such reasons; those who look after the school read it of all of them.
import { asAddress, CORPUS, sees } from "./corpus.mjs";
import { ask, openMail } from "./deeds.mjs";
import { refill } from "./forms.mjs";

const pupil = (i) => ({ username: `pupil-${i}`, email: `pupil-${i}@home.example` });

export const naming = {
  "a teacher is called so, and so are the students who are invited": async (stage) => {
    const { school, teacher, guest, things } = stage;
    for (const [i, { words, code }] of things.entries()) {
      await ask(teacher, "PUT", "/updateme", { name: words });
      await teacher.go("/profile");
      await sees(teacher, "the profile", words);
      await guest.go(`/join/${code}`);
      await sees(guest, "the lesson’s door", words);
      const { username, email } = pupil(i);
      await ask(teacher, "POST", "/invite", { email });
      const link = new URL(await school.mailed(email)).pathname;
      if (i === 0) await refill(guest, { path: link });
      await guest.go(link);
      await sees(guest, "the invitation", words);
      await guest.page.getByLabel("Your name").fill(words);
      await guest.page.getByLabel("Username").fill(username);
      await guest.page.getByLabel("Password").fill("a kite and a string");
      await guest.press("Sign up");
      await guest.reads("Welcome. You can sign in now.");
    }
  },

  "they are blocked for such a reason": async ({ teacher, things }) => {
    for (const [i, thing] of things.entries()) {
      const { people } = await ask(teacher, "GET", `/people?search=${pupil(i).email}`);
      thing.student = people[0].id;
      await ask(teacher, "PUT", `/people/${thing.student}/block`, { reason: `because ${thing.words}` });
      await teacher.go(`/admin/people/${thing.student}`);
      await sees(teacher, "the person’s page", thing.words, `because ${thing.words}`);
      await teacher.go(`/dashboard/students/${thing.student}`);
      await sees(teacher, "the student’s page", thing.words);
    }
  },

  "and all of it is on the lists": async ({ teacher }) => {
    const reasons = CORPUS.map((words) => `because ${words}`);
    for (const [path, shown] of [
      ["/admin/people", CORPUS],
      ["/admin/people?blocked=true", CORPUS],
      ["/dashboard/students", CORPUS],
      ["/admin/audit?deed=account-made", CORPUS],
      ["/admin/audit?deed=person-blocked", [...CORPUS, ...reasons]],
    ]) {
      await teacher.go(path);
      await sees(teacher, path, ...shown);
    }
  },

  "in the mails that were sent, too": async ({ teacher, things }) => {
    await teacher.go("/admin/mails");
    await sees(teacher, "the mails", ...CORPUS.map((words) => `${words} invites you to`));
    for (const [i, { words }] of things.entries()) {
      await openMail(teacher, pupil(i).email);
      await sees(teacher, "the mail", `${words} would like you to be a student of theirs`);
    }
  },

  "those are invited whose address is code, as far as it can be": async ({ teacher }) => {
    const addresses = CORPUS.map(asAddress);
    for (const email of addresses) await ask(teacher, "POST", "/invite", { email });
    for (const path of ["/admin/invitations", "/admin/audit?deed=invitation-sent"]) {
      await teacher.go(path);
      await sees(teacher, path, ...addresses);
    }
    await teacher.go("/admin/mails");
    await sees(teacher, "the mails to them");
  },
};
