// A teacher writes code into every field of experiences and lessons; and each page that has them shows it.
import { signIn } from "../lesson/planning.mjs";
import { asFile, asMarkdown, CORPUS, sees } from "./corpus.mjs";
import { ask, bring, SOME_DAY } from "./deeds.mjs";

/** The parts that there are, of words. */
async function parts(teacher, words) {
  const files = [];
  for (const kind of ["photo", "presentation", "video"]) {
    files.push({ kind, media: (await bring(teacher, kind, asFile(words), words)).id });
  }
  const options = [words, `${words} or not`];
  return [...files, { kind: "text", text: words }, { kind: "quiz", question: words, options, answer: 0 }];
}

/** The pages of one experience or one lesson, and what they show of its words. */
const PAGES = [
  { at: ({ experience }) => `/dashboard/experiences/${experience}`, shows: ofParts },
  { at: ({ experience }) => `/admin/experiences/${experience}`, shows: ofParts },
  { at: ({ session }) => `/dashboard/sessions/${session}`, shows: (words) => [words] },
  { at: ({ session }) => `/dashboard/sessions/${session}/edit`, shows: (words) => [words] },
];

function ofParts(words) {
  return [words, asFile(words), asMarkdown(words), `${words} or not`];
}

/** Each of these shows the words of all. */
const LISTS = [
  "/dashboard",
  "/dashboard/experiences",
  "/dashboard/sessions/new",
  "/admin/experiences",
  "/admin/audit?deed=experience-created",
  "/admin/audit?deed=session-created",
  "/admin/audit?deed=stream-key-issued",
];

export const preparing = {
  "a teacher writes code into every field of experiences and lessons": async (stage) => {
    const { school, teacher } = stage;
    const account = await school.teacher("writer", teacher.name);
    await teacher.go("/signin");
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/dashboard");
    stage.things = [];
    for (const words of CORPUS) {
      const content = await parts(teacher, words);
      const made = await ask(teacher, "POST", "/experiences", {
        Title: words,
        Discription: words,
        public: true,
        content,
      });
      const session = await ask(teacher, "POST", "/sessions", {
        sessionTitle: words,
        description: words,
        series: words,
        ...SOME_DAY,
        experiences: made.id,
      });
      await ask(teacher, "POST", `/sessions/${session.id}/stream-keys`, { kind: "view", name: words });
      stage.things.push({ words, content, experience: made.id, session: session.id, code: session.sessionCode });
    }
  },

  "and reads it on the pages of each": async ({ teacher, things }) => {
    for (const thing of things) {
      for (const { at, shows } of PAGES) {
        await teacher.go(at(thing));
        await sees(teacher, at(thing), ...shows(thing.words));
      }
    }
  },

  "and on all lists": async ({ teacher }) => {
    for (const path of LISTS) {
      await teacher.go(path);
      await sees(teacher, path, ...CORPUS);
    }
    // Three of each, and fifty on a page.
    const files = CORPUS.map(asFile).slice(-10);
    await teacher.go("/admin/audit?deed=file-brought");
    await sees(teacher, "the files", ...files);
  },
};
