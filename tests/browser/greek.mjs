// A short lesson in Greek: the pages, the room and what a phone makes of long words. And one who came with another browser.
import { PASSWORD } from "./support/school.mjs";
import { latinWords } from "./support/untranslated.mjs";
import { inspect, inspectPage } from "./support/inspect.mjs";
import { check, checkEqual } from "./support/wait.mjs";

const STUDENT = "Αλεξάνδρα Παπακωνσταντινοπούλου";

/** Inspects what a person sees, and checks that no English is left in it. */
async function inspectGreek(person, name, how = inspect) {
  const { page, play, size } = person;
  await how(person, `greek-${name}`);
  checkEqual(await page.evaluate(() => document.documentElement.lang), "el", "the page's language");
  // Her username, and what this browser calls its microphones and loudspeakers.
  const devices = await page.evaluate(async () =>
    ((await navigator.mediaDevices?.enumerateDevices()) ?? []).flatMap(({ label }) => label.split(/[^\w.-]+/)),
  );
  for (const words of await latinWords(person, [`eleni-${size}`, ...devices], "#time_zone, #experience")) {
    play.fault(`${name}, ${size}: ${words}`);
  }
}

/** Pages are inspected in both sizes by those at a desktop. */
async function inspectGreekPage(person, name) {
  if (person.size === "desktop") await inspectGreek(person, name, inspectPage);
}

async function openPanel(person, name) {
  const panel = person.page.locator(`#${name}-panel`);
  if (!(await panel.isVisible())) await person.page.locator(`#${name}-toggle`).click();
  await panel.waitFor();
  return panel;
}

async function sendMessage(person, words) {
  const chat = await openPanel(person, "chat");
  await chat.getByLabel("Γράψτε σε όλους").fill(words);
  await chat.getByRole("button", { name: "Αποστολή" }).click();
  await chat.locator(".line:not(.unsent)", { hasText: words }).waitFor();
}

/** The words under the buttons stand apart: those that touch read as one. */
async function checkDockLabels({ page }) {
  const gaps = await page.evaluate(() => {
    const words = [...document.querySelectorAll(".dock .dock-button > span:not(.badge, .badges)")].map((label) => {
      const range = document.createRange();
      range.selectNodeContents(label.firstElementChild ?? label);
      return range.getBoundingClientRect();
    });
    words.sort((a, b) => a.left - b.left);
    return words.slice(1).map(({ left }, i) => left - words[i].right);
  });
  check(gaps.length > 3 && Math.min(...gaps) >= 4, `the words of the dock are ${gaps.map(Math.round)} pixels apart`);
}

/** Where the dock is wider than a phone, it can be scrolled to its first button and to its last. */
async function checkDockEnds({ page }) {
  const [first, last, width] = await page.evaluate(() => {
    const dock = document.querySelector(".dock");
    const before = dock.scrollLeft;
    const buttons = [...dock.querySelectorAll(".dock-button")].map((one) => ({
      at: (scrolled) => {
        dock.scrollLeft = scrolled;
        return one.getBoundingClientRect();
      },
    }));
    const ends = [buttons[0].at(0).left, buttons.at(-1).at(dock.scrollWidth).right, innerWidth];
    dock.scrollLeft = before;
    return ends;
  });
  check(
    first >= 0 && last <= width,
    `the dock goes from ${Math.round(first)} to ${Math.round(last)} of ${width} pixels`,
  );
}

const SIGN_IN = {
  "a Greek browser is given Greek pages": async ({ teacher, account }) => {
    await teacher.go("/");
    await teacher.seesHeading("Μία τάξη, όπου κι αν είστε.");
    await inspectGreekPage(teacher, "home");
    await teacher.go("/signin");
    await teacher.seesHeading("Σύνδεση");
    await teacher.expecting([401], async () => {
      await teacher.page.getByLabel("Όνομα χρήστη ή διεύθυνση email").fill(account.username);
      await teacher.page.getByLabel("Κωδικός πρόσβασης").fill("not the password");
      await teacher.press("Σύνδεση");
      await teacher.seesText("Λάθος όνομα χρήστη, email ή κωδικός πρόσβασης.");
    });
    await inspectGreekPage(teacher, "signin-wrong");
    await teacher.page.getByLabel("Κωδικός πρόσβασης").fill(PASSWORD);
    await teacher.press("Σύνδεση");
    await teacher.page.waitForURL("**/admin");
  },
};

