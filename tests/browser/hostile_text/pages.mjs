// The pages on which scripts run: a profile, an experience, a lesson that is planned, forms, and a mail in its frame.
import { signIn } from "../lesson/planning.mjs";
import { callApi, uploadFile, fillForm, openMail, SOME_DAY } from "../support/api_actions.mjs";
import { check } from "../support/wait.mjs";
import { ALL, asFile, asMarkdown, CORPUS, readsAsTyped } from "./corpus.mjs";

/** What is refused, or not found. */
const REFUSED = [400, 401, 403, 404, 409, 410, 422];
/** What the school, a lesson, an experience and its teacher are called. */
export const TITLE = `</title><script>caught()</script><x-caught>`;
/** As many as a quiz may have answers, and as long as words about a picture may be. */
const AT_ONCE = 8;

/** All of the corpus in parts of each kind, each with what it shows. */
async function makeParts(teacher) {
  const parts = [];
  for (let from = 0; from < CORPUS.length; from += AT_ONCE) {
    const some = CORPUS.slice(from, from + AT_ONCE);
    const words = some.join(" ");
    const file = asFile(some.at(-1));
    const media = async (kind) => ({ kind, media: (await uploadFile(teacher, kind, file, words)).id });
    parts.push(
      { part: await media("photo"), shows: [words] },
      { part: await media("presentation"), shows: [words, file] },
      { part: await media("video"), shows: [words] },
      { part: { kind: "text", text: some.join("\n\n") }, shows: some.map(asMarkdown) },
      { part: { kind: "quiz", question: words, options: some, answer: 0 }, shows: [words, ...some] },
    );
  }
  return parts;
}

/** Fills a form in whatever its fields are for, and reads what was typed where it is shown again. */
async function refill(person, path, action = path) {
  await person.expecting(REFUSED, async () => {
    await person.go(path);
    await fillForm(person, action, ALL);
    await readsAsTyped(person, `the form at ${path}`, ALL);
  });
}

export const pages = {
  "a teacher writes code into every field of an experience and a lesson": async (stage) => {
    const { school, teacher } = stage;
    const account = await school.teacher("writer", teacher.name);
    await teacher.go("/signin");
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/admin");
    await callApi(teacher, "PUT", "/updateme", { name: CORPUS[3] });
    await teacher.go("/admin/settings");
    await teacher.page.locator("#school_name").fill(TITLE);
    // Visitors may sign up.
    await teacher.page.locator("input[name=sign_up][value=open]").check();
    await teacher.press("Save settings");
    await teacher.seesText("Settings saved.");
    stage.parts = await makeParts(teacher);
    const words = { Title: TITLE, Discription: TITLE };
    const content = stage.parts.map(({ part }) => part);
    const { id: experience } = await callApi(teacher, "POST", "/experiences", { ...words, content });
    const wanted = { sessionTitle: TITLE, description: TITLE, series: TITLE, waitingRoom: true, ...SOME_DAY };
    stage.planned = await callApi(teacher, "POST", "/sessions", { ...wanted, experiences: experience });
    stage.experience = experience;
  },

  "forms of visitors show again what was typed, and made-up addresses do no harm": async ({ guest }) => {
    for (const path of ["/register", "/join"]) await refill(guest, path);
    const all = encodeURIComponent(ALL);
    for (const path of [`/signin?next=/${all}`, `/join/${all}`, `/${all}`]) {
      await guest.expecting(REFUSED, async () => {
        await guest.go(path);
        await readsAsTyped(guest, path.split("%")[0]);
      });
    }
  },

  "pages with scripts show it as it was typed": async ({ teacher, planned, experience, parts }) => {
    const page = `/dashboard/sessions/${planned.id}`;
    for (const [path, ...shown] of [
      ["/profile", CORPUS[3]],
      ["/dashboard", TITLE],
      [page, TITLE],
      [`${page}/edit`, TITLE],
      [`/dashboard/experiences/${experience}`, TITLE, ...parts.flatMap(({ shows }) => shows)],
    ]) {
      await teacher.go(path);
      await readsAsTyped(teacher, path, ...shown);
    }
    for (const path of ["/profile", "/dashboard/experiences"]) await refill(teacher, path);
  },

  "a title from right to left is read so, also on a page from left to right": async ({ teacher, guest }) => {
    const title = "שלום!";
    const planned = await callApi(teacher, "POST", "/sessions", { sessionTitle: title, ...SOME_DAY });
    // The guest stays in front of the lesson; the teacher would go into the room.
    for (const [person, path] of [
      [teacher, "/dashboard"],
      [teacher, `/dashboard/sessions/${planned.id}`],
      [guest, `/join/${planned.sessionCode}`],
    ]) {
      await person.go(path);
      const shown = person.page.getByText(title, { exact: true }).first();
      const isLast = await shown.evaluate(({ firstChild: text }) => {
        const left = (at) => {
          const range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          return range.getBoundingClientRect().left;
        };
        return left(text.length - 1) < left(0);
      });
      check(isLast, `the sign at the end of a Hebrew title stands to its left on ${path}`);
    }
  },

  "a mail in its frame shows it as it was typed": async ({ teacher, school }) => {
    const email = "pupil@home.example";
    await callApi(teacher, "POST", "/invite", { email });
    await school.mailed(email);
    await openMail(teacher, email);
    await readsAsTyped(teacher, "the mail", `${CORPUS[3]} has invited you to join their class`, TITLE);
  },
};
