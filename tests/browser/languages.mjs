// A short lesson in Greek: the pages, the room and what a phone makes of long words. And one who came with another browser.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { PASSWORD } from "./support/school.mjs";
import { english } from "./support/greek.mjs";
import { look } from "./support/look.mjs";
import { must, same } from "./support/until.mjs";

const STUDENT = "Αλεξάνδρα Παπακωνσταντινοπούλου";

/** Lists of what others have in this school, in English. */
const OTHERS = new Set(["experiences", "people", "live", "invitations", "library", "audit", "mails"]);

/** A look, in which nothing is wider than the screen. */
async function seen(person, name, faults, options) {
  faults.push(...(await look(person, `greek-${name}`, options)));
  const [wide, screen] = await person.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (wide > screen) faults.push(`${name}, ${person.size}: ${wide} pixels wide on a screen of ${screen}`);
  same(await person.page.evaluate(() => document.documentElement.lang), "el", "the page's language");
  if (OTHERS.has(name)) return;
  // Her username, and what this browser calls its microphones and loudspeakers.
  const devices = await person.page.evaluate(async () =>
    ((await navigator.mediaDevices?.enumerateDevices()) ?? []).flatMap(({ label }) => label.split(/[^\w.-]+/)),
  );
  const given = [`eleni-${person.size}`, ...devices];
  const left = await english(person, given, "#time_zone, #experience");
  faults.push(...left.map((words) => `${name}, ${person.size}: ${words}`));
}

async function panel(person, name) {
  const panel = person.page.locator(`#${name}-panel`);
  if (!(await panel.isVisible())) await person.page.locator(`#${name}-toggle`).click();
  await panel.waitFor();
  return panel;
}

async function says(person, words) {
  const chat = await panel(person, "chat");
  await chat.getByLabel("Γράψτε σε όλους").fill(words);
  await chat.getByRole("button", { name: "Αποστολή" }).click();
  await chat.locator(".line:not(.unsent)", { hasText: words }).waitFor();
}

