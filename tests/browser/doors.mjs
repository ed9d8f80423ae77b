// The pages around the lessons: every one is looked at, and what leads nowhere says so.
import { look } from "./support/look.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { must, same } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Who signs up. */
function registered(size) {
  return { username: `ida-${size}`, email: `ida-${size}@school.example`, password: "chalk dust and ink" };
}

const SCENES = {
  "a visitor sees what this is, and where to join and to sign in": async ({ ana, faults }) => {
    await ana.go("/");
    faults.push(...(await look(ana, "home")));
    await ana.page.getByRole("link", { name: "Sign in" }).first().click();
    await ana.heading("Sign in");
    faults.push(...(await look(ana, "signin")));
    await ana.go("/join");
    faults.push(...(await look(ana, "join")));
  },

  "a teacher signs up": async ({ newcomer, size, faults }) => {
    const who = registered(size);
    await newcomer.go("/signin");
    await newcomer.page.getByRole("link", { name: "Sign up" }).click();
    await newcomer.heading("Sign up as a teacher");
    faults.push(...(await look(newcomer, "register")));
    await newcomer.page.getByLabel("Your name").fill("Ida Moss");
    await newcomer.page.getByLabel("Email address").fill(who.email);
    await newcomer.page.getByLabel("Username").fill(who.username);
    await newcomer.page.getByLabel("Password").fill("password123");
    await newcomer.amid(/400/, async () => {
      await newcomer.press("Sign up");
      await newcomer.reads("That password is one of the first that others would guess.");
      faults.push(...(await look(newcomer, "register-wrong")));
    });
    await newcomer.page.getByLabel("Password").fill(who.password);
    await newcomer.press("Sign up");
    await newcomer.heading("One more step");
    faults.push(...(await look(newcomer, "confirm-wait")));
  },

  "and cannot sign in before": async ({ newcomer, size, faults }) => {
    await newcomer.go("/signin");
    await newcomer.amid(/403/, async () => {
      await signIn(newcomer, registered(size), registered(size).password);
      await newcomer.reads("Please confirm your email address first");
      faults.push(...(await look(newcomer, "signin-unconfirmed")));
    });
    await newcomer.press("Send the mail again");
    await newcomer.reads("the mail is on its way again");
    faults.push(...(await look(newcomer, "confirm-again")));
  },

  "until the address is confirmed, once": async ({ newcomer, school, size, faults }) => {
    const link = await school.mailed(registered(size).email, 2);
    await newcomer.go(link);
    await newcomer.heading("Confirm your email address");
    faults.push(...(await look(newcomer, "confirm-link")));
    await newcomer.press("Confirm");
    await newcomer.reads("Your email address is confirmed.");
    await newcomer.amid(/410/, async () => {
      await newcomer.go(link);
      await newcomer.reads("This link has been used");
      faults.push(...(await look(newcomer, "confirm-dead")));
    });
    await newcomer.go("/signin");
    await signIn(newcomer, registered(size), registered(size).password);
    await newcomer.heading("Lessons");
  },

  "a person changes their name, and their password": async ({ newcomer, size, faults }) => {
    const { page } = newcomer;
    await page.getByRole("link", { name: "Profile" }).click();
    await newcomer.heading("Your profile");
    faults.push(...(await look(newcomer, "profile")));
    await page.getByLabel("Your name").fill("Ida Moss-Quill");
    await newcomer.press("Save");
    await newcomer.reads("Your profile is saved.");
    await page.getByLabel("The one you have now").fill("not this one");
    await page.getByLabel("The new one").fill("ink and chalk dust");
    await newcomer.amid(/403/, async () => {
      await newcomer.press("Change the password");
      await newcomer.reads("That is not your password.");
      faults.push(...(await look(newcomer, "profile-wrong")));
    });
    await page.getByLabel("The one you have now").fill(registered(size).password);
    await page.getByLabel("The new one").fill("ink and chalk dust");
    await newcomer.press("Change the password");
    await newcomer.reads("Your password is changed.");
    await newcomer.press("Sign out");
  },

  "who has forgotten a password chooses another": async ({ newcomer, school, size, faults }) => {
    const { username, email } = registered(size);
    await newcomer.go("/signin");
    await newcomer.page.getByRole("link", { name: "Forgotten your password?" }).click();
    await newcomer.heading("Forgotten password");
    faults.push(...(await look(newcomer, "password-forgotten")));
    await newcomer.page.getByLabel("Username or email address").fill(email);
    await newcomer.press("Mail me a link");
    await newcomer.reads("If there is such an account, a mail is on its way");
    faults.push(...(await look(newcomer, "password-asked")));
    // After the two that confirm, and the one that tells of the change.
    await newcomer.go(await school.mailed(email, 4));
    await newcomer.heading("A new password");
    faults.push(...(await look(newcomer, "password-new")));
    await newcomer.page.getByLabel("New password").fill("third time lucky");
    await newcomer.press("Save the password");
    await newcomer.reads("You can sign in with it now.");
    await signIn(newcomer, { username }, "third time lucky");
    await newcomer.heading("Lessons");
    await newcomer.press("Sign out");
  },

  "a teacher invites a student, who signs up": async ({ newcomer, ana, school, size, faults }) => {
    const email = `lou-${size}@school.example`;
    await newcomer.go("/signin");
    await signIn(newcomer, registered(size), "third time lucky");
    await newcomer.page.getByRole("link", { name: "Students" }).click();
    await newcomer.heading("Students");
    await newcomer.page.getByLabel("Email address").fill(email);
    await newcomer.press("Send the invitation");
    await newcomer.reads("The invitation is on its way.");
    await ana.go(await school.mailed(email));
    await ana.heading("Ida Moss-Quill invites you");
    faults.push(...(await look(ana, "invitation")));
    await ana.page.getByLabel("Your name").fill("Lou Field");
    await ana.page.getByLabel("Username").fill(`lou-${size}`);
    await ana.page.getByLabel("Password").fill("a kite and a string");
    await ana.press("Sign up");
    await ana.reads("Welcome. You can sign in now.");
    await newcomer.go("/dashboard/students");
    await newcomer.reads("Lou Field");
    faults.push(...(await look(newcomer, "students")));
    await newcomer.press("Sign out");
  },

  "an address that leads nowhere says so": async ({ ana, faults }) => {
    await ana.amid(/404/, async () => {
      await ana.go("/no/such/page");
      await ana.reads("There is nothing at this address.");
      faults.push(...(await look(ana, "error")));
    });
  },

  "who is not signed in is asked to, and comes to where they wanted": async ({ teacher }) => {
    await teacher.go("/dashboard/experiences");
    await teacher.heading("Sign in");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.heading("Experiences");
  },

  "a teacher adds an experience and plans a lesson with it": async ({ teacher, size, faults }) => {
    const title = `Shadows, measured from a ${size === "phone" ? "roof" : "tower"}`;
    await teacher.page.getByLabel("Title").fill(title);
    await teacher.press("Add");
    await teacher.reads("The experience is added.");
    await teacher.go("/dashboard/experiences");
    faults.push(...(await look(teacher, "experiences")));
    await teacher.go("/dashboard/sessions/new");
    await teacher.page.getByLabel("Experience", { exact: true }).selectOption({ label: title });
    await teacher.go("/dashboard");
    faults.push(...(await look(teacher, "dashboard-full")));
    await teacher.go("/");
    faults.push(...(await look(teacher, "home-teacher")));
  },

  "a lesson for people with an account sends a guest to sign in": async ({ teacher, ana, faults }) => {
    await teacher.go("/dashboard");
    const row = teacher.page.getByRole("listitem").filter({ hasText: "Reading circle" });
    const code = (await row.locator(".code-word").innerText()).trim();
    await ana.amid(/403/, async () => {
      await ana.go(`/join/${code}`);
      await ana.reads("This lesson is for people with an account at this school.");
      faults.push(...(await look(ana, "join-guests-refused")));
    });
    await ana.page.getByRole("link", { name: "Sign in and join" }).click();
    await signIn(ana, DEMO.student, DEMO.student.password);
    await ana.heading(`Good to see you, ${DEMO.student.name}`);
    await ana.press("Leave");
    await ana.heading("You have left the lesson");
    faults.push(...(await look(ana, "over-left")));
  },

  "a student who signs out is a stranger again": async ({ ana }) => {
    await ana.go("/join");
    await ana.press("Sign out");
    await ana.reads("You are signed out, here and wherever else");
    same((await ana.context.cookies()).filter(({ name }) => name === "lyceum_login").length, 0, "sign-in cookies");
  },

  "a room that is full says so, and lets in when there is place": async ({ teacher, ana, ben, faults }) => {
    const { link, page } = await plan(teacher, { title: "A lesson for one", capacity: 1 });
    await teacher.press("Start the lesson");
    for (const student of [ben, ana]) {
      await student.go(link);
      await giveName(student);
      if (student === ben) await ben.isIn();
    }
    await ana.heading("The room is full");
    faults.push(...(await look(ana, "over-full")));
    await ben.press("Leave");
    await ben.page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
    await ben.heading("You have left the lesson");
    await ana.press("Try again");
    await ana.isIn();
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    faults.push(...(await look(teacher, "session-end")));
    await teacher.press("End it for everyone");
    await teacher.reads("The lesson has ended. Below is who was there.");
    await ana.heading("The lesson has ended");
  },

  "an ended lesson can be deleted": async ({ teacher }) => {
    await teacher.page.getByText("Delete this lesson").click();
    await teacher.press("Delete it");
    await teacher.reads("The lesson is deleted.");
    must(!(await teacher.page.getByText("A lesson for one").isVisible()), "it is gone from the list");
  },
};

export async function doors(browser, school, size, tally) {
  const at = (name) => Person.at(browser, name, { size, url: school.url });
  const [teacher, ana, ben] = [await at("Ada Lark"), await at("Ana"), await at("Ben")];
  const newcomer = await at("Ida Moss");
  const people = [teacher, ana, ben, newcomer];
  const stage = { teacher, ana, ben, newcomer, people, school, size, faults: [] };
  await play(`The doors, ${size}`, stage, SCENES, tally);
  for (const person of people) await person.leave();
}
