// Students come: with a wrong code, early, and late.
import { look } from "../support/look.mjs";
import { must, same } from "../support/until.mjs";

export async function giveName(student, name = student.name) {
  await student.page.getByLabel("Your name").fill(name);
  await student.press("Join the lesson");
}

/** A second is what is wanted; what is asserted is that nobody waits for the next of some clock. */
const SOON_MS = 5000;

/** Has their page note when the room is there: whoever asks from outside hears of it later. */
function noteEntering({ page }) {
  return page.evaluate(() => {
    window.enteredAt = new Promise((resolve) => {
      const watcher = new MutationObserver(() => {
        if (!document.querySelector(".room")) return;
        watcher.disconnect();
        resolve(Date.now());
      });
      watcher.observe(document.body, { childList: true, subtree: true });
    });
  });
}

async function typeCode(student, code) {
  await student.go("/join");
  await student.page.getByLabel("Code").fill(code);
  await student.press("Join");
}

export const arriving = {
  "a student with a wrong code reads a plain sentence": async ({ ana, faults }) => {
    await ana.amid(/400|404/, async () => {
      await typeCode(ana, "no code");
      await ana.reads(/A code has five letters and digits/);
      faults.push(...(await look(ana, "join-malformed")));
      await typeCode(ana, "ZZZZ9");
      await ana.reads(/There is no lesson with the code/);
      faults.push(...(await look(ana, "join-unknown")));
    });
  },

  "a student comes early by the code in small letters, and rolls an avatar": async ({ ana, code, faults }) => {
    await typeCode(ana, code.toLowerCase());
    await ana.page.waitForURL(`**/join/${code}`);
    await ana.press("Join the lesson");
    await ana.reads("Please enter your name.");
    const face = ana.page.locator(".join-face svg");
    const before = await face.innerHTML();
    await ana.press("Another look");
    must((await face.innerHTML()) !== before, "another look is another one");
    faults.push(...(await look(ana, "join-form")));
  },

  "who is early sees what the lesson is, when and with whom": async ({ ana, account, faults }) => {
    await giveName(ana);
    await ana.heading("Good to see you, Ana");
    await ana.heading("Circles, angles and pi");
    await ana.reads(account.name);
    await ana.reads(/10:15/);
    await ana.reads("starts in");
    faults.push(...(await look(ana, "waiting")));
  },

  "the teacher sees who waits, and starts": async (stage) => {
    const { teacher, ana, size, page, faults } = stage;
    await teacher.reads("One person waits.");
    if (size === "desktop") faults.push(...(await look(teacher, "room-planned-waiting", { whole: false })));
    stage.navigations = ana.navigations;
    await noteEntering(ana);
    if (size === "phone") await teacher.go(page);
    stage.startedAt = Date.now();
    await teacher.press("Start the lesson");
  },

  "the student is in at once, without a reload": async ({ ana, startedAt, navigations }) => {
    await ana.isIn();
    const took = (await ana.page.evaluate(() => window.enteredAt)) - startedAt;
    console.log(`    in ${took} ms after the button was pressed`);
    must(took < SOON_MS, `the student is in within ${SOON_MS / 1000} s: ${took} ms`);
    same(ana.navigations, navigations, "pages loaded");
  },

  "a teacher who started from the dashboard goes in": async ({ teacher, size, faults }) => {
    if (size === "phone") {
      await teacher.reads("The lesson is live. Students can come in now.");
      faults.push(...(await look(teacher, "session-live")));
      await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    }
    await teacher.isIn();
  },

  "a student comes late by the link and reads what was said before": async ({ ana, ben, link }) => {
    await ana.say("Good morning! Is this the lesson about circles?");
    await ben.go(link);
    await giveName(ben);
    await ben.isIn();
    await ben.line("Good morning! Is this the lesson about circles?");
  },

  "everyone sees everyone": async ({ people, account, faults }) => {
    for (const person of people) {
      for (const name of [account.name, "Ana", "Ben"]) await (await person.row(name)).waitFor();
    }
    faults.push(...(await look(people[1], "room-people", { whole: false })));
  },
};
