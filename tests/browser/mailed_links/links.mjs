// Where the links lead: to the first administrator, to a confirmed address, to another password, to a teacher's students. Each
// is visited while it is good, with a form that is refused, and when it is used up.
import { inspectGreek, submit, visit } from "./visit.mjs";

export const ZOE = { name: "Ζωή Αναγνώστου", email: "zoe@home.example", username: "zoe" };
export const NIKOS = { name: "Νίκος Αγρός", email: "nikos@home.example", username: "nikos" };
const ELENI = { name: "Ελένη Παπαδοπούλου", email: "eleni@home.example", username: "eleni" };
export const PASSWORD = "κιμωλία και μελάνι";
const ANOTHER = "μελάνι και κιμωλία";
/** Long enough for the browser, and one of the first that others would guess. */
const WRONG = "password123";

/** The link in the latest mail to a person, once `count` mails have arrived. */
async function mailed({ school }, { email }, count) {
  return new URL(await school.mailed(email, count)).pathname;
}

async function invite({ teacher }, { email }) {
  await teacher.go("/dashboard/students");
  await submit(teacher, { email });
  await teacher.seesText("Η πρόσκληση στάλθηκε.");
}

export const links = {
  "the setup link makes the first administrator, once": async ({ school, visitor }) => {
    const link = new URL(await school.setupLink()).pathname;
    await visit(visitor, "welcome", link);
    await visit(visitor, "welcome-wrong", link, () => submit(visitor, { ...ZOE, password: WRONG }));
    await submit(visitor, { ...ZOE, password: PASSWORD });
    await visitor.page.waitForURL("**/admin");
    await visitor.seesText("Ο κωδικός πρόσβασής σας αποθηκεύτηκε και έχετε συνδεθεί.");
    await visitor.seesHeading("Τι ακολουθεί");
    await inspectGreek(visitor, "welcome-made");
    await visit(visitor, "welcome-dead", link);
  },

  "only who is invited becomes a teacher, until the administrator says otherwise": async ({ visitor, teacher }) => {
    await visit(teacher, "register-closed", "/register");
    await visitor.go("/admin/settings");
    await visitor.page.locator("input[name=sign_up][value=open]").check();
    await visitor.press("Αποθήκευση ρυθμίσεων");
    await visitor.seesText("Οι ρυθμίσεις αποθηκεύτηκαν.");
    await visitor.press("Αποσύνδεση");
    await visitor.seesText("Αποσυνδεθήκατε");
  },

  "a teacher's link confirms an address, once": async (stage) => {
    const { teacher, visitor } = stage;
    await visit(teacher, "register", "/register");
    await submit(teacher, { ...ELENI, password: PASSWORD });
    await teacher.seesHeading("Δείτε το email σας");
    await inspectGreek(teacher, "confirm-sent");
    await visit(visitor, "confirm-ask", "/confirm");
    const link = await mailed(stage, ELENI);
    await visit(visitor, "confirm", link);
    await teacher.go(link);
    await teacher.press("Επιβεβαίωση");
    await teacher.seesText("Η διεύθυνση email σας επιβεβαιώθηκε.");
    await visit(visitor, "confirm-dead", link);
  },

  "a link leads to another password, once": async (stage) => {
    const { teacher, visitor } = stage;
    await teacher.go("/forgot-password");
    await submit(teacher, { identifier: ELENI.username });
    await teacher.seesText(/^Αν υπάρχει αυτός ο λογαριασμός/);
    const link = await mailed(stage, ELENI, 2);
    await visit(visitor, "reset", link);
    await visit(visitor, "reset-wrong", link, () => submit(visitor, { password: WRONG }));
    await teacher.go(link);
    await submit(teacher, { password: ANOTHER });
    await teacher.page.waitForURL("**/dashboard");
    await teacher.seesText("Ο κωδικός πρόσβασής σας αποθηκεύτηκε και έχετε συνδεθεί.");
    await visit(visitor, "reset-dead", link);
  },

  "an invitation leads a stranger to signing up": async (stage) => {
    const { visitor } = stage;
    await invite(stage, NIKOS);
    const link = await mailed(stage, NIKOS);
    await visit(visitor, "invitation", link);
    await visit(visitor, "invitation-wrong", link, () => submit(visitor, { ...NIKOS, password: WRONG }));
    await submit(visitor, { ...NIKOS, password: PASSWORD });
    await visitor.page.waitForURL("**/lessons");
    await visitor.seesText("Ο κωδικός πρόσβασής σας αποθηκεύτηκε και έχετε συνδεθεί.");
  },

  "an invitation asks a person with an account to accept, once": async (stage) => {
    const { visitor } = stage;
    await invite(stage, NIKOS);
    const link = await mailed(stage, NIKOS, 2);
    await visit(visitor, "invitation-accept", link);
    await visitor.press("Είσοδος στην τάξη");
    await visitor.page.locator("p.flash[role=status]").waitFor();
    await visit(visitor, "invitation-dead", link);
    await visitor.context.clearCookies();
  },
};
