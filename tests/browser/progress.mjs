// A teacher looks how students get on: over a series, one of them lesson by lesson, and as a table to keep. And puts a lesson
// that has ended into a series.
import { readFile } from "node:fs/promises";
import { inspectPage } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual } from "./support/wait.mjs";
import { signIn } from "./lesson/planning.mjs";

const SERIES = "Our restless Earth";

const SCENES = {
  "a teacher sees the progress of the students in a series": async ({ teacher }) => {
    await teacher.go("/dashboard/students");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.seesHeading("Students");
    await inspectPage(teacher, "students");
    await teacher.page.getByRole("link", { name: "Progress" }).click();
    await teacher.seesHeading("Progress");
    await teacher.page.getByLabel("Series").selectOption(SERIES);
    await teacher.press("Show");
    await teacher.page.waitForURL(/series=Our/);
    await teacher.seesText("3 of 3 lessons");
    await teacher.seesText("2 of 3 lessons");
    await teacher.seesText("8 of 9 answers correct");
    await inspectPage(teacher, "progress");
  },

  "a teacher sees one student's progress, lesson by lesson": async ({ teacher }) => {
    await teacher.page.getByRole("link", { name: "Iris Vale" }).click();
    await teacher.seesHeading("Iris Vale");
    checkEqual(await teacher.page.getByLabel("Series").inputValue(), SERIES, "the series that is shown");
    await teacher.seesText("missed");
    await teacher.seesText("72 % of the time");
    await inspectPage(teacher, "progress-student");
  },

  "a teacher downloads the progress table": async ({ teacher }) => {
    await teacher.page.getByRole("link", { name: "Progress" }).click();
    await teacher.seesHeading("Progress");
    const button = teacher.page.getByRole("link", { name: "Download as CSV" });
    const [file] = await Promise.all([teacher.page.waitForEvent("download"), button.click()]);
    const name = file.suggestedFilename();
    check(/^Our-restless-Earth_\d{4}-\d\d-\d\d_progress\.csv$/.test(name), `the file's name is ${name}`);
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    checkEqual(lines.length, 4, "lines of the table");
    check(lines[1].startsWith('"Iris Vale","demo-iris","2","3"'), lines[1]);
  },

  "a lesson is planned in a series, and the form suggests those that there are": async ({ teacher }) => {
    await teacher.go("/dashboard/sessions/new");
    checkEqual(await teacher.page.locator(`#all-series option[value="${SERIES}"]`).count(), 1, "suggestions");
    await teacher.page.getByLabel("Title").fill("Mountains");
    await teacher.page.getByLabel("Series").fill("our RESTLESS earth");
    await teacher.page.getByLabel("Keep the scores for Progress").check();
    await inspectPage(teacher, "plan-series");
    await teacher.press("Plan the lesson");
    await teacher.seesText("kept for your students with an account");
    await teacher.page.getByRole("link", { name: SERIES, exact: true }).waitFor();
  },

  "a teacher changes the series of an ended lesson": async ({ teacher }) => {
    await teacher.go(`/dashboard/progress?series=${encodeURIComponent(SERIES)}`);
    await teacher.page.getByRole("link", { name: /^Volcanoes, and how they sleep/ }).click();
    await teacher.seesHeading("Volcanoes, and how they sleep");
    await teacher.page.getByText("Change the series").click();
    await inspectPage(teacher, "session-series");
    await teacher.page.getByLabel("Series").fill("Volcanoes");
    await teacher.press("Save");
    await teacher.seesText("Series saved.");
    await teacher.page.getByText("Change the series").click();
    await teacher.page.getByLabel("Series").fill(SERIES);
    await teacher.press("Save");
    await teacher.page.getByRole("link", { name: SERIES, exact: true }).waitFor();
  },

  "progress works without scripts": async ({ plain }) => {
    await plain.go("/dashboard/progress");
    await signIn(plain, DEMO.teacher, DEMO.teacher.password);
    await plain.seesHeading("Progress");
    await plain.page.getByLabel("Series").selectOption(SERIES);
    await plain.press("Show");
    await plain.seesText("3 of 3 lessons");
    await plain.page.getByRole("link", { name: "Theo Brook" }).click();
    await plain.seesHeading("Theo Brook");
  },

  "progress is shown in Greek": async ({ greek }) => {
    await greek.go("/dashboard/progress");
    await greek.page.getByLabel("Όνομα χρήστη ή διεύθυνση email").fill(DEMO.teacher.username);
    await greek.page.getByLabel("Κωδικός πρόσβασης").fill(DEMO.teacher.password);
    await greek.press("Σύνδεση");
    await greek.seesHeading("Πρόοδος");
    await greek.page.getByLabel("Σειρά").selectOption(SERIES);
    await greek.press("Προβολή");
    await greek.seesText("3 από 3 μαθήματα");
    await inspectPage(greek, "greek-progress");
    await greek.page.getByRole("link", { name: "Theo Brook" }).click();
    await greek.seesHeading("Theo Brook");
    await inspectPage(greek, "greek-progress-student");
  },
};

export async function progress(play) {
  const teacher = await play.person(DEMO.teacher.name);
  const plain = await play.person("Ada without scripts", { scripts: false });
  const greek = await play.person("Ada in Greek", { locale: "el-GR" });
  await play.scenes("Progress", { teacher, plain, greek }, SCENES);
}