const SCENES = {
  "a Greek browser is given Greek pages": async ({ teacher, account, faults }) => {
    await teacher.go("/");
    await teacher.heading("Μία τάξη, όπου κι αν είστε.");
    await seen(teacher, "home", faults);
    await teacher.go("/signin");
    await teacher.heading("Σύνδεση");
    await teacher.amid(/401/, async () => {
      await teacher.page.getByLabel("Όνομα χρήστη ή διεύθυνση email").fill(account.username);
      await teacher.page.getByLabel("Κωδικός πρόσβασης").fill("not the password");
      await teacher.press("Σύνδεση");
      await teacher.reads("Αυτό το όνομα χρήστη ή email και αυτός ο κωδικός πρόσβασης δεν ταιριάζουν.");
    });
    await seen(teacher, "signin-wrong", faults);
    await teacher.page.getByLabel("Κωδικός πρόσβασης").fill(PASSWORD);
    await teacher.press("Σύνδεση");
    await teacher.page.waitForURL("**/dashboard");
  },

  "so are those of everything else that a teacher and an administrator have": async ({ teacher, faults }) => {
    for (const [name, path] of [
      ["experiences", "/dashboard/experiences"],
      ["students", "/dashboard/students"],
      ["overview", "/admin"],
      ["people", "/admin/people"],
      ["live", "/admin/live"],
      ["invitations", "/admin/invitations"],
      ["library", "/admin/experiences"],
      ["settings", "/admin/settings"],
      ["audit", "/admin/audit"],
      ["mails", "/admin/mails"],
      ["profile", "/profile"],
      ["register", "/register"],
    ]) {
      await teacher.go(path);
      await seen(teacher, name, faults);
    }
  },

  "a lesson is planned in Greek": async (stage) => {
    const { teacher, faults } = stage;
    await teacher.go("/dashboard/sessions/new");
    await teacher.page.getByLabel("Τίτλος").fill("Κύκλοι και γωνίες");
    await teacher.page.getByLabel("Περιγραφή").fill("Φέρτε ένα μολύβι και κάτι στρογγυλό.");
    await seen(teacher, "plan", faults);
    await teacher.press("Προγραμματισμός μαθήματος");
    await teacher.page.waitForURL(/\/dashboard\/sessions\/[0-9a-f-]{36}$/);
    await teacher.reads("Το μάθημα προγραμματίστηκε.");
    stage.session = teacher.page.url();
    stage.code = (await teacher.page.locator(".big-code").innerText()).trim();
    await seen(teacher, "session", faults);
    await teacher.go("/dashboard");
    await seen(teacher, "dashboard", faults);
  },

  "a student with a long name comes early": async ({ student, code, faults }) => {
    await student.go(`/join/${code}`);
    await student.page.getByLabel("Το όνομά σας").fill(STUDENT);
    await seen(student, "join", faults);
    await student.press("Είσοδος στο μάθημα");
    await student.heading(`Χαιρόμαστε που ήρθατε, ${STUDENT}`);
    await seen(student, "waiting", faults);
    const scripts = await student.page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => /\/lesson-/.test(name)),
    );
    same(new Set(scripts).size, 1, "languages that the page has loaded");
  },

  "the lesson starts, and they write to each other": async ({ teacher, student, session, faults }) => {
    await teacher.go(session);
    await teacher.press("Έναρξη μαθήματος");
    await teacher.reads("Το μάθημα ξεκίνησε.");
    await seen(teacher, "session-live", faults);
    await teacher.page.getByRole("link", { name: "Στην αίθουσα" }).click();
    for (const person of [teacher, student]) await person.page.locator(".room").waitFor();
    await says(student, "Καλημέρα! Αυτό είναι το μάθημα για τους κύκλους;");
    await says(teacher, "Καλημέρα! Ναι, ζωγραφίστε έναν κύκλο.");
    await seen(student, "room-chat", faults, { whole: false });
  },

  "a hand goes up, and the teacher sees whose": async ({ teacher, student, faults }) => {
    await student.stage(/^Κλείσιμο/);
    await student.press("Χέρι πάνω");
    await seen(student, "room", faults, { whole: false });
    const people = await panel(teacher, "people");
    await people.getByRole("button", { name: `Κατέβασμα χεριού: ${STUDENT}` }).waitFor();
    await seen(teacher, "room-people", faults, { whole: false });
    await student.press("Ήχος");
    await student.page.locator(".sound-dialog").waitFor();
    await seen(student, "sound", faults, { whole: false });
    await student.page.keyboard.press("Escape");
  },

  "who is erased in the midst of it is told of in Greek": async ({
    teacher,
    student,
    guest,
    school,
    code,
    size,
    faults,
  }) => {
    const { username } = await school.teacher(`kostas-${size}`, "Κώστας Νικολάου");
    await guest.go("/signin");
    await guest.page.getByLabel("Username or email address").fill(username);
    await guest.page.getByLabel("Password").fill(PASSWORD);
    await guest.press("Sign in");
    await guest.page.waitForURL("**/dashboard");
    await guest.go(`/join/${code}`);
    await guest.page.locator(".room").waitFor();
    const chat = await panel(guest, "chat");
    await chat.getByLabel("Write to everyone").fill("Καλησπέρα σε όλους");
    await chat.getByRole("button", { name: "Send" }).click();
    const line = (await panel(student, "chat")).locator(".line", { hasText: "Καλησπέρα σε όλους" });
    await line.getByText("Κώστας Νικολάου").waitFor();
    const office = await teacher.window();
    await office.go(`/admin/people?search=${username}`);
    await office.page.getByRole("link", { name: "Κώστας Νικολάου" }).click();
    await office.page.getByText("Διαγραφή: Κώστας Νικολάου").click();
    await office.press("Οριστική διαγραφή");
    await office.reads("Ο χρήστης διαγράφηκε, με όλα όσα φυλάσσονταν γι’ αυτόν.");
    await office.page.close();
    await line.getByText("Κάποιος που διαγράφηκε").waitFor();
    await seen(student, "room-erased", faults, { whole: false });
  },

  "the teacher ends it, and everyone reads so": async ({ teacher, student, session, faults }) => {
    await teacher.stage(/^Κλείσιμο/);
    await teacher.page.getByRole("button", { name: /^Τέλος/ }).click();
    const dialog = teacher.page.getByRole("dialog");
    await seen(teacher, "room-end", faults, { whole: false });
    await dialog.getByRole("button", { name: "Τέλος μαθήματος" }).click();
    await student.heading("Το μάθημα τελείωσε");
    await seen(student, "over", faults);
    await teacher.heading("Το μάθημα τελείωσε");
    await teacher.go(session);
    await teacher.reads(STUDENT);
    await teacher.reads("Κάποιος που διαγράφηκε");
    await seen(teacher, "session-ended", faults);
  },

  "who has come with an English browser goes on in Greek by the foot of the page": async ({ guest, teacher }) => {
    await guest.go("/register");
    await guest.heading("Sign up as a teacher");
    await guest.press("Ελληνικά");
    await guest.page.waitForURL("**/register");
    await guest.heading("Εγγραφή εκπαιδευτικού");
    await teacher.go("/dashboard/sessions/new");
    await teacher.page.getByLabel("Τίτλος").fill("Γωνίες");
    await teacher.press("Προγραμματισμός μαθήματος");
    const code = (await teacher.page.locator(".big-code").innerText()).trim();
    await guest.go(`/join/${code}`);
    await guest.heading("Περάστε");
    // In the lesson's own page, too.
    await guest.press("English");
    await guest.page.waitForURL(`**/join/${code}`);
    await guest.heading("Come in");
    must(
      (await guest.context.cookies()).some(({ name }) => name === "lyceum_language"),
      "it is kept",
    );
  },

  "a teacher's profile has a language, wherever they sign in": async ({ teacher, guest, account }) => {
    await teacher.go("/profile");
    await teacher.page.getByLabel("Σελίδες και email").selectOption("el");
    await teacher.press("Σε αυτή τη γλώσσα");
    await teacher.reads("Το προφίλ σας αποθηκεύτηκε.");
    await guest.go("/signin");
    await guest.heading("Sign in");
    await guest.page.getByLabel("Username or email address").fill(account.username);
    await guest.page.getByLabel("Password").fill(PASSWORD);
    await guest.press("Sign in");
    await guest.heading("Μαθήματα");
  },
};

export async function languages(browser, school, size, tally) {
  const account = await school.teacher(`eleni-${size}`, "Ελένη Παπαδοπούλου");
  const at = (name, locale) => Person.at(browser, name, { size, url: school.url, locale });
  const [teacher, student] = [await at(account.name, "el-GR"), await at(STUDENT, "el-GR")];
  const guest = await at("Guest", "en-GB");
  const people = [teacher, student, guest];
  try {
    await play(
      `In Greek, ${size}`,
      { teacher, student, guest, account, school, size, people, faults: [] },
      SCENES,
      tally,
    );
  } finally {
    for (const person of people) await person.leave();
  }
}
