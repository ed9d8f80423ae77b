// A teacher prepares content and shows it: files by button, drop and paste, parts by mouse and by keyboard, and the screen of
// the room, which everyone follows. And how one looks, seen before and in the room.
import { dropOrPaste, paintPicture, makePdf } from "./support/files.mjs";
import { recordPaintedWords } from "./support/canvas_pixels.mjs";
import { inspect, inspectPage } from "./support/inspect.mjs";
import { waitForParts } from "./support/experience_parts.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { callApi, uploadFile } from "./support/api_actions.mjs";
import { board } from "./experiences/board.mjs";
import { files } from "./experiences/files.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** As teachers write one. */
const TABLE = "| Volcano | Height |\n|---|---|\n| Etna | 3,403 m |\n| Stromboli | 926 m |";

/** Brings part `from` so far into view that part `to` is, too; where to take hold of it, and where to let go. */
async function dragPath({ page }, from, to, hold) {
  const [part, over] = [page.locator(".part").nth(from), page.locator(".part").nth(to)];
  await part.locator(hold).evaluate((one) => one.scrollIntoView({ block: "end", behavior: "instant" }));
  const [held, above] = [await part.locator(hold).boundingBox(), await over.boundingBox()];
  return { x: held.x + held.width / 2, y: held.y + held.height / 2, to: above.y + 8 };
}

async function dragByMouse(person, from, to) {
  const { mouse } = person.page;
  const { x, y, to: end } = await dragPath(person, from, to, "h3");
  await mouse.move(x, y);
  await mouse.down();
  // What is above the window is reached by waiting at its edge: the page scrolls along.
  await mouse.move(x, Math.max(end, 10), { steps: 12 });
  await dragUntilOver(person, to, (at) => mouse.move(x, at, { steps: 4 }));
  await mouse.up();
}

/** As the browser hears of a finger: the page's own touch events are the protocol's to make. */
async function dragByFinger(person, from, to) {
  const session = await person.context.newCDPSession(person.page);
  const { x, y, to: end } = await dragPath(person, from, to, ".part-grip");
  const touch = (type, at) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [{ x, y: at }] });
  await touch("touchStart", y);
  for (let step = 1; step <= 12; step++) await touch("touchMove", y + ((Math.max(end, 10) - y) * step) / 12);
  await dragUntilOver(person, to, (at) => touch("touchMove", at));
  await touch("touchEnd");
  await session.detach();
}

/** Goes on until the part is marked as the one to be put before. */
function dragUntilOver({ page }, to, moveTo) {
  return waitUntil(`part ${to + 1} is reached`, async () => {
    const over = page.locator(".part").nth(to);
    if (await over.evaluate((one) => one.classList.contains("is-before"))) return true;
    const { y } = await over.boundingBox();
    await moveTo(Math.min(Math.max(y + 8, 10), 700));
    return false;
  });
}

