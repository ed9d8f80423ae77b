// Students come: with a wrong code, early, and late.
import { inspect, inspectPage } from "../support/inspect.mjs";
import { check, checkEqual } from "../support/wait.mjs";

export async function enterName(student, name = student.name) {
  await student.page.getByLabel("Your name").fill(name);
  await student.press("Join the lesson");
}

/** The goal is one second. This bound only shows that joining does not wait for a timer. */
const SOON_MS = 5000;

/** Lets the page itself note when it shows the room: asking from outside would be later. */
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

export const wrongCodes = {
  "a student with a wrong code reads a plain explanation": async ({ ana }) => {
    await ana.expecting([400, 404], async () => {
      await typeCode(ana, "no code");
      await ana.seesText(/A code has five letters and digits/);
      await inspectPage(ana, "join-malformed");
      await typeCode(ana, "ZZZZ9");
      await ana.seesText(/There is no lesson with the code/);
      await inspectPage(ana, "join-unknown");
    });
  },
};

export const joining = {
  "a student joins early by the code in lower case, and rolls an avatar": async ({ ana, code }) => {
    await typeCode(ana, code.toLowerCase());
    await ana.page.waitForURL(`**/join/${code}`);
    await ana.press("Join the lesson");
    await ana.seesText("Please enter your name.");
    const face = ana.page.locator(".join-face svg");
    const before = await face.innerHTML();
    await ana.press("Change avatar");
    check((await face.innerHTML()) !== before, "another look is another one");
    await inspect(ana, "join-form");
  },

  "a student who is early sees what the lesson is, when and with whom": async ({ ana, account }) => {
    await enterName(ana);
    await ana.seesHeading("Good to see you, Ana");
    await ana.seesHeading("Circles, angles and pi");
    await ana.seesText(account.name);
    await ana.seesText(/10:15/);
    await ana.seesText("starts in");
    await inspect(ana, "waiting");
  },

  "the teacher sees who waits, and starts": async (stage) => {
    const { teacher, ana, size, page } = stage;
    await teacher.seesText("One person is waiting.");
    if (size === "desktop") await inspect(teacher, "room-planned-waiting");
    stage.navigations = ana.navigations;
    await noteEntering(ana);
    if (size === "phone") {
      await teacher.go(page);
      await teacher.seesText("One person is waiting");
      await inspect(teacher, "session-waiting");
    }
    stage.startedAt = Date.now();
    await teacher.press("Start the lesson");
  },

  "the student is in the room at once, without a reload": async ({ play, ana, startedAt, navigations }) => {
    await ana.isInRoom();
    const took = (await ana.page.evaluate(() => window.enteredAt)) - startedAt;
    play.print(`    in ${took} ms after the button was pressed`);
    check(took < SOON_MS, `the student is in within ${SOON_MS / 1000} s: ${took} ms`);
    checkEqual(ana.navigations, navigations, "pages loaded");
  },

  "the teacher is in the room, and shows the class the code": async ({ teacher, code, link }) => {
    await teacher.isInRoom();
    await teacher.press(/^Code/);
    const invitation = teacher.page.getByRole("dialog", { name: "Join this lesson" });
    await invitation.getByText(code, { exact: true }).waitFor();
    await invitation.getByRole("img", { name: "QR code with the link to the lesson" }).locator("svg").waitFor();
    checkEqual(await invitation.getByLabel("or use the link").inputValue(), link, "the link");
    await inspect(teacher, "room-invitation");
    await teacher.press("Close the invitation");
  },

  "a student joins late by the link and reads the earlier messages": async ({ ana, ben, link }) => {
    await ana.sendChat("Good morning! Is this the lesson about circles?");
    await ben.go(link);
    await enterName(ben);
    await ben.isInRoom();
    await ben.chatLine("Good morning! Is this the lesson about circles?");
  },

  "everyone sees everyone": async ({ people, account }) => {
    for (const person of people) {
      for (const name of [account.name, "Ana", "Ben"]) await (await person.participantRow(name)).waitFor();
    }
    await inspect(people[1], "room-people");
  },
};
