// What was typed into a form stands there again when it was refused, or was searched for.
import { ALL, CORPUS, sees } from "./corpus.mjs";
import { ask, fill, openMail } from "./deeds.mjs";

/** What is refused, or not found. */
const REFUSED = /400|401|403|404|409|410|422/;

/** Each form of these pages, and where it is sent to, if that is elsewhere; `silent` ones do not show again what was typed. */
export async function refill(person, ...pages) {
  for (const { path, action = path, silent = false } of pages) {
    await person.amid(REFUSED, async () => {
      await person.go(path);
      await fill(person, action, ALL);
      await sees(person, `the form at ${path}`, ...(silent ? [] : [ALL]));
    });
  }
}

const ofStrangers = {
  "the forms of strangers show again what they typed, as text": async ({ school, guest }) => {
    const welcome = new URL(await school.first()).pathname;
    await refill(
      guest,
      { path: welcome },
      { path: "/register" },
      { path: "/signin" },
      { path: "/forgot-password" },
      { path: "/confirm", silent: true },
      { path: "/join" },
    );
  },

  "and so do addresses that somebody made up": async ({ guest }) => {
    const all = encodeURIComponent(ALL);
    for (const path of [
      `/signin?next=${all}`,
      `/signin?next=/${all}`,
      `/join/${all}`,
      `/confirm/${all}`,
      `/reset-password/${all}`,
      `/invitation/${all}`,
      `/welcome/${all}`,
      `/${all}`,
    ]) {
      await guest.amid(REFUSED, async () => {
        await guest.go(path);
        await sees(guest, path.split("%")[0]);
      });
    }
  },
};

const ofMembers = {
  "the forms of those who are signed in show again what they typed": async ({ teacher, things }) => {
    const [{ experience, session, student }] = things;
    await ask(teacher, "DELETE", `/people/${student}/block`);
    const [prepared, planned] = [`/dashboard/experiences/${experience}`, `/dashboard/sessions/${session}`];
    await refill(
      teacher,
      { path: "/profile" },
      { path: "/dashboard/sessions/new", action: "/dashboard/sessions" },
      { path: "/dashboard/experiences" },
      { path: prepared },
      { path: prepared, action: `${prepared}/parts` },
      { path: planned, action: `${planned}/series`, silent: true },
      { path: "/dashboard/students" },
      { path: `/admin/people/${student}`, action: `/admin/people/${student}/block` },
      { path: "/admin/people" },
      { path: "/admin/experiences" },
      { path: "/admin/audit" },
      { path: "/admin/settings" },
    );
  },

  "and so do searches that somebody made up": async ({ teacher, things }) => {
    const all = encodeURIComponent(ALL);
    for (const path of [
      `/admin/people?role=${all}`,
      `/admin/invitations?state=${all}`,
      `/admin/audit?deed=${all}&before=${all}`,
      `/admin/mails?before=${all}`,
      `/dashboard?offset=${all}`,
      `/dashboard/progress?series=${all}`,
      `/dashboard/students/${things[0].student}?series=${all}`,
    ]) {
      await teacher.amid(REFUSED, async () => {
        await teacher.go(path);
        await sees(teacher, path.split("%")[0]);
      });
    }
  },

  "the school itself is called so, on its pages and in its mails": async ({ school, teacher, guest }) => {
    for (const [i, words] of CORPUS.entries()) {
      await teacher.go("/admin/settings");
      await teacher.page.locator("#school_name").fill(words);
      await teacher.press("Save the settings");
      await teacher.reads("The settings are saved.");
      await sees(teacher, "the settings", words);
      await guest.go("/signin");
      await sees(guest, "the sign-in", words);
      const email = `last-${i}@home.example`;
      await ask(teacher, "POST", "/invite", { email });
      await school.mailed(email);
      await openMail(teacher, email);
      await sees(teacher, "a mail of the school", words);
    }
  },
};

export const forms = { ofStrangers, ofMembers };