const OTHER_PAGES = {
  "the other pages of a teacher are in Greek": async ({ teacher }) => {
    for (const name of ["students", "profile"]) {
      await teacher.go(name === "students" ? "/dashboard/students" : "/profile");
      await inspectGreekPage(teacher, name);
    }
  },
};

const LESSON = {
  "a lesson is planned in Greek": async (stage) => {
    const { teacher } = stage;
    await teacher.go("/dashboard/sessions/new");
    await teacher.page.getByLabel("Τίτλος").fill("Κύκλοι και γωνίες");
    await teacher.page.getByLabel("Περιγραφή").fill("Φέρτε ένα μολύβι και κάτι στρογγυλό.");
    await inspectGreekPage(teacher, "plan");
    await teacher.press("Προγραμματισμός μαθήματος");
    await teacher.page.waitForURL(/\/dashboard\/sessions\/[0-9a-f-]{36}$/);
    await teacher.seesText("Το μάθημα προγραμματίστηκε.");
    stage.session = teacher.page.url();
    stage.code = (await teacher.page.locator(".big-code").innerText()).trim();
    await inspectGreekPage(teacher, "session");
    await teacher.go("/dashboard");
    await inspectGreekPage(teacher, "dashboard");
  },

  "a student with a long name joins early": async ({ student, code }) => {
    await student.go(`/join/${code}`);
    await student.page.getByLabel("Το όνομά σας").fill(STUDENT);
    await inspectGreek(student, "join");
    await student.press("Είσοδος στο μάθημα");
    await student.seesHeading(`Χαιρόμαστε που ήρθατε, ${STUDENT}`);
    await inspectGreek(student, "waiting");
    const scripts = await student.page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => /\/lesson-/.test(name)),
    );
    checkEqual(new Set(scripts).size, 1, "languages that the page has loaded");
  },

  "the lesson starts, and they write to each other": async ({ teacher, student, session }) => {
    await teacher.go(session);
    await teacher.seesText("Περιμένει ένα άτομο");
    await inspectGreekPage(teacher, "session-waiting");
    await teacher.press("Έναρξη μαθήματος");
    for (const person of [teacher, student]) await person.page.locator(".room").waitFor();
    await sendMessage(student, "Καλημέρα! Αυτό είναι το μάθημα για τους κύκλους;");
    await sendMessage(teacher, "Καλημέρα! Ναι, ζωγραφίστε έναν κύκλο.");
    await inspectGreek(student, "room-chat");
  },

  "a student raises a hand, and the teacher sees whose": async ({ teacher, student }) => {
    await student.closePanels(/^Κλείσιμο/);
    await student.press("Χέρι πάνω");
    await inspectGreek(student, "room");
    await checkDockLabels(student);
    await checkDockEnds(student);
    const people = await openPanel(teacher, "people");
    await people.getByRole("button", { name: `Κατέβασμα χεριού: ${STUDENT}` }).waitFor();
    await inspectGreek(teacher, "room-people");
    await student.press("Ήχος");
    await student.page.locator(".sound-dialog").waitFor();
    await inspectGreek(student, "sound");
    await student.page.keyboard.press("Escape");
  },
};

