// A teacher plans lessons that repeat, sees them as a month, a week and a list, and moves them with the mouse and by keyboard; the
// calendar shows the school's holidays, and lessons at the same time. A phone's calendar reads the private feed.
import { inspect, inspectPage } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { signIn } from "./lesson/planning.mjs";

/** The month that is looked at: the next one, in which nothing is planned yet. */
const today = new Date();
const MONTH = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1)).toISOString().slice(0, 7);
const day = (number) => `${MONTH}-${String(number).padStart(2, "0")}`;
const CALENDAR = `/dashboard/calendar?month=${MONTH}`;

async function plan({ page, press }, title, date, time, more) {
  await page.goto(new URL("/dashboard/sessions/new", page.url()).href);
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Date", { exact: true }).fill(date);
  await page.getByLabel("Time", { exact: true }).fill(time);
  await page.getByLabel("Time zone").selectOption("Europe/Athens");
  await more?.();
  await page.getByRole("button", { name: "Plan the lesson" }).click();
  await page.waitForURL(/\/dashboard\/sessions\/[0-9a-f-]{36}$/);
}

/** The days on which the month shows a lesson: those at its place. */
const daysOf = (page, title) =>
  page.evaluate((title) => {
    const days = [...document.querySelectorAll("[data-date]")].map((one) => [
      one.dataset.date,
      one.getBoundingClientRect(),
    ]);
    const dayAt = (x, y) =>
      days.find(([, { left, right, top, bottom }]) => left <= x && x <= right && top <= y && y <= bottom)?.[0];
    return [...document.querySelectorAll("[data-lesson]")]
      .filter((one) => one.textContent.includes(title))
      .map((one) => one.getBoundingClientRect())
      .map(({ left, width, top, height }) => dayAt(left + width / 2, top + height / 2))
      .sort();
  }, title);

const isOn = (page, title, days) =>
  waitUntil(`${title} is on ${days}`, async () => (await daysOf(page, title)).join() === days.join());

async function drag(page, title, to) {
  const from = page.locator("[data-lesson]").filter({ hasText: title }).first();
  const start = await from.boundingBox();
  const end = await page.locator(`[data-date="${to}"]`).first().boundingBox();
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
  await page.mouse.up();
}

/** Does what has the lessons loaded again, and waits until they are shown: what is taken before would be replaced. */
async function reloading(page, act) {
  const loaded = page.waitForResponse((response) => response.url().includes("/api/calendar"));
  await act();
  await (await loaded).finished();
  await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
}