const PREPARATION = {
  "a teacher makes an experience": async ({ teacher, size }) => {
    await teacher.go("/dashboard/experiences");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.getByLabel("Title").fill(`Fire mountains, ${size}`);
    await teacher.press("Add");
    await teacher.seesHeading(`Fire mountains, ${size}`);
    await teacher.seesText("No content yet.");
    await inspectPage(teacher, "experience-empty");
  },

  "a disguised script is refused in a sentence": async ({ teacher }) => {
    const buffer = Buffer.from("<!doctype html><script>alert(1)</script>");
    await teacher.page
      .getByLabel("Pictures, videos")
      .setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
    await teacher.expecting([415], async () => {
      await teacher.press("Upload");
      await teacher.seesText("photo.jpg: Files can be pictures");
    });
  },

  "pictures are uploaded by the button, by dropping and by pasting": async ({ teacher }) => {
    const first = Buffer.from(await paintPicture(teacher, { words: "Etna" }));
    await teacher.page
      .getByLabel("Pictures, videos")
      .setInputFiles({ name: "etna.jpg", mimeType: "image/jpeg", buffer: first });
    await teacher.press("Upload");
    await waitForParts(teacher, ["Picture"]);
    await teacher.seesText("Added at the end.");
    const bytes = await paintPicture(teacher, { words: "Stromboli", width: 500, height: 700 });
    const pdf = [...makePdf("Plates drift", "Plates meet")];
    await dropOrPaste(teacher, "drop", [
      { name: "stromboli.jpg", type: "image/jpeg", bytes },
      { name: "plates.pdf", type: "application/pdf", bytes: pdf },
    ]);
    await waitForParts(teacher, ["Picture", "Picture", "Presentation"]);
    const pasted = await paintPicture(teacher, { words: "Vesuvius", type: "image/png" });
    await dropOrPaste(teacher, "paste", [{ name: "image.png", type: "image/png", bytes: pasted }]);
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Picture"]);
  },

  "a presentation is previewed on its page": async ({ teacher }) => {
    await teacher.press("View here");
    await teacher.page.getByRole("img", { name: "1 / 2 Plates drift" }).waitFor();
    await teacher.press("Next page of plates.pdf");
    await teacher.page.getByRole("img", { name: "2 / 2 Plates meet" }).waitFor();
    await inspectPage(teacher, "presentation");
  },

  ...files,

  "a progress bar follows the upload of a large file": async ({ teacher }) => {
    const { page } = teacher;
    // A hundred kilobytes a second, as from a phone in the countryside: some seconds for this file.
    const session = await teacher.context.newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 100_000 };
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", slow);
    const buffer = makePdf("Smoke ".repeat(100_000));
    await page.getByLabel("Pictures, videos").setInputFiles({ name: "smoke.pdf", mimeType: "application/pdf", buffer });
    const bar = page.getByRole("progressbar", { name: "Uploading" });
    checkEqual(await bar.count(), 0, "bars before there is anything to tell");
    await teacher.press("Upload");
    await teacher.seesText("smoke.pdf");
    const seen = [];
    await waitUntil("the bar has moved three times on its way", async () => {
      const value = await bar.evaluate((one) => one.value).catch(() => undefined);
      if (value > 0 && value < 100 && value !== seen.at(-1)) seen.push(value);
      return seen.length >= 3;
    });
    check(
      seen.every((value, i) => i === 0 || value > seen[i - 1]),
      `the bar only ever grows: ${seen.join(", ")}`,
    );
    await session.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
    await session.detach();
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Picture", "Presentation"]);
    await page.locator(".part").nth(4).getByText("Delete", { exact: true }).click();
    await page.locator(".part").nth(4).getByRole("button", { name: "Delete it" }).click();
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Picture"]);
  },

  "a teacher writes texts and quizzes": async ({ teacher }) => {
    const text = `## Magma and lava\n\n- *Magma* is below\n- **Lava** is above\n\n${TABLE}\n\n<img src=x onerror=alert(1)>`;
    await teacher.page.getByLabel("Text", { exact: true }).fill(text);
    await teacher.press("Add the text");
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Picture", "Text"]);
    await teacher.seesText("<img src=x onerror=alert(1)>");
    const quiz = teacher.page.locator("section", { has: teacher.page.getByRole("heading", { name: "Add a quiz" }) });
    await quiz.getByLabel("Question").fill("How hot is lava?");
    for (const [i, answer] of ["As hot as tea", "About 1,000 °C", "As hot as the sun"].entries()) {
      await quiz.getByLabel(`Answer ${i + 1}`, { exact: true }).fill(answer);
    }
    await quiz.getByLabel("Answer 2 is correct").check();
    await teacher.press("Add the quiz");
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Picture", "Text", "Quiz"]);
  },

  "what is half typed stays over another action, the page where it was, and leaving asks": async ({ teacher }) => {
    const { page } = teacher;
    const text = page.getByLabel("Text", { exact: true });
    const order = ["Picture", "Picture", "Presentation", "Picture", "Text", "Quiz"];
    await text.fill("Half a thought");
    await page.getByRole("button", { name: "Move item 5 up: Magma and lava" }).focus();
    const before = await page.evaluate(() => scrollY);
    check(before > 0, "the fifth part is below the first window");
    await page.keyboard.press("Enter");
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Text", "Picture", "Quiz"]);
    checkEqual(await text.inputValue(), "Half a thought", "the text that was not sent");
    await waitUntil("the moved part has the focus", () =>
      page.evaluate(() => document.activeElement?.closest("[data-part]")?.textContent.includes("Magma and lava")),
    );
    check((await page.evaluate(() => scrollY)) > 0, "the page has not jumped to its top");
    const asked = new Promise((resolve) => {
      page.once("dialog", (dialog) => dialog.dismiss().then(() => resolve(dialog.type())));
    });
    await page.getByRole("link", { name: "Profile" }).click();
    checkEqual(await asked, "beforeunload", "what is asked");
    await text.fill("");
    await page.getByRole("button", { name: "Move item 4 down" }).focus();
    await page.keyboard.press("Enter");
    await waitForParts(teacher, order);
  },

  "a teacher moves parts by keyboard and by mouse": async ({ teacher }) => {
    const { page } = teacher;
    await page.getByRole("button", { name: "Move item 5 up" }).focus();
    await page.keyboard.press("Enter");
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Text", "Picture", "Quiz"]);
    // The fourth, to before the second.
    await dragByMouse(teacher, 3, 1);
    await waitForParts(teacher, ["Picture", "Text", "Picture", "Presentation", "Picture", "Quiz"]);
    // And one that is let go where it was stays there.
    const head = page.locator(".part-head").first();
    await head.hover();
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await waitForParts(teacher, ["Picture", "Text", "Picture", "Presentation", "Picture", "Quiz"]);
  },

  "a teacher describes a picture": async ({ teacher }) => {
    const part = teacher.page.locator(".part").first();
    await part.locator("summary", { hasText: "Edit" }).click();
    await part.getByLabel("Description for blind students").fill("A dark cone before a red sky");
    await part.getByLabel("Caption").fill("Etna in the evening");
    await part.getByRole("button", { name: "Save" }).click();
    await teacher.seesText("Etna in the evening");
    await inspectPage(teacher, "experience");
  },
};

