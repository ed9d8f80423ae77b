// A lesson among guests whose names are code, about content that is code: at the door, in the room, and at its end.
import { enterName } from "../lesson/joining.mjs";
import { check, checkEqual, waitUntil } from "../support/wait.mjs";
import { connectGuests, sendForm } from "../support/api_actions.mjs";
import { CORPUS, readsAsTyped } from "./corpus.mjs";
import { TITLE } from "./pages.mjs";

/** The guest who joins by a page. */
const NAME = `<svg/onload=caught()><x-caught>`;

/** How the teacher sees somebody of this name: her own is one of them, and she came first. */
const called = (name) => (name === CORPUS[3] ? `${name} (2)` : name);
/** Those who are removed. The dialog is the same for all. */
const REMOVED = CORPUS.slice(0, 4);

/** Each of these stands alone in one of those places. */
async function readsEach({ name, page }, selector, words) {
  const told = (await page.locator(selector).allInnerTexts()).map((text) => text.trim());
  for (const one of words) check(told.includes(one), `${name} reads ${one} in ${selector}: ${told.join(" | ")}`);
}

export const lesson = {
  "guests whose names are code wait to be admitted": async (stage) => {
    const { teacher, guest, planned } = stage;
    const door = `/join/${planned.sessionCode}`;
    await teacher.go(door);
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    await guest.go(door);
    await enterName(guest, NAME);
    await guest.seesHeading("Just a moment");
    await readsAsTyped(guest, "where one waits", TITLE, CORPUS[3]);
    stage.crowd = await guest.newWindow();
    await stage.crowd.go("/join");
    await connectGuests(stage.crowd, planned.sessionCode, CORPUS);
    const waiting = (await teacher.openPanel("people")).locator(".waiting-list li");
    await waitUntil("all are there", async () => (await waiting.count()) === CORPUS.length + 1);
    await readsAsTyped(teacher, "those who wait", NAME, ...CORPUS.map((words) => `Let in ${words}`));
  },

  "guests whose names are code join, and write code": async ({ teacher, guest, crowd }) => {
    await teacher.press("Let all in");
    await guest.isInRoom();
    const people = teacher.page.locator(".people .person");
    await waitUntil("all are in", async () => (await people.count()) === CORPUS.length + 2);
    await connectGuests.write(crowd, CORPUS);
    for (const person of [teacher, guest]) {
      const chat = await person.openPanel("chat");
      const edited = chat.locator(".line .edited");
      await waitUntil("all lines are corrected", async () => (await edited.count()) === CORPUS.length);
      await readsEach(person, ".line-text", CORPUS);
      await readsEach(person, ".line-head .name", CORPUS);
      await person.openPanel("people");
      for (const list of [".people", ".flat"]) await readsEach(person, `${list} .name`, [NAME, ...CORPUS]);
      await readsAsTyped(person, "the room", TITLE, NAME);
    }
    await readsAsTyped(teacher, "what one does with them", ...CORPUS.map((words) => `Lower ${called(words)}’s hand`));
    checkEqual(await teacher.page.title(), `${TITLE} · ${TITLE}`, "the room’s title");
  },

  "the screen shows each part as it was typed": async ({ teacher, guest, parts }) => {
    for (const [at, { part, shows }] of parts.entries()) {
      const readsScreen = async () => {
        // The teacher's screen differs from the others' where something is asked.
        for (const person of part.kind === "quiz" ? [teacher, guest] : [guest]) {
          await person.seesText(`${at + 1} of ${parts.length}`);
          await readsAsTyped(person, `page ${at + 1} of the screen`, ...shows);
        }
      };
      if (at > 0) await teacher.press(/^Next page$/);
      await readsScreen();
      if (part.kind !== "quiz") continue;
      await teacher.press("Start the quiz");
      await teacher.press("Show the correct answer");
      await guest.page.locator(".quiz-bars .is-right").waitFor();
      await readsScreen();
    }
  },

  "the dialog and the list name removed participants as they are called": async ({ teacher }) => {
    const people = await teacher.openPanel("people");
    const button = (name) => people.getByRole("button", { name, exact: true });
    for (const words of REMOVED) {
      await button(`Remove ${called(words)}`).click();
      const dialog = teacher.page.getByRole("dialog");
      await dialog.waitFor();
      await readsAsTyped(teacher, "the dialog", `Remove ${called(words)}?`);
      await dialog.getByRole("button", { name: "Remove", exact: true }).click();
      await button(`Let in again ${words}`).waitFor();
    }
    await readsAsTyped(teacher, "those who were removed", ...REMOVED);
  },

  "pages about the lesson name everybody while it is live, and guests no more at its end": async ({
    teacher,
    guest,
    planned,
  }) => {
    const page = `/dashboard/sessions/${planned.id}`;
    const office = await teacher.newWindow();
    office.caught = teacher.caught;
    for (const path of ["/admin/live", `/admin/live/${planned.id}`]) {
      await office.go(path);
      await readsAsTyped(office, path, TITLE);
    }
    await office.go(page);
    await readsAsTyped(office, "the lesson’s page while it is live", TITLE, NAME, ...CORPUS);
    await sendForm(office, `${page}/end`);
    await guest.seesHeading("The lesson has ended");
    await readsAsTyped(guest, "the end", TITLE);
    await office.go(page);
    await readsAsTyped(office, "the lesson’s page at its end", TITLE);
    await office.page.close();
  },
};
