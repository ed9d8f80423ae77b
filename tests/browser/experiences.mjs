// A teacher prepares content and shows it: files by button, drop and paste, parts by mouse and by keyboard, and the screen of
// the room, which everyone follows. And how one looks, seen before and in the room.
import { hand, painted, presentation } from "./support/files.mjs";
import { look } from "./support/look.mjs";
import { parts } from "./support/parts.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { must, same, until } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Brings part `from` so far into view that part `to` is, too; where to take hold of it, and where to let go. */
async function way({ page }, from, to, hold) {
  const [part, over] = [page.locator(".part").nth(from), page.locator(".part").nth(to)];
  await part.locator(hold).evaluate((one) => one.scrollIntoView({ block: "end", behavior: "instant" }));
  const [held, above] = [await part.locator(hold).boundingBox(), await over.boundingBox()];
  return { x: held.x + held.width / 2, y: held.y + held.height / 2, to: above.y + 8 };
}

async function dragByMouse(person, from, to) {
  const { mouse } = person.page;
  const { x, y, to: end } = await way(person, from, to, "h3");
  await mouse.move(x, y);
  await mouse.down();
  // What is above the window is reached by waiting at its edge: the page scrolls along.
  await mouse.move(x, Math.max(end, 10), { steps: 12 });
  await reach(person, to, (at) => mouse.move(x, at, { steps: 4 }));
  await mouse.up();
}

/** As the browser hears of a finger: the page's own touch events are the protocol's to make. */
async function dragByFinger(person, from, to) {
  const session = await person.context.newCDPSession(person.page);
  const { x, y, to: end } = await way(person, from, to, ".part-grip");
  const touch = (type, at) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [{ x, y: at }] });
  await touch("touchStart", y);
  for (let step = 1; step <= 12; step++) await touch("touchMove", y + ((Math.max(end, 10) - y) * step) / 12);
  await reach(person, to, (at) => touch("touchMove", at));
  await touch("touchEnd");
  await session.detach();
}

/** Goes on until the part is marked as the one to be put before. */
function reach({ page }, to, moveTo) {
  return until(`part ${to + 1} is reached`, async () => {
    const over = page.locator(".part").nth(to);
    if (await over.evaluate((one) => one.classList.contains("is-before"))) return true;
    const { y } = await over.boundingBox();
    await moveTo(Math.min(Math.max(y + 8, 10), 700));
    return false;
  });
}