/** The same experience, as far as the lesson needs it, without the pages on which it is made. */
const PREPARED = {
  "a teacher has an experience": async (stage) => {
    const { teacher, size } = stage;
    await teacher.go("/dashboard/experiences");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    const file = async (kind, words) => ({ kind, media: (await uploadFile(teacher, kind, "etna.png", words)).id });
    const content = [
      await file("photo", "A dark cone before a red sky"),
      await file("photo", "Stromboli"),
      await file("presentation", "Plates"),
      { kind: "text", text: `## Magma and lava\n\n${TABLE}` },
      await file("photo", "Vesuvius"),
      { kind: "quiz", question: "How hot is lava?", options: ["As hot as tea", "About 1,000 °C"], answer: 1 },
    ];
    const made = await callApi(teacher, "POST", "/experiences", { Title: `Fire mountains, ${size}`, content });
    await teacher.go(`/dashboard/experiences/${made.id}`);
    await waitForParts(teacher, ["Picture", "Picture", "Presentation", "Text", "Picture", "Quiz"]);
  },

  "a teacher moves a part by touch": async ({ teacher }) => {
    await dragByFinger(teacher, 3, 1);
    await waitForParts(teacher, ["Picture", "Text", "Picture", "Presentation", "Picture", "Quiz"]);
  },
};

/** A lesson that was planned without content, or started at once, is given it in the room. */
async function addMaterial(teacher, name) {
  await teacher.press("Add material");
  const choice = teacher.page.getByRole("dialog").getByRole("button", { name });
  await choice.waitFor();
  await inspect(teacher, "add-material");
  await choice.click();
  await choice.waitFor({ state: "detached" });
}

const LESSON = {
  "a lesson shows it on its screen, and everyone follows": async (stage) => {
    const { teacher, ana, size } = stage;
    const [title, experience] = ["Fire mountains", `Fire mountains, ${size}`];
    const planned = size === "desktop";
    const { link, page } = await plan(teacher, planned ? { title, experience } : { title });
    Object.assign(stage, { link, page });
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    if (!planned) await addMaterial(teacher, experience);
    await ana.go(link);
    await enterName(ana);
    await ana.isInRoom();
    for (const person of [teacher, ana]) {
      // Who wants it calm has the list.
      await person.closePanels();
      await person.page.getByRole("img", { name: "A dark cone before a red sky" }).waitFor();
      await person.seesText("1 of 6");
    }
    await inspect(ana, "screen-list");
    check(!(await ana.button("Next page").isVisible()), "a student has no buttons to turn");
    await teacher.press(/^Next page$/);
    await ana.seesText("2 of 6");
  },

  ...board,

  "the screen is shown in 3D, too, and a text is read in a dialog": async (stage) => {
    const { teacher, ana } = stage;
    await ana.switchView("room");
    // Back to the picture.
    await teacher.press(/^Previous page$/);
    await ana.seesText("1 of 6");
    await inspect(ana, "screen-room");
    await ana.page.evaluate(recordPaintedWords);
    const text = 2;
    for (let at = 1; at < text; at++) {
      await teacher.press(/^Next page$/);
      await ana.seesText(`${at + 1} of 6`);
    }
    const words = await waitUntil("the table is painted", () =>
      ana.page.evaluate(() => globalThis.paintedWords.includes("3,403 m") && globalThis.paintedWords),
    );
    for (const cell of ["Volcano", "Height", "Etna"]) check(words.includes(cell), `“${cell}” has a place of its own`);
    await inspect(ana, "board-table");
    await ana.switchView("list");
    await ana.press("Enlarge");
    const closer = ana.page.getByRole("dialog");
    await closer.getByText("Magma and lava").waitFor();
    await inspect(ana, "screen-closer");
    // It follows, too.
    for (let at = text; at < 6; at++) {
      await teacher.press(/^Next page$/);
      await closer.getByText(`Page ${at + 1} of 6`).waitFor();
    }
    await closer.getByRole("heading", { name: "How hot is lava?" }).waitFor();
    await ana.press("Close the screen");
  },

  "the teacher starts a quiz from the bar, and it opens by itself in 3D": async ({ teacher, ana }) => {
    for (const person of [teacher, ana]) await person.switchView("room");
    const quiz = ana.page.getByRole("dialog");
    await teacher.button("Start the quiz").waitFor();
    checkEqual(await quiz.count(), 0, "dialogs before the start");
    await inspect(teacher, "quiz-bar-before");
    await teacher.press("Start the quiz");
    await quiz.getByRole("heading", { name: "How hot is lava?" }).waitFor();
    await inspect(ana, "quiz-room");
    await teacher.seesText("0 of 1 have answered");
    await teacher.button("Show the correct answer").waitFor();
    await inspect(teacher, "quiz-bar");
    await teacher.press("Show results");
    await inspect(teacher, "quiz-results");
    await teacher.press("Close the screen");
    await ana.press("Close the screen");
    for (const person of [teacher, ana]) await person.switchView("list");
  },

  "a quiz is answered, counted, and its right answer shown": async ({ teacher, ana }) => {
    await teacher.seesText("0 of 1 have answered");
    const send = ana.button("Send my answer");
    check(await send.isDisabled(), "nothing is chosen yet");
    await ana.page.getByRole("radio", { name: "As hot as tea" }).check();
    await send.click();
    await ana.seesText("Your answer: A.");
    await teacher.seesText("1 of 1 has answered");
    // By keyboard, to another one.
    await ana.page.getByRole("radio", { name: "As hot as tea" }).focus();
    await ana.page.keyboard.press("ArrowDown");
    await ana.page.keyboard.press("Enter");
    await ana.seesText("Your answer: B.");
    await inspect(ana, "quiz-student");
    await inspect(teacher, "quiz-teacher");
    await teacher.press("Show the correct answer");
    await ana.seesText("Correct: B.");
    await teacher.seesText("✓ correct");
    await inspect(ana, "quiz-shown");
  },
};

