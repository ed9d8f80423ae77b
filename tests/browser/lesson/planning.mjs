// Before the lesson: the teacher signs in and plans it.
import { PASSWORD } from "../support/school.mjs";
import { inspect, inspectPage } from "../support/inspect.mjs";
import { check, checkEqual } from "../support/wait.mjs";

export async function signIn(person, { username }, password = PASSWORD) {
  await person.page.getByLabel("Username or email address").fill(username);
  await person.page.getByLabel("Password").fill(password);
  await person.press("Sign in");
}

export async function plan(teacher, { title, waitingRoom = false, keepChat = false, capacity, experience }) {
  const { page } = teacher;
  await teacher.go("/dashboard/sessions/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Description").fill("Bring a pencil and something that is round.");
  await page.getByLabel("Date").fill(daysFromToday(1));
  await page.getByLabel("Time", { exact: true }).fill("10:15");
  await page.getByLabel("Time zone").selectOption("Europe/Lisbon");
  if (waitingRoom) await page.getByLabel("Waiting room").check();
  if (keepChat) await page.getByLabel("Keep the chat").check();
  if (capacity) await page.getByLabel("Maximum number of students").fill(String(capacity));
  if (experience) await page.getByLabel("Material", { exact: true }).selectOption({ label: experience });
  await teacher.press("Plan the lesson");
  await page.waitForURL(/\/dashboard\/sessions\/[0-9a-f-]{36}$/);
  const code = (await page.locator(".big-code").innerText()).trim();
  return { code, link: await page.locator("#link").inputValue(), page: page.url() };
}

function daysFromToday(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export const planning = {
  "a wrong password is explained, and what was typed stays": async ({ teacher, account }) => {
    await teacher.go("/dashboard");
    await teacher.expecting([401], async () => {
      await signIn(teacher, account, "not the password");
      await teacher.seesText("Wrong username, email address or password.");
    });
    checkEqual(
      await teacher.page.getByLabel("Username or email address").inputValue(),
      account.username,
      "the username",
    );
    await inspectPage(teacher, "signin-wrong");
  },

  "a teacher signs in and comes to their lessons": async ({ teacher, account }) => {
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/dashboard");
    await teacher.seesHeading("Lessons");
    await inspectPage(teacher, "dashboard");
  },

  "no script can read the login cookie, and no foreign page can use it": async ({ teacher }) => {
    const cookies = (await teacher.context.cookies()).filter(({ name }) => /^lyceum_(login|form)$/.test(name));
    checkEqual(cookies.length, 2, "the cookies of sign-in and forms");
    for (const { name, httpOnly, sameSite } of cookies) {
      check(httpOnly, `${name} is hidden from scripts`);
      checkEqual(sameSite, "Lax", `${name} stays with our own pages`);
    }
    checkEqual(await teacher.page.evaluate(() => document.cookie), "", "what scripts see of cookies");
    const policy = (await teacher.page.request.get("/dashboard")).headers()["content-security-policy"];
    check(/script-src 'self'(;|$)/.test(policy), `scripts are ours alone: ${policy}`);
  },

  "the form suggests the browser's time zone, and says what is missing": async ({ teacher }) => {
    await teacher.go("/dashboard/sessions/new");
    checkEqual(await teacher.page.getByLabel("Time zone").inputValue(), "Europe/Lisbon", "the suggested time zone");
    await inspectPage(teacher, "plan");
    await teacher.page.getByLabel("Title").fill(" ");
    await teacher.expecting([400], async () => {
      await teacher.press("Plan the lesson");
      await teacher.seesText("Please enter a title.");
    });
    await inspectPage(teacher, "plan-wrong");
  },

  "a teacher plans a lesson and gets its code, its link and a picture of the link": async (stage) => {
    const { teacher } = stage;
    Object.assign(stage, await plan(teacher, { title: "Circles and angles" }));
    check(/^[A-HJ-KM-NP-Z2-9]{5}$/.test(stage.code), `a code that nobody misreads: ${stage.code}`);
    check(stage.link.endsWith(`/join/${stage.code}`), `the link leads to the code: ${stage.link}`);
    await teacher.page.locator(".qr-frame svg").waitFor();
    await teacher.seesText(/10:15/);
    await inspectPage(teacher, "session-planned");
  },

  "a teacher changes a lesson before it starts": async ({ teacher, page }) => {
    await teacher.page.getByRole("link", { name: "Edit" }).click();
    await inspectPage(teacher, "change");
    await teacher.page.getByLabel("Title").fill("Circles, angles and pi");
    await teacher.press("Save");
    await teacher.page.waitForURL(page);
    await teacher.seesHeading("Circles, angles and pi");
  },
};

/** A lesson that is planned in one scene, for those that are about the room. */
export const planned = {
  "a teacher has planned a lesson": async (stage) => {
    const { teacher, account } = stage;
    await teacher.go("/signin");
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/admin");
    Object.assign(stage, await plan(teacher, { title: "Circles, angles and pi" }));
  },
};

export const preview = {
  "a teacher looks into the classroom before the lesson starts": async ({ teacher }) => {
    await teacher.page.getByRole("link", { name: "Preview the classroom" }).click();
    await teacher.isInRoom();
    await teacher.seesText("The lesson has not started.");
    await inspect(teacher, "room-planned");
  },
};