const SCENES = {
  "administrators write down the days without lessons": async ({ head }) => {
    await head.go("/admin/settings");
    await signIn(head, DEMO.head, DEMO.head.password);
    await head.page.getByLabel("Days without lessons").fill(`${day(24)} ${day(26)} Spring break`);
    await head.press("Save");
    await head.seesText("Settings saved.");
  },

  "a lesson is planned every week, and skips the holidays": async ({ teacher }) => {
    const { page } = teacher;
    await teacher.go("/dashboard");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await page.getByRole("link", { name: "Plan a lesson" }).first().click();
    await inspectPage(teacher, "plan-repeat");
    await plan(teacher, "Algebra", day(3), "10:15", async () => {
      await page.getByLabel("Repeat").selectOption("Every week");
      await page.getByRole("spinbutton", { name: "After" }).fill("4");
    });
    await teacher.seesText("Every week");
    await plan(teacher, "Chess", day(3), "10:30");
    await teacher.seesText("You have another lesson at this time:");
    await inspectPage(teacher, "lesson-overlaps");
  },

  "the calendar shows the month with its holidays and what overlaps": async ({ teacher }) => {
    await teacher.go("/dashboard");
    await teacher.page.getByRole("link", { name: "Calendar" }).click();
    await teacher.seesHeading("Calendar");
    await teacher.go(CALENDAR);
    await isOn(teacher.page, "Algebra", [day(3), day(10), day(17)]);
    await teacher.seesText("Spring break");
    checkEqual(await teacher.page.locator(".lesson-event.overlaps").count(), 2, "lessons at the same time");
    await inspectPage(teacher, "calendar-month");
  },

  "a lesson is moved by keyboard": async ({ teacher }) => {
    const { page } = teacher;
    const hasFocus = () => page.evaluate(() => document.activeElement.matches("[data-lesson]"));
    await page.locator("[data-lesson]").filter({ hasText: "Chess" }).focus();
    await page.keyboard.press("Shift+ArrowRight");
    await teacher.seesText("The lesson is moved.");
    await isOn(page, "Chess", [day(4)]);
    await waitUntil("it keeps the focus", hasFocus);
    await page.reload();
    await isOn(page, "Chess", [day(4)]);
  },

  "a lesson is dragged to another day": async ({ teacher }) => {
    await reloading(teacher.page, async () => {
      await drag(teacher.page, "Chess", day(10));
      await teacher.seesText("another lesson at the same time: Algebra");
    });
    await isOn(teacher.page, "Chess", [day(10)]);
  },

  "of lessons that repeat, one, the following or all are moved": async ({ teacher }) => {
    const { page } = teacher;
    await drag(page, "Algebra", day(4));
    await teacher.seesHeading("This lesson repeats. Which lessons are moved?");
    await inspect(teacher, "calendar-scope");
    await reloading(page, () => teacher.press("Cancel"));
    await isOn(page, "Algebra", [day(3), day(10), day(17)]);
    await drag(page, "Algebra", day(4));
    await reloading(page, () => teacher.press("All lessons that have not started"));
    await teacher.seesText("The lesson is moved.");
    await isOn(page, "Algebra", [day(4), day(11), day(18)]);
    await drag(page, "Algebra", day(5));
    await teacher.press("Only this lesson");
    await isOn(page, "Algebra", [day(5), day(11), day(18)]);
  },

  "the week and the list are reached by keyboard": async ({ teacher }) => {
    const { page } = teacher;
    await page.getByRole("tab", { name: "Week" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("[data-date] >> nth=0").waitFor();
    await inspectPage(teacher, "calendar-week");
    await page.getByRole("tab", { name: "List" }).focus();
    await page.keyboard.press("Enter");
    await inspectPage(teacher, "calendar-list");
    const link = page.locator("[data-lesson]").filter({ hasText: "Chess" });
    await link.first().focus();
    await page.keyboard.press("Enter");
    await teacher.seesHeading("Chess");
  },

  "a phone shows the list first": async ({ phone }) => {
    await phone.go(CALENDAR);
    await signIn(phone, DEMO.teacher, DEMO.teacher.password);
    await phone.go(CALENDAR);
    await phone.seesText("Algebra");
    await inspect(phone, "calendar-phone");
  },

  "without a script there is the list of the month": async ({ plain }) => {
    await plain.go(CALENDAR);
    await signIn(plain, DEMO.teacher, DEMO.teacher.password);
    await plain.go(CALENDAR);
    await plain.seesText("Algebra");
  },

  "a phone's calendar reads the private feed, until it is reset": async ({ teacher }) => {
    const { page } = teacher;
    await teacher.go("/profile");
    const address = new URL(await page.getByLabel("Address", { exact: true }).inputValue());
    const path = new URL(address.pathname, page.url()).href;
    const feed = await (await fetch(path)).text();
    check(feed.includes("BEGIN:VTIMEZONE") && feed.includes("SUMMARY:Chess"), "the feed has the lessons");
    await inspectPage(teacher, "profile-feed");
    await teacher.press("Get a new address");
    await teacher.seesText("The old address no longer works.");
    checkEqual((await fetch(path)).status, 410, "the old address");
  },
};

export async function calendar(play) {
  const head = await play.person(DEMO.head.name);
  const teacher = await play.person(DEMO.teacher.name);
  const phone = await play.person("Ada on the phone", { size: "phone" });
  const plain = await play.person("Ada without scripts", { scripts: false });
  await play.scenes("The calendar", { head, teacher, phone, plain }, SCENES);
}