const AFTERWARDS = {
  "an experience cannot be changed while a lesson shows it": async ({ teacher, size }) => {
    const window = await teacher.newWindow();
    await window.go("/dashboard/experiences");
    await window.page.getByRole("link", { name: `Fire mountains, ${size}` }).click();
    await window.seesText("A live lesson uses this material");
    check(!(await window.button("Upload").isVisible()), "there is nothing to change it by");
    await window.page.close();
  },

  "a student who reloads is on the same page of the screen": async ({ ana }) => {
    await ana.page.reload();
    await ana.isInRoom();
    await ana.seesText("6 of 6");
  },

  "a person changes their avatar, and the room sees it": async ({ teacher, ana }) => {
    const [wanted, skin] = ["wizard", "#a8d8b9"];
    const window = await teacher.newWindow();
    await window.go("/profile");
    // What they were given by chance may be just that.
    const worn = await window.page.getByLabel("Hat", { exact: true }).inputValue();
    const hat = worn === wanted ? "beanie" : wanted;
    const preview = window.page.locator("[data-preview] canvas");
    await preview.waitFor();
    const before = await preview.screenshot();
    await window.page.getByLabel("Hat", { exact: true }).selectOption(hat);
    await window.page.getByLabel("Skin").fill(skin);
    await waitUntil("the preview shows it", async () => !before.equals(await preview.screenshot()));
    await inspectPage(window, "profile-avatar");
    const face = ana.page.locator(".flat-card.is-teacher svg.face");
    await face.waitFor();
    const drawn = await face.innerHTML();
    await window.press("Save avatar");
    await window.seesText("Avatar saved.");
    checkEqual(await window.page.getByLabel("Hat", { exact: true }).inputValue(), hat, "the hat");
    await waitUntil("Ana sees another face", async () => (await face.innerHTML()) !== drawn);
    check((await face.innerHTML()).includes(skin), "in the colour chosen");
    await window.page.close();
  },
};

const END = {
  "the lesson ends, and the experience can be deleted": async ({ teacher, size, page }) => {
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await teacher.press("End for everyone");
    await teacher.seesText("The lesson has ended.");
    await teacher.go("/dashboard/experiences");
    await teacher.page.getByRole("link", { name: `Fire mountains, ${size}` }).click();
    await teacher.page.getByText("Delete this material").click();
    await teacher.page.locator("details[open]").getByRole("button", { name: "Delete it" }).click();
    await teacher.seesText("Material deleted.");
  },
};

const SCENES = {
  desktop: { ...PREPARATION, ...LESSON, ...AFTERWARDS, ...END },
  phone: { ...PREPARED, ...LESSON, ...END },
};

export async function experiences(play, size) {
  const [teacher, ana] = await play.people(["Ada Lark", "Ana"], { size });
  await play.scenes(`Experiences, ${size}`, { teacher, ana, size }, SCENES[size]);
}
