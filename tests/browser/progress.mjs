// A teacher looks how students get on: over a series, one of them lesson by lesson, and as a table to keep. And puts a lesson
// that has ended into a series.
import { readFile } from "node:fs/promises";
import { look } from "./support/look.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { must, same } from "./support/until.mjs";
import { signIn } from "./lesson/planning.mjs";

const SERIES = "Our restless Earth";

/** A look, in which nothing is wider than the screen. */
async function seen(person, name, faults) {
  faults.push(...(await look(person, name)));
  const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${name}, ${person.size}: ${wide} pixels wider than the screen`);
}

const SCENES = {
  "a teacher sees how the students of a series get on": async ({ teacher, faults }) => {
    await teacher.go("/dashboard/students");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.heading("Students");
    await seen(teacher, "students", faults);
    await teacher.page.getByRole("link", { name: "How they get on" }).click();
    await teacher.heading("Progress");
    await teacher.page.getByLabel("Series").selectOption(SERIES);
    await teacher.press("Show");
    await teacher.page.waitForURL(/series=Our/);
    await teacher.reads("3 of 3 lessons");
    await teacher.reads("2 of 3 lessons");
    await teacher.reads("8 of 9 answers right");
    await seen(teacher, "progress", faults);
  },

  "and one of them, lesson by lesson": async ({ teacher, faults }) => {
    await teacher.page.getByRole("link", { name: "Iris Vale" }).click();
    await teacher.heading("Iris Vale");
    same(await teacher.page.getByLabel("Series").inputValue(), SERIES, "the series that is shown");
    await teacher.reads("missed");
    await teacher.reads("72 % of the time");
    await seen(teacher, "progress-student", faults);
  },

  "and takes the table along": async ({ teacher }) => {
    await teacher.page.getByRole("link", { name: "Progress" }).click();
    await teacher.heading("Progress");
    const button = teacher.page.getByRole("link", { name: "Download as a table" });
    const [file] = await Promise.all([teacher.page.waitForEvent("download"), button.click()]);
    same(file.suggestedFilename(), "lyceum-progress.csv", "the file's name");
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    same(lines.length, 4, "lines of the table");
    must(lines[1].startsWith('"Iris Vale","demo-iris","2","3"'), lines[1]);
  },

  "a lesson is planned in a series, and the form suggests those that there are": async ({ teacher, faults }) => {
    await teacher.go("/dashboard/sessions/new");
    same(await teacher.page.locator(`#all-series option[value="${SERIES}"]`).count(), 1, "suggestions");
    await teacher.page.getByLabel("Title").fill("Mountains");
    await teacher.page.getByLabel("Series").fill("our RESTLESS earth");
    await teacher.page.getByLabel("Keep quiz results").check();
    await seen(teacher, "plan-series", faults);
    await teacher.press("Plan the lesson");
    await teacher.reads("are kept for each of your students");
    await teacher.page.getByRole("link", { name: SERIES, exact: true }).waitFor();
  },

  "a lesson that has ended changes its series": async ({ teacher, faults }) => {
    await teacher.go(`/dashboard/progress?series=${encodeURIComponent(SERIES)}`);
    await teacher.page.getByRole("link", { name: /^Volcanoes, and how they sleep/ }).click();
    await teacher.heading("Volcanoes, and how they sleep");
    await teacher.page.getByText("Change the series").click();
    await seen(teacher, "session-series", faults);
    await teacher.page.getByLabel("Series").fill("Volcanoes");
    await teacher.press("Save");
    await teacher.reads("The series is saved.");
    await teacher.page.getByText("Change the series").click();
    await teacher.page.getByLabel("Series").fill(SERIES);
    await teacher.press("Save");
    await teacher.page.getByRole("link", { name: SERIES, exact: true }).waitFor();
  },

  "it works without a script": async ({ plain }) => {
    await plain.go("/dashboard/progress");
    await signIn(plain, DEMO.teacher, DEMO.teacher.password);
    await plain.heading("Progress");
    await plain.page.getByLabel("Series").selectOption(SERIES);
    await plain.press("Show");
    await plain.reads("3 of 3 lessons");
    await plain.page.getByRole("link", { name: "Theo Brook" }).click();
    await plain.heading("Theo Brook");
  },

  "and is told in Greek": async ({ greek, faults }) => {
    await greek.go("/dashboard/progress");
    await greek.page.getByLabel("Όνομα χρήστη ή διεύθυνση email").fill(DEMO.teacher.username);
    await greek.page.getByLabel("Κωδικός πρόσβασης").fill(DEMO.teacher.password);
    await greek.press("Σύνδεση");
    await greek.heading("Πρόοδος");
    await greek.page.getByLabel("Σειρά").selectOption(SERIES);
    await greek.press("Προβολή");
    await greek.reads("3 από 3 μαθήματα");
    await seen(greek, "greek-progress", faults);
    await greek.page.getByRole("link", { name: "Theo Brook" }).click();
    await greek.heading("Theo Brook");
    await seen(greek, "greek-progress-student", faults);
  },
};

export async function progress(browser, school, size, tally) {
  const teacher = await Person.at(browser, DEMO.teacher.name, { size, url: school.url });
  const plain = await Person.at(browser, "Ada without scripts", { size, url: school.url, scripts: false });
  const greek = await Person.at(browser, "Ada in Greek", { size, url: school.url, locale: "el-GR" });
  const people = [teacher, plain, greek];
  await play(`Progress, ${size}`, { teacher, plain, greek, people, size, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