const ERASURE = {
  "a person who is erased during the lesson is shown so in Greek": async ({
    teacher,
    student,
    guest,
    school,
    code,
    size,
  }) => {
    const { username } = await school.teacher(`kostas-${size}`, "Κώστας Νικολάου");
    await guest.go("/signin");
    await guest.page.getByLabel("Username or email address").fill(username);
    await guest.page.getByLabel("Password").fill(PASSWORD);
    await guest.press("Sign in");
    await guest.page.waitForURL("**/admin");
    await guest.go(`/join/${code}`);
    await guest.page.locator(".room").waitFor();
    const chat = await openPanel(guest, "chat");
    await chat.getByLabel("Message everyone").fill("Καλησπέρα σε όλους");
    await chat.getByRole("button", { name: "Send" }).click();
    const line = (await openPanel(student, "chat")).locator(".line", { hasText: "Καλησπέρα σε όλους" });
    await line.getByText("Κώστας Νικολάου").waitFor();
    const office = await teacher.newWindow();
    await office.go(`/admin/people?search=${username}`);
    await office.page.getByRole("link", { name: "Κώστας Νικολάου" }).click();
    await office.page.getByText("Διαγραφή: Κώστας Νικολάου").click();
    await office.press("Οριστική διαγραφή");
    await office.seesText("Ο λογαριασμός διαγράφηκε, με όλα τα δεδομένα του.");
    await office.page.close();
    await line.getByText("Διαγραμμένος λογαριασμός").waitFor();
    await inspectGreek(student, "room-erased");
  },
};

const END = {
  "the teacher ends the lesson, and everyone is told so": async ({ teacher, student, session, size }) => {
    await teacher.closePanels(/^Κλείσιμο/);
    await teacher.page.getByRole("button", { name: /^Τέλος/ }).click();
    const dialog = teacher.page.getByRole("dialog");
    await inspectGreek(teacher, "room-end");
    await dialog.getByRole("button", { name: "Τέλος μαθήματος" }).click();
    await student.seesHeading("Το μάθημα τελείωσε");
    await inspectGreek(student, "over");
    await teacher.page.waitForURL(session);
    await teacher.seesText(/^Επισκέπτες \(\d+\)/);
    if (size === "desktop") await teacher.seesText("Διαγραμμένος λογαριασμός");
    await inspectGreekPage(teacher, "session-ended");
  },
};

const LANGUAGES = {
  "the foot of the page switches an English browser to Greek": async ({ guest, teacher }) => {
    await guest.go("/register");
    await guest.seesHeading("Sign up as a teacher");
    await guest.press("Ελληνικά");
    await guest.page.waitForURL("**/register");
    await guest.seesHeading("Εγγραφή εκπαιδευτικού");
    await teacher.go("/dashboard/sessions/new");
    await teacher.page.getByLabel("Τίτλος").fill("Γωνίες");
    await teacher.press("Προγραμματισμός μαθήματος");
    const code = (await teacher.page.locator(".big-code").innerText()).trim();
    await guest.go(`/join/${code}`);
    await guest.seesHeading("Έτοιμοι να μπείτε;");
    // In the lesson's own page, too.
    await guest.press("English");
    await guest.page.waitForURL(`**/join/${code}`);
    await guest.seesHeading("Ready to join?");
    check(
      (await guest.context.cookies()).some(({ name }) => name === "lyceum_language"),
      "it is kept",
    );
  },

  "the profile's language holds wherever the teacher signs in": async ({ teacher, guest, account }) => {
    await teacher.go("/profile");
    await teacher.page.getByLabel("Σελίδες και email").selectOption("el");
    await teacher.press("Αποθήκευση γλώσσας");
    await teacher.seesText("Το προφίλ αποθηκεύτηκε.");
    await guest.go("/signin");
    await guest.seesHeading("Sign in");
    await guest.page.getByLabel("Username or email address").fill(account.username);
    await guest.page.getByLabel("Password").fill(PASSWORD);
    await guest.press("Sign in");
    await guest.seesHeading("Διαχείριση");
  },
};

const SCENES = {
  desktop: { ...SIGN_IN, ...OTHER_PAGES, ...LESSON, ...ERASURE, ...END, ...LANGUAGES },
  phone: { ...SIGN_IN, ...LESSON, ...END },
};

export async function greek(play, size) {
  const { school } = play;
  const account = await school.teacher(`eleni-${size}`, "Ελένη Παπαδοπούλου");
  const [teacher, student] = await play.people([account.name, STUDENT], { size, locale: "el-GR" });
  const guest = await play.person("Guest", { size });
  await play.scenes(`In Greek, ${size}`, { teacher, student, guest, account, school, size }, SCENES[size]);
}
