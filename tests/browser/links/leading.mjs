// Where the links lead: to the first administrator, to a confirmed address, to another password, to a teacher's students.
import { both, seen, signIn, submit } from "./both.mjs";

export const ZOE = { name: "Ζωή Αναγνώστου", email: "zoe@home.example", username: "zoe" };
export const NIKOS = { name: "Νίκος Αγρός", email: "nikos@home.example", username: "nikos" };
const ELENI = { name: "Ελένη Παπαδοπούλου", email: "eleni@home.example", username: "eleni" };
export const PASSWORD = "κιμωλία και μελάνι";
const ANOTHER = "μελάνι και κιμωλία";
/** Long enough for the browser, and one of the first that others would guess. */
const WRONG = "password123";

/** The link in the latest mail to somebody, once there are so many. */
async function mailed({ school }, { email }, count) {
  return new URL(await school.mailed(email, count)).pathname;
}

async function invite({ teacher }, { email }) {
  await teacher.go("/dashboard/students");
  await submit(teacher, { email });
  await teacher.reads("Η πρόσκληση στάλθηκε.");
}

export const leading = {
  "the server's link makes the first administrator, once": async (stage) => {
    const { school, greek, faults } = stage;
    const link = new URL(await school.first()).pathname;
    await both(stage, "welcome", link);
    await both(stage, "welcome-wrong", link, (person) => submit(person, { ...ZOE, password: WRONG }));
    await greek.go(link);
    await submit(greek, { ...ZOE, password: PASSWORD });
    await greek.reads("Καλώς ήρθατε. Συνδεθείτε, και φροντίστε το σχολείο σας.");
    faults.push(...(await seen(greek, "el", "welcome-made")));
    await both(stage, "welcome-dead", link);
  },

  "a teacher's link confirms an address, once": async (stage) => {
    const { teacher, faults } = stage;
    await teacher.go("/register");
    await submit(teacher, { ...ELENI, password: PASSWORD });
    await teacher.heading("Ένα βήμα ακόμη");
    faults.push(...(await seen(teacher, "el", "confirm-sent")));
    await both(stage, "confirm-ask", "/confirm");
    const link = await mailed(stage, ELENI);
    await both(stage, "confirm", link);
    await teacher.go(link);
    await teacher.press("Επιβεβαίωση");
    await teacher.reads("Η διεύθυνση email σας επιβεβαιώθηκε.");
    await both(stage, "confirm-dead", link);
  },

  "a link leads to another password, once": async (stage) => {
    const { teacher } = stage;
    await teacher.go("/forgot-password");
    await submit(teacher, { identifier: ELENI.username });
    await teacher.reads(/^Αν υπάρχει τέτοιος λογαριασμός/);
    const link = await mailed(stage, ELENI, 2);
    await both(stage, "reset", link);
    await both(stage, "reset-wrong", link, (person) => submit(person, { password: WRONG }));
    await teacher.go(link);
    await submit(teacher, { password: ANOTHER });
    await teacher.reads("Ο κωδικός πρόσβασης άλλαξε.");
    await both(stage, "reset-dead", link);
    await signIn(teacher, ELENI.username, ANOTHER);
    await teacher.page.waitForURL("**/dashboard");
  },

  "an invitation leads a stranger to signing up": async (stage) => {
    const { greek } = stage;
    await invite(stage, NIKOS);
    const link = await mailed(stage, NIKOS);
    await both(stage, "invitation", link);
    await both(stage, "invitation-wrong", link, (person) => submit(person, { ...NIKOS, password: WRONG }));
    await greek.go(link);
    await submit(greek, { ...NIKOS, password: PASSWORD });
    await greek.reads("Καλώς ήρθατε. Τώρα μπορείτε να συνδεθείτε.");
  },

  "and one who has an account to saying yes, once": async (stage) => {
    const { greek, english } = stage;
    await invite(stage, NIKOS);
    const link = await mailed(stage, NIKOS, 2);
    for (const person of [greek, english]) await signIn(person, NIKOS.username, PASSWORD);
    await both(stage, "invitation-accept", link);
    await greek.press("Ναι");
    // In the language that the other has chosen last: it is one account.
    await greek.page.locator("p.flash[role=status]").waitFor();
    await both(stage, "invitation-dead", link);
    for (const person of [greek, english]) await person.context.clearCookies();
  },
};
