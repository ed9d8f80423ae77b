// Accounts and joining: signing up, passwords, invitations, error pages, and rooms that are closed to a visitor or full.
import { inspectPage } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Who signs up. */
const IDA = { username: "ida", email: "ida@school.example", password: "chalk dust and ink" };

const SCENES = {
  "the front page leads to joining and to signing in": async ({ ana }) => {
    await ana.go("/");
    await inspectPage(ana, "home");
    await ana.page.getByRole("link", { name: "Sign in" }).first().click();
    await ana.seesHeading("Sign in");
    await inspectPage(ana, "signin");
    await ana.go("/join");
    await inspectPage(ana, "join");
  },

  "a teacher signs up": async ({ newcomer }) => {
    await newcomer.go("/signin");
    await newcomer.page.getByRole("link", { name: "Sign up" }).click();
    await newcomer.seesHeading("Sign up as a teacher");
    await inspectPage(newcomer, "register");
    await newcomer.page.getByLabel("Your name").fill("Ida Moss");
    await newcomer.page.getByLabel("Email address").fill(IDA.email);
    await newcomer.page.getByLabel("Username").fill(IDA.username);
    await newcomer.page.getByLabel("Password").fill("password123");
    await newcomer.expecting([400], async () => {
      await newcomer.press("Sign up");
      await newcomer.seesText("This password is too easy to guess.");
      await inspectPage(newcomer, "register-wrong");
    });
    await newcomer.page.getByLabel("Password").fill(IDA.password);
    await newcomer.press("Sign up");
    await newcomer.seesHeading("Check your email");
    await inspectPage(newcomer, "confirm-wait");
  },

  "a teacher cannot sign in before the address is confirmed": async ({ newcomer }) => {
    await newcomer.go("/signin");
    await newcomer.expecting([403], async () => {
      await signIn(newcomer, IDA, IDA.password);
      await newcomer.seesText("Please confirm your email address first");
      await inspectPage(newcomer, "signin-unconfirmed");
    });
    await newcomer.press("Send the email again");
    await newcomer.seesText("we have sent the email again");
    await inspectPage(newcomer, "confirm-again");
  },

  "the mailed link confirms the address once": async ({ newcomer, school }) => {
    const link = await school.mailed(IDA.email, 2);
    await newcomer.go(link);
    await newcomer.seesHeading("Confirm your email address");
    await inspectPage(newcomer, "confirm-link");
    await newcomer.press("Confirm");
    await newcomer.seesText("Your email address is confirmed.");
    await newcomer.expecting([410], async () => {
      await newcomer.go(link);
      await newcomer.seesText("This link has been used");
      await inspectPage(newcomer, "confirm-dead");
    });
    await newcomer.go("/signin");
    await signIn(newcomer, IDA, IDA.password);
    await newcomer.seesHeading("Lessons");
  },

  "a person changes their name and their password": async ({ newcomer }) => {
    const { page } = newcomer;
    await page.getByRole("link", { name: "Profile" }).click();
    await newcomer.seesHeading("Your profile");
    await inspectPage(newcomer, "profile");
    await page.getByLabel("Your name").fill("Ida Moss-Quill");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await newcomer.seesText("Profile saved.");
    await page.getByLabel("Current password").fill("not this one");
    await page.getByLabel("New password").fill("ink and chalk dust");
    await newcomer.expecting([403], async () => {
      await newcomer.press("Change password");
      await newcomer.seesText("This is not your password.");
      await inspectPage(newcomer, "profile-wrong");
    });
    await page.getByLabel("Current password").fill(IDA.password);
    await page.getByLabel("New password").fill("ink and chalk dust");
    await newcomer.press("Change password");
    await newcomer.seesText("Password changed.");
    await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  },

  "a mailed link replaces a forgotten password": async ({ newcomer, school }) => {
    const { email } = IDA;
    await newcomer.go("/signin");
    await newcomer.page.getByRole("link", { name: "Forgot your password?" }).click();
    await newcomer.seesHeading("Forgot your password?");
    await inspectPage(newcomer, "password-forgotten");
    await newcomer.page.getByLabel("Username or email address").fill(email);
    await newcomer.press("Email me a link");
    await newcomer.seesText("If this account exists, we have sent an email");
    await inspectPage(newcomer, "password-asked");
    // After the two that confirm, and the one that tells of the change.
    await newcomer.go(await school.mailed(email, 4));
    await newcomer.seesHeading("Choose a new password");
    await inspectPage(newcomer, "password-new");
    await newcomer.page.getByLabel("New password").fill("third time lucky");
    await newcomer.press("Save password");
    await newcomer.seesText("Your password is saved, and you are signed in.");
    await newcomer.seesHeading("Lessons");
    await newcomer.press("Sign out");
  },

  "a teacher invites a student, who signs up": async ({ newcomer, ana, school }) => {
    const email = "lou@school.example";
    await newcomer.go("/signin");
    await signIn(newcomer, IDA, "third time lucky");
    await newcomer.page.getByRole("link", { name: "Students" }).click();
    await newcomer.seesHeading("Students");
    await newcomer.page.getByLabel("Email address").fill(email);
    await newcomer.press("Send invitation");
    await newcomer.seesText("Invitation sent.");
    await ana.go(await school.mailed(email));
    await ana.seesHeading("Ida Moss-Quill has invited you");
    await inspectPage(ana, "invitation");
    await ana.page.getByLabel("Your name").fill("Lou Field");
    await ana.page.getByLabel("Username").fill("lou");
    await ana.page.getByLabel("Password").fill("a kite and a string");
    await ana.press("Sign up");
    await ana.seesText("Your password is saved, and you are signed in.");
    await ana.press("Sign out");
    await newcomer.go("/dashboard/students");
    await newcomer.seesText("Lou Field");
    await inspectPage(newcomer, "students");
    await newcomer.press("Sign out");
  },

  "an unknown address shows a plain error page": async ({ ana }) => {
    await ana.expecting([404], async () => {
      await ana.go("/no/such/page");
      await ana.seesText("There is nothing at this address.");
      await inspectPage(ana, "error");
    });
  },

  "signing in leads to the page that was asked for": async ({ teacher }) => {
    await teacher.go("/dashboard/experiences");
    await teacher.seesHeading("Sign in");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.seesHeading("Materials");
  },

  "a teacher adds an experience and plans a lesson with it": async ({ teacher }) => {
    const title = "Shadows, measured from a tower";
    await teacher.page.getByLabel("Title").fill(title);
    await teacher.press("Add");
    await teacher.seesText("Material added.");
    await teacher.go("/dashboard/experiences");
    await inspectPage(teacher, "experiences");
    await teacher.go("/dashboard/sessions/new");
    await teacher.page.getByLabel("Material", { exact: true }).selectOption({ label: title });
    await teacher.go("/dashboard");
    await inspectPage(teacher, "dashboard-full");
    await teacher.go("/");
    await inspectPage(teacher, "home-teacher");
  },

  "a lesson for people with an account sends a guest to sign in": async ({ teacher, ana }) => {
    await teacher.go("/dashboard");
    const row = teacher.page.getByRole("listitem").filter({ hasText: "Reading circle" });
    const code = (await row.locator(".code-word").innerText()).trim();
    await ana.expecting([403], async () => {
      await ana.go(`/join/${code}`);
      await ana.seesText("Only people with an account at this school can join this lesson.");
      await inspectPage(ana, "join-guests-refused");
    });
    await ana.page.getByRole("link", { name: "Sign in and join" }).click();
    await signIn(ana, DEMO.student, DEMO.student.password);
    await ana.seesHeading(`Good to see you, ${DEMO.student.name}`);
    await ana.press("Leave");
    await ana.seesHeading("You have left the lesson");
    await inspectPage(ana, "over-left");
  },

  "a student who signs out is unknown again": async ({ ana }) => {
    await ana.go("/join");
    await ana.press("Sign out");
    await ana.seesText("You are signed out on this device.");
    checkEqual(
      (await ana.context.cookies()).filter(({ name }) => name === "lyceum_login").length,
      0,
      "sign-in cookies",
    );
  },

  "a full room says so, and admits when there is space": async ({ teacher, ana, ben }) => {
    const { link, page } = await plan(teacher, { title: "A lesson for one", capacity: 1 });
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ben, ana]) {
      await student.go(link);
      await enterName(student);
      if (student === ben) await ben.isInRoom();
    }
    await ana.seesHeading("The room is full");
    await inspectPage(ana, "over-full");
    await ben.press("Leave");
    await ben.page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
    await ben.seesHeading("You have left the lesson");
    await ana.press("Try again");
    await ana.isInRoom();
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await inspectPage(teacher, "session-end");
    await teacher.press("End for everyone");
    await teacher.seesText("The lesson has ended. See below who was there.");
    await ana.seesHeading("The lesson has ended");
  },

  "an ended lesson can be deleted": async ({ teacher }) => {
    await teacher.page.getByText("Delete this lesson").click();
    await teacher.press("Delete it");
    await teacher.seesText("Lesson deleted.");
    check(!(await teacher.page.getByText("A lesson for one").isVisible()), "it is gone from the list");
  },
};

export async function accounts(play) {
  const [teacher, ana, ben] = await play.people(["Ada Lark", "Ana", "Ben"]);
  const newcomer = await play.person("Ida Moss");
  await play.scenes("Accounts and joining", { teacher, ana, ben, newcomer, school: play.school }, SCENES);
}
