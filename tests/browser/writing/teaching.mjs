// A lesson among guests whose names are code, about content that is code: at the door, in the room, and ever after.
import { giveName } from "../lesson/arriving.mjs";
import { must, same, until } from "../support/until.mjs";
import { asFile, asMarkdown, CORPUS, sees } from "./corpus.mjs";
import { ask, come, press, SOME_DAY } from "./deeds.mjs";

/** What the lesson is called, and the guest who comes by the door. */
const TITLE = `<title><x-caught>`;
const NAME = `<svg/onload=caught()><x-caught>`;

/** Each of these stands alone in one of those places. */
async function reads({ name, page }, selector, words) {
  const told = (await page.locator(selector).allInnerTexts()).map((text) => text.trim());
  for (const one of words) must(told.includes(one), `${name} reads ${one} in ${selector}: ${told.join(" | ")}`);
}

/** What the screen shows of a part that was written with these words. */
function ofPart(kind, words) {
  if (kind === "presentation") return [words, asFile(words)];
  return kind === "text" ? [asMarkdown(words)] : [words];
}

export const teaching = {
  "guests of such names wait at the door": async (stage) => {
    const { teacher, guest, things } = stage;
    // A hundred parts are the most: of each thing all but its video, and some videos.
    const all = things.flatMap(({ words, content }) => content.map((part) => ({ words, part })));
    const videos = all.filter(({ part }) => part.kind === "video").slice(4);
    stage.pages = all.filter((one) => !videos.includes(one));
    const title = { Title: TITLE, Discription: TITLE };
    const content = stage.pages.map(({ part }) => part);
    const made = await ask(teacher, "POST", "/experiences", { ...title, content });
    const wanted = { sessionTitle: TITLE, description: TITLE, waitingRoom: true, experiences: made.id, ...SOME_DAY };
    stage.lesson = await ask(teacher, "POST", "/sessions", wanted);
    const door = `/join/${stage.lesson.sessionCode}`;
    await teacher.go(door);
    await teacher.press("Start the lesson");
    await teacher.isIn();
    await guest.go(door);
    await giveName(guest, NAME);
    await guest.heading("Just a moment");
    await sees(guest, "where one waits", TITLE);
    stage.crowd = await guest.window();
    await stage.crowd.go("/join");
    await come(stage.crowd, stage.lesson.sessionCode, CORPUS);
    const waiting = (await teacher.panel("people")).locator(".waiting-list li");
    await until("all are there", async () => (await waiting.count()) === CORPUS.length + 1);
    await sees(teacher, "those who wait", NAME, ...CORPUS.map((words) => `Let in ${words}`));
  },

  "they come in, and write": async ({ teacher, guest, crowd }) => {
    await teacher.press("Let all in");
    await guest.isIn();
    const people = teacher.page.locator(".people .person");
    await until("all are in", async () => (await people.count()) === CORPUS.length + 2);
    await come.say(crowd, CORPUS);
    for (const person of [teacher, guest]) {
      const chat = await person.panel("chat");
      const edited = chat.locator(".line .edited");
      await until("all lines are corrected", async () => (await edited.count()) === CORPUS.length);
      await reads(person, ".line-text", CORPUS);
      await reads(person, ".line-head .name", CORPUS);
      await person.panel("people");
      for (const list of [".people", ".flat"]) await reads(person, `${list} .name`, [NAME, ...CORPUS]);
      await sees(person, "the room", TITLE, NAME);
    }
    await sees(teacher, "what one does with them", ...CORPUS.map((words) => `Lower ${words}’s hand`));
    same(await teacher.page.title(), `${TITLE} · Lyceum`, "the room’s title");
  },

  "the screen shows what was prepared": async ({ teacher, guest, pages }) => {
    for (const [at, { words, part }] of pages.entries()) {
      const shown = ofPart(part.kind, words);
      const look = async () => {
        for (const person of [teacher, guest]) {
          await person.reads(`${at + 1} of ${pages.length}`);
          await sees(person, `page ${at + 1} of the screen`, ...shown);
        }
      };
      if (at > 0) await teacher.press("Next page");
      await look();
      if (part.kind !== "quiz") continue;
      await teacher.press("Show the right answer");
      await guest.page.locator(".quiz-bars .is-right").waitFor();
      await look();
    }
  },

  "who is removed is named in the dialog, and on the list": async ({ teacher }) => {
    const people = await teacher.panel("people");
    const button = (name) => people.getByRole("button", { name, exact: true });
    for (const words of CORPUS) {
      await button(`Remove ${words}`).click();
      const dialog = teacher.page.getByRole("dialog");
      await dialog.waitFor();
      await sees(teacher, "the dialog", `Remove ${words}?`);
      await dialog.getByRole("button", { name: "Remove", exact: true }).click();
      await button(`Let in again ${words}`).waitFor();
    }
    await sees(teacher, "those who were removed", ...CORPUS);
  },

  "who was there is told while it goes on, and at its end": async ({ teacher, guest, lesson }) => {
    const page = `/dashboard/sessions/${lesson.id}`;
    const office = await teacher.window();
    office.caught = teacher.caught;
    for (const path of ["/admin/live", `/admin/live/${lesson.id}`]) {
      await office.go(path);
      await sees(office, path, TITLE);
    }
    await office.go(page);
    await sees(office, "the lesson’s page", TITLE, NAME, ...CORPUS);
    await press(office, `${page}/end`);
    await guest.heading("The lesson has ended");
    await sees(guest, "the end", TITLE);
    await office.go(page);
    await sees(office, "the lesson’s page at its end", TITLE, NAME, ...CORPUS);
    await office.page.close();
  },

  "and how students get on, in lessons of such names": async ({ teacher, things }) => {
    await teacher.go("/dashboard");
    for (const { session } of things) {
      await press(teacher, `/dashboard/sessions/${session}/start`);
      await press(teacher, `/dashboard/sessions/${session}/end`);
    }
    for (const path of ["/dashboard", "/dashboard/progress"]) {
      await teacher.go(path);
      await sees(teacher, path, ...CORPUS);
    }
    for (const { words, student } of things) {
      await teacher.go(`/dashboard/students/${student}?series=${encodeURIComponent(words)}`);
      await sees(teacher, "the student’s page", words);
      await teacher.go(`/dashboard/progress?series=${encodeURIComponent(words)}`);
      await sees(teacher, "how all get on", words);
    }
  },
};
