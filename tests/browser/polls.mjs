// Polls in a lesson: the teacher asks on the spot, students vote by mouse, keyboard and phone, and everyone sees the results; and
// what the teacher reads of them after the lesson.
import { readFile } from "node:fs/promises";
import { callApi } from "./support/api_actions.mjs";
import { connectClass } from "./support/guests.mjs";
import { makePdf } from "./support/files.mjs";
import { inspect, inspectPage, keepPicture } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** The guests of the class vote, each as `answers` says, in the order of their names. */
const classVotes = ({ page }, pollId, answers, anonymous = false) =>
  page.evaluate(
    async ([pollId, answers, anonymous]) => {
      const guests = Object.values(globalThis.guests);
      for (const [i, answer] of answers.entries()) {
        const receipt = anonymous ? { receipt: `${i}`.padStart(30, "r") } : {};
        await guests[i].ask("on.pollVote", { pollId, answer, ...receipt });
      }
    },
    [pollId, answers, anonymous],
  );

const window = ({ page }) => page.getByRole("dialog").filter({ has: page.locator("#poll-title") });

const MATERIAL = "Volcanoes";
const PREPARED = "What comes out of a volcano?";

const SCENES = {
  "a teacher prepares a poll in a material": async (stage) => {
    const { teacher } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    const made = await callApi(teacher, "POST", "/api/experiences", { Title: MATERIAL });
    await teacher.go(`/dashboard/experiences/${made.id}`);
    const form = teacher.page.locator("form", { has: teacher.page.getByRole("button", { name: "Add poll" }) });
    await form.getByLabel("Kind of question").selectOption("multiple");
    await form.getByLabel("Question", { exact: true }).fill(PREPARED);
    await form.getByLabel("Options", { exact: true }).fill("* Lava\n* Ash\nTea");
    await form.getByLabel("Points").fill("2");
    await form.getByRole("button", { name: "Add poll" }).click();
    await teacher.page.getByRole("heading", { name: "1. Poll" }).waitFor();
    await inspectPage(teacher, "material-poll");
  },

  "the teacher asks a question in three clicks, and it opens for the students by itself": async (stage) => {
    const { teacher, ana, ben, crowd } = stage;
    Object.assign(
      stage,
      await plan(teacher, {
        title: "Volcanoes, and what we think of them",
        keepChat: true,
        experience: MATERIAL,
      }),
    );
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) {
      await student.go(stage.link);
      await enterName(student);
      await student.isInRoom();
    }
    await crowd.go("/");
    await connectClass(crowd, stage.code);
    await teacher.page.getByRole("button", { name: "Poll", exact: true }).click();
    await inspect(teacher, "poll-ask");
    await teacher.page.getByLabel("Question").fill("Have you ever seen a volcano?");
    await window(teacher).getByRole("button", { name: "Start the poll" }).click();
    await window(teacher).getByText("0 of 13 voted").waitFor();
    for (const student of [ana, ben]) {
      await student.seesHeading("Have you ever seen a volcano?");
      await window(student).getByText("Your teacher sees how you vote.").waitFor();
    }
  },

  "a student votes by keyboard alone and changes the vote, and the teacher sees it grow": async ({
    teacher,
    ana,
    ben,
  }) => {
    const { page } = ana;
    await page.getByRole("radio", { name: "Yes" }).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await window(ana).getByText("Your vote: Yes").waitFor();
    await window(teacher).getByText("1 of 13 voted").waitFor();
    await page.getByRole("radio", { name: "No" }).check();
    await window(ana).getByRole("button", { name: "Change my vote" }).click();
    await window(ana).getByText("Your vote: No").waitFor();
    await window(ben).getByText("Yes", { exact: true }).click();
    await window(ben).getByRole("button", { name: "Vote", exact: true }).click();
    await window(teacher).getByText("2 of 13 voted").waitFor();
    await inspect(ben, "poll-vote");
    await window(teacher).getByRole("button", { name: "Who voted how?" }).click();
    await window(teacher)
      .getByRole("row", { name: /Ben Yes/ })
      .waitFor();
    await inspect(teacher, "poll-led");
  },

  "everyone sees the results once the teacher shows them": async ({ teacher, ana, ben }) => {
    checkEqual(await window(ben).locator(".quiz-bars").count(), 0, "results that nobody has shown yet");
    await window(teacher).getByRole("button", { name: "Show results to everyone" }).click();
    for (const student of [ana, ben]) await window(student).getByText("1 vote").first().waitFor();
    await inspect(ben, "poll-results");
    for (const student of [ana, ben]) await student.press("Close polls");
    await ana.page.locator(".flat-poll").getByText("Have you ever seen a volcano?").waitFor();
  },

  "an anonymous question gathers words, and hangs on the board": async (stage) => {
    const { teacher, ana, ben, crowd } = stage;
    await teacher.press("New poll");
    await teacher.page.getByRole("radio", { name: "Short text" }).check();
    await teacher.page.getByLabel("Question").fill("A volcano in one word?");
    await teacher.page.getByRole("switch", { name: "Anonymous" }).check();
    await window(teacher).getByRole("button", { name: "Start the poll" }).click();
    const pollId = await pollOf(ana, "A volcano in one word?");
    await window(ana).getByText("Anonymous: nobody can see how you vote.").waitFor();
    await window(ana).getByLabel("Your answer").fill("<b>Fire</b>");
    await window(ana).getByRole("button", { name: "Vote", exact: true }).click();
    await window(ana).getByText("Your vote: <b>Fire</b>").waitFor();
    const words = ["fire", "Fire", "FIRE", "lava", "Lava", "smoke", "ash", "hot", "hot", "scary", "mountain"];
    await classVotes(
      crowd,
      pollId,
      words.map((text) => ({ text })),
      true,
    );
    await window(teacher).getByText("12 of 13 voted").waitFor();
    checkEqual(await window(teacher).getByRole("button", { name: "Who voted how?" }).count(), 0, "names to be read");
    await ana.page.reload();
    await ana.isInRoom();
    await ana.page.getByRole("button", { name: "Poll", exact: true }).click();
    await window(ana).getByText("Your vote: <b>Fire</b>").waitFor();
    await window(ana).getByLabel("Your answer").fill("beautiful");
    await window(ana).getByRole("button", { name: "Change my vote" }).click();
    await window(ana).getByText("Your vote: beautiful").waitFor();
    await window(teacher).getByRole("button", { name: "Show results to everyone" }).click();
    await window(ben).locator(".poll-cloud").getByText("FIRE").waitFor();
    await inspect(teacher, "poll-cloud");
    await inspect(ben, "poll-cloud-phone");
  },

  "a quiz has a right answer, a scale a histogram, and an order is put by buttons": async (stage) => {
    const { teacher, ana, crowd } = stage;
    await teacher.press("New poll");
    await teacher.page.getByRole("radio", { name: "Scale" }).check();
    await teacher.page.getByLabel("Question").fill("How sure do you feel about plates?");
    await window(teacher).getByRole("button", { name: "Start the poll" }).click();
    const scale = await pollOf(ana, "How sure do you feel about plates?");
    await classVotes(
      crowd,
      scale,
      [0, 2, 2, 3, 3, 3, 3, 4, 4, 4, 1].map((step) => ({ choices: [step] })),
    );
    await window(teacher).getByText("Average: 3.6").waitFor();
    await inspect(teacher, "poll-scale");

    await teacher.press("New poll");
    await teacher.page.getByRole("radio", { name: "Order" }).check();
    await teacher.page.getByLabel("Question").fill("From the inside out:");
    for (const [i, words] of ["Core", "Mantle", "Crust"].entries()) {
      await teacher.page.getByLabel(`Option ${i + 1}`).fill(words);
    }
    await teacher.page.getByRole("switch", { name: "With a correct answer" }).check();
    await window(teacher).getByRole("button", { name: "Start the poll" }).click();
    await window(ana).getByRole("button", { name: "Move “Crust” up" }).click();
    await window(ana).getByRole("button", { name: "Vote", exact: true }).click();
    await window(ana).getByText("Your vote: Core › Crust › Mantle").waitFor();
    await inspect(ana, "poll-order");
    await window(teacher).getByText("0 of 1 correct").waitFor();
    await window(teacher).getByRole("button", { name: "Close the poll" }).click();
    await window(ana).getByText("The poll is closed.").waitFor();
    checkEqual(await window(ana).getByRole("button", { name: "Change my vote" }).count(), 0, "votes after the end");
  },

  "the board of the 3D room shows the results": async (stage) => {
    const { teacher, play, link } = stage;
    await window(teacher).getByRole("button", { name: "How sure do you feel about plates?" }).click();
    await window(teacher).getByRole("button", { name: "Show results to everyone" }).click();
    const walker = await play.person("Cleo");
    await walker.go(link);
    await enterName(walker);
    await walker.isInRoom();
    await walker.press("3D room");
    await walker.page.locator(".world[data-ready=true]").waitFor();
    await walker.page.getByRole("button", { name: /board/i }).first().click();
    await waitUntil("the board is painted", () => walker.page.locator(".world canvas").isVisible());
    await keepPicture(walker, "poll-board", await walker.page.screenshot());
    await walker.close();
  },

  "the teacher starts the poll that was prepared from its page": async ({ teacher, ana }) => {
    await teacher.press("Close polls");
    await teacher.page.locator(".flat-screen").getByRole("button", { name: "Start the poll" }).click();
    await window(ana).getByRole("checkbox", { name: "Lava" }).check();
    await window(ana).getByRole("checkbox", { name: "Tea" }).check();
    await window(ana).getByRole("button", { name: "Vote", exact: true }).click();
    await window(teacher).getByText("0 of 1 correct").waitFor();
    await teacher.press("Close polls");
    await ana.press("Close polls");
  },

  "students hand in a picture, a PDF and a text, and the teacher sees the pile": async ({ teacher, ana, ben }) => {
    await teacher.press("Hand-ins");
    await teacher.page.getByLabel("What should the class hand in?").fill("Draw your volcano");
    await inspect(teacher, "handin-ask");
    await teacher.press("Ask the class");
    for (const student of [ana, ben]) await student.seesHeading("Draw your volcano");
    await ana.page.getByLabel("Your text").fill("Mine is <b>made</b> of paper.");
    await ana.page.getByRole("dialog").getByRole("button", { name: "Hand in", exact: true }).click();
    await ana.page.locator(".handin-pile").getByText("Mine is <b>made</b> of paper.").waitFor();
    const plan = { name: "plan.pdf", mimeType: "application/pdf", buffer: makePdf("How I will make it") };
    await ana.page.getByRole("dialog").locator('input[type="file"]').setInputFiles(plan);
    await ana.page.locator(".handin-pile").getByRole("link", { name: "plan.pdf" }).waitFor();
    const drawing = await ben.page.screenshot();
    await ben.page
      .locator('input[type="file"]')
      .setInputFiles({ name: "volcano.png", mimeType: "image/png", buffer: drawing });
    await ben.page.locator(".handin-pile img").waitFor();
    await inspect(ben, "handin-student");
    await ben.expecting([415], async () => {
      const wrong = { name: "volcano.svg", mimeType: "image/png", buffer: Buffer.from("<svg onload='alert(1)'/>") };
      await ben.page.locator('input[type="file"]').setInputFiles(wrong);
      await ben.page.getByText(/volcano\.svg: Files can be/).waitFor();
    });
    await teacher.page.locator(".handin-pile img").waitFor();
    await teacher.page.locator(".handin-pile").getByRole("link", { name: "plan.pdf" }).waitFor();
    await inspect(teacher, "handin-pile");
  },

  "one of them hangs on the screen for everyone, and all are downloaded": async ({ teacher, ana }) => {
    await teacher.page.getByRole("button", { name: "Show to everyone what Ben handed in" }).click();
    await ana.press("Close hand-ins");
    await ana.page.locator(".flat-screen img").waitFor();
    await inspect(ana, "handin-shown");
    const link = teacher.page.getByRole("link", { name: "Download all (ZIP)" });
    const [file] = await Promise.all([teacher.page.waitForEvent("download"), link.click()]);
    const archive = await readFile(await file.path());
    for (const name of ["Ben - volcano.png", "Ana - plan.pdf", "Ana - text.txt"]) {
      check(archive.includes(name), `${name} is in the archive`);
    }
    await teacher.press("Close hand-ins");
  },

  "the teacher reads polls and hand-ins after the lesson and downloads them": async ({ teacher }) => {
    await teacher.press(/^End/);
    await teacher.page.getByRole("dialog").getByRole("button", { name: "End the lesson" }).click();
    await teacher.seesHeading("Polls");
    await teacher.seesText("A volcano in one word?");
    await teacher.seesHeading("Hand-ins");
    await teacher.page.locator(".handed-in img").waitFor();
    await teacher.seesText("Mine is <b>made</b> of paper.");
    await teacher.page.getByRole("link", { name: "plan.pdf" }).waitFor();
    await inspectPage(teacher, "session-polls");
    const link = teacher.page.getByRole("link", {
      name: "Download the polls (CSV)",
    });
    const [file] = await Promise.all([teacher.page.waitForEvent("download"), link.click()]);
    const table = await readFile(await file.path(), "utf8");
    check(table.includes('"Have you ever seen a volcano?","Ben","Yes"'), table);
    check(table.includes('"A volcano in one word?","anonymous","beautiful",'), table);
  },
};

/** Notes the poll of which this person's page hears. */
function hearPolls(person) {
  person.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload !== "string") return;
      const { event, data } = JSON.parse(payload);
      if (event === "on.pollChange") person.poll = data.poll ?? undefined;
    }),
  );
}

/** The id of the open poll with this question, once this person's page has heard of it. */
async function pollOf(person, question) {
  await waitUntil(`the poll “${question}” opens`, async () => person.poll?.open && person.poll.question === question);
  return person.poll.pollId;
}

export async function polls(play) {
  const teacher = await play.person(DEMO.teacher.name);
  const ana = await play.person("Ana");
  hearPolls(ana);
  const ben = await play.person("Ben", { size: "phone" });
  const crowd = await play.person("A class");
  await play.scenes("Polls", { play, teacher, ana, ben, crowd }, SCENES);
}