const SCENES = {
  "a teacher makes an experience": async ({ teacher, size, faults }) => {
    await teacher.go("/dashboard/experiences");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.getByLabel("Title").fill(`Fire mountains, ${size}`);
    await teacher.press("Add");
    await teacher.heading(`Fire mountains, ${size}`);
    await teacher.reads("Nothing yet.");
    faults.push(...(await look(teacher, "experience-empty")));
  },

  "a disguised script is refused in a sentence": async ({ teacher }) => {
    const buffer = Buffer.from("<!doctype html><script>alert(1)</script>");
    await teacher.page
      .getByLabel("Pictures, videos")
      .setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
    await teacher.amid(/415/, async () => {
      await teacher.press("Upload");
      await teacher.reads("photo.jpg: Files can be pictures");
    });
  },

  "pictures come by the button, by dropping and by pasting": async ({ teacher }) => {
    const first = Buffer.from(await painted(teacher, { words: "Etna" }));
    await teacher.page
      .getByLabel("Pictures, videos")
      .setInputFiles({ name: "etna.jpg", mimeType: "image/jpeg", buffer: first });
    await teacher.press("Upload");
    await parts(teacher, ["Picture"]);
    await teacher.reads("It is added at the end.");
    const bytes = await painted(teacher, { words: "Stromboli", width: 500, height: 700 });
    const pdf = [...presentation("Plates drift", "Plates meet")];
    await hand(teacher, "drop", [
      { name: "stromboli.jpg", type: "image/jpeg", bytes },
      { name: "plates.pdf", type: "application/pdf", bytes: pdf },
    ]);
    await parts(teacher, ["Picture", "Picture", "Presentation"]);
    const pasted = await painted(teacher, { words: "Vesuvius", type: "image/png" });
    await hand(teacher, "paste", [{ name: "image.png", type: "image/png", bytes: pasted }]);
    await parts(teacher, ["Picture", "Picture", "Presentation", "Picture"]);
  },

  "a presentation is looked at where it stands": async ({ teacher, faults }) => {
    await teacher.press("Look at it here");
    await teacher.page.getByRole("img", { name: "1 / 2 Plates drift" }).waitFor();
    await teacher.press("Page after, of plates.pdf");
    await teacher.page.getByRole("img", { name: "2 / 2 Plates meet" }).waitFor();
    faults.push(...(await look(teacher, "presentation")));
  },

  "a large file goes up, and the bar tells how far it is": async ({ teacher }) => {
    const { page } = teacher;
    // A hundred kilobytes a second, as from a phone in the countryside: some seconds for this file.
    const session = await teacher.context.newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 100_000 };
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", slow);
    const buffer = presentation("Smoke ".repeat(100_000));
    await page.getByLabel("Pictures, videos").setInputFiles({ name: "smoke.pdf", mimeType: "application/pdf", buffer });
    const bar = page.getByRole("progressbar", { name: "Uploading" });
    same(await bar.count(), 0, "bars before there is anything to tell");
    await teacher.press("Upload");
    await teacher.reads("smoke.pdf");
    const seen = [];
    await until("the bar has moved three times on its way", async () => {
      const value = await bar.evaluate((one) => one.value).catch(() => undefined);
      if (value > 0 && value < 100 && value !== seen.at(-1)) seen.push(value);
      return seen.length >= 3;
    });
    must(
      seen.every((value, i) => i === 0 || value > seen[i - 1]),
      `the bar only ever grows: ${seen.join(", ")}`,
    );
    await session.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
    await session.detach();
    await parts(teacher, ["Picture", "Picture", "Presentation", "Picture", "Presentation"]);
    await page.locator(".part").nth(4).getByText("Delete", { exact: true }).click();
    await page.locator(".part").nth(4).getByRole("button", { name: "Delete it" }).click();
    await parts(teacher, ["Picture", "Picture", "Presentation", "Picture"]);
  },

  "texts and quizzes are written": async ({ teacher }) => {
    const text = "## Magma and lava\n\n- *Magma* is below\n- **Lava** is above\n\n<img src=x onerror=alert(1)>";
    await teacher.page.getByLabel("Text", { exact: true }).fill(text);
    await teacher.press("Add the text");
    await parts(teacher, ["Picture", "Picture", "Presentation", "Picture", "Text"]);
    await teacher.reads("<img src=x onerror=alert(1)>");
    const quiz = teacher.page.locator("section", { has: teacher.page.getByRole("heading", { name: "Add a quiz" }) });
    await quiz.getByLabel("Question").fill("How hot is lava?");
    for (const [i, answer] of ["As hot as tea", "About 1,000 °C", "As hot as the sun"].entries()) {
      await quiz.getByLabel(`Answer ${i + 1}`, { exact: true }).fill(answer);
    }
    await quiz.getByLabel("Answer 2 is right").check();
    await teacher.press("Add the quiz");
    await parts(teacher, ["Picture", "Picture", "Presentation", "Picture", "Text", "Quiz"]);
  },

  "parts are moved by keyboard, by mouse and by finger": async ({ teacher, size }) => {
    const { page } = teacher;
    await page.getByRole("button", { name: "Move part 5 up" }).focus();
    await page.keyboard.press("Enter");
    await parts(teacher, ["Picture", "Picture", "Presentation", "Text", "Picture", "Quiz"]);
    // The fourth, to before the second.
    await (size === "phone" ? dragByFinger : dragByMouse)(teacher, 3, 1);
    await parts(teacher, ["Picture", "Text", "Picture", "Presentation", "Picture", "Quiz"]);
    // And one that is let go where it was stays there.
    const head = page.locator(".part-head").first();
    await head.hover();
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await parts(teacher, ["Picture", "Text", "Picture", "Presentation", "Picture", "Quiz"]);
  },

  "a picture gets its words": async ({ teacher, faults }) => {
    const part = teacher.page.locator(".part").first();
    await part.getByText("Change", { exact: true }).click();
    await part.getByLabel("What one sees").fill("A dark cone before a red sky");
    await part.getByLabel("Caption").fill("Etna in the evening");
    await part.getByRole("button", { name: "Save" }).click();
    await teacher.reads("Etna in the evening");
    faults.push(...(await look(teacher, "experience")));
  },

  "a lesson shows it on its screen, and everyone follows": async (stage) => {
    const { teacher, ana, size, faults } = stage;
    const { link, page } = await plan(teacher, { title: "Fire mountains", experience: `Fire mountains, ${size}` });
    Object.assign(stage, { link, page });
    await teacher.press("Start the lesson");
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    await ana.go(link);
    await giveName(ana);
    await ana.isIn();
    for (const person of [teacher, ana]) {
      // Who wants it calm has the list.
      await person.stage();
      await person.page.getByRole("img", { name: "A dark cone before a red sky" }).waitFor();
      await person.reads("1 of 6");
    }
    faults.push(...(await look(ana, "screen-list", { whole: false })));
    must(!(await ana.button("Next page").isVisible()), "a student has no buttons to turn");
    await teacher.press("Next page");
    await ana.reads("2 of 6");
  },

  "in 3D too, and a text is read closer": async (stage) => {
    const { teacher, ana, size, faults } = stage;
    await ana.view("room");
    // Back to the picture.
    await teacher.press("Previous page");
    await ana.reads("1 of 6");
    faults.push(...(await look(ana, "screen-room", { whole: false })));
    const text = 2;
    for (let at = 1; at < text; at++) {
      await teacher.press("Next page");
      await ana.reads(`${at + 1} of 6`);
    }
    await ana.view("list");
    await ana.press("Look closer");
    const closer = ana.page.getByRole("dialog");
    await closer.getByText("Magma and lava").waitFor();
    faults.push(...(await look(ana, "screen-closer", { whole: false })));
    // It follows, too.
    for (let at = text; at < 6; at++) {
      await teacher.press("Next page");
      await closer.getByText(`Page ${at + 1} of 6`).waitFor();
    }
    await closer.getByText("How hot is lava?").waitFor();
    await ana.press("Close the screen");
  },

  "a quiz is answered, counted, and its right answer shown": async ({ teacher, ana, faults }) => {
    await teacher.reads("0 answers so far");
    const send = ana.button("Send my answer");
    must(await send.isDisabled(), "nothing is chosen yet");
    await ana.page.getByRole("radio", { name: "As hot as tea" }).check();
    await send.click();
    await ana.reads("Your answer is A.");
    await teacher.reads("1 answer so far");
    // By keyboard, to another one.
    await ana.page.getByRole("radio", { name: "As hot as tea" }).focus();
    await ana.page.keyboard.press("ArrowDown");
    await ana.page.keyboard.press("Enter");
    await ana.reads("Your answer is B.");
    faults.push(...(await look(ana, "quiz-student", { whole: false })));
    faults.push(...(await look(teacher, "quiz-teacher", { whole: false })));
    await teacher.press("Show the right answer");
    await ana.reads("You were right: B.");
    await teacher.reads("✓ right");
    faults.push(...(await look(ana, "quiz-shown", { whole: false })));
  },

  "while it is shown it cannot be changed": async ({ teacher, size }) => {
    const window = await teacher.window();
    await window.go("/dashboard/experiences");
    await window.page.getByRole("link", { name: `Fire mountains, ${size}` }).click();
    await window.reads("A live lesson uses this experience");
    must(!(await window.button("Upload").isVisible()), "there is nothing to change it by");
    await window.page.close();
  },

  "who comes back is on the same page": async ({ ana }) => {
    await ana.page.reload();
    await ana.isIn();
    await ana.reads("6 of 6");
  },

  "a person changes how they look, and the room sees it": async ({ teacher, ana, size, faults }) => {
    // Another look at each size: it is the same person.
    const [wanted, skin] = size === "phone" ? ["crown", "#b8a9e3"] : ["wizard", "#a8d8b9"];
    const window = await teacher.window();
    await window.go("/profile");
    // What they were given by chance may be just that.
    const worn = await window.page.getByLabel("Hat", { exact: true }).inputValue();
    const hat = worn === wanted ? "beanie" : wanted;
    const preview = window.page.locator("[data-preview] canvas");
    await preview.waitFor();
    const before = await preview.screenshot();
    await window.page.getByLabel("Hat", { exact: true }).selectOption(hat);
    await window.page.getByLabel("Skin").fill(skin);
    await until("the preview shows it", async () => !before.equals(await preview.screenshot()));
    faults.push(...(await look(window, "profile-avatar")));
    const face = ana.page.locator(".flat-card.is-teacher svg.face");
    await face.waitFor();
    const drawn = await face.innerHTML();
    await window.press("Look like this");
    await window.reads("That is how you look from now on.");
    same(await window.page.getByLabel("Hat", { exact: true }).inputValue(), hat, "the hat");
    await until("Ana sees another face", async () => (await face.innerHTML()) !== drawn);
    must((await face.innerHTML()).includes(skin), "in the colour chosen");
    await window.page.close();
  },

  "the lesson ends, and the experience can be deleted": async ({ teacher, size, page }) => {
    await teacher.go(page);
    await teacher.page.getByText("End the lesson", { exact: true }).click();
    await teacher.press("End it for everyone");
    await teacher.reads("The lesson has ended.");
    await teacher.go("/dashboard/experiences");
    await teacher.page.getByRole("link", { name: `Fire mountains, ${size}` }).click();
    await teacher.page.getByText("Delete this experience").click();
    await teacher.page.locator("details[open]").getByRole("button", { name: "Delete it" }).click();
    await teacher.reads("The experience is deleted.");
  },
};

export async function experiences(browser, school, size, tally) {
  const at = (name) => Person.at(browser, name, { size, url: school.url });
  const [teacher, ana] = [await at("Ada Lark"), await at("Ana")];
  const people = [teacher, ana];
  await play(`Experiences, ${size}`, { teacher, ana, people, school, size, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
