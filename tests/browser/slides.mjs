// A presentation in a lesson: the teacher turns and points, everyone follows or looks around, and comes back.
import { callApi, SOME_DAY } from "./support/api_actions.mjs";
import { dropOrPaste, makePdf, paintPicture, writePdf } from "./support/files.mjs";
import { inspect } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { signIn } from "./lesson/planning.mjs";

const PAGES = 40;
const WORDS = Array.from({ length: PAGES }, (_, i) => `Moon ${i + 1}`);

/** Uploads these bytes as a teacher's script would. */
async function bring({ page }, name, bytes) {
  const media = await page.evaluate(
    async ([name, text]) => {
      const form = new FormData();
      form.append("files", new File([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], name));
      const answer = await fetch("/api/upload", { method: "POST", body: form });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    [name, bytes.toString("latin1")],
  );
  return media[0];
}

/** The page of the presentation that is drawn on somebody's screen, from 1. */
const drawnPage = (person, number) => person.page.getByRole("img", { name: `Moon ${number}`, exact: false }).first();

const isAt = (person, number) =>
  person.page
    .getByRole("img", { name: new RegExp(`Page ${number} of ${PAGES}:`) })
    .first()
    .waitFor();

/** A file as a browser gets it by mouse or clipboard. */
const pdf = (name, bytes) => ({ name, type: "application/pdf", bytes: [...bytes] });

const HEX = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
/** Needs a password that nobody knows (ISO 32000-1, 7.6.3). */
const LOCKED = writePdf(["Secret"], {
  trailer: `/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${HEX}> /U <${HEX}> >>`,
});

/** Would speak up, call elsewhere and start a program, on pages of 200 inches. */
const HOSTILE = writePdf(["Harmless"], {
  box: "0 0 14400 14400",
  catalogue: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); app.launchURL\\('http://127.0.0.1:9'\\)) >>",
  page: "/AA << /O << /S /Launch /F (calc.exe) >> /C << /S /URI /URI (http://127.0.0.1:9) >> >>",
});

const SCENES = {
  "a teacher starts a lesson with a presentation, and everyone sees its first page": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    const { id } = await bring(teacher, "Moons.pdf", makePdf(...WORDS));
    const content = [
      { kind: "presentation", media: id },
      { kind: "text", text: "# Questions?" },
    ];
    const { id: experiences } = await callApi(teacher, "POST", "/experiences", { Title: "Moons", content });
    const planned = { sessionTitle: "Moons", experiences, ...SOME_DAY };
    const { sessionCode: code, id: session } = await callApi(teacher, "POST", "/sessions", planned);
    Object.assign(stage, { code, session });
    await teacher.go(`/dashboard/sessions/${session}`);
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) {
      await student.go(`/join/${code}`);
      await enterName(student);
      await student.isInRoom();
      await student.closePanels();
    }
    for (const person of [teacher, ana, ben]) await isAt(person, 1);
    check(await drawnPage(ana, 1).isVisible(), "what the page says is read out");
  },

  "the teacher turns by button, key and clicker, and everyone follows": async ({ teacher, ana, ben }) => {
    await teacher.press("Next page");
    for (const person of [teacher, ana, ben]) await isAt(person, 2);
    await teacher.page.locator(".flat-slide").focus();
    for (const [key, number] of [
      ["ArrowRight", 3],
      ["ArrowLeft", 2],
      ["End", PAGES],
      ["Home", 1],
    ]) {
      await teacher.page.keyboard.press(key);
      await isAt(ben, number);
    }
    // A clicker sends these wherever the focus is.
    await teacher.page.evaluate(() => document.activeElement.blur());
    await teacher.page.keyboard.press("PageDown");
    await isAt(ana, 2);
  },

  "a student looks around by swipe, and comes back with one click": async ({ teacher, ana, ben }) => {
    await ben.page.locator(".flat-slide").focus();
    await ben.page.keyboard.press("ArrowRight");
    await isAt(ben, 3);
    const { x, y, width, height } = await ana.page.locator(".slide-box").boundingBox();
    const finger = await ana.context.newCDPSession(ana.page);
    const touch = (type, at) =>
      finger.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: at === undefined ? [] : [{ x: at, y: y + height / 2 }],
      });
    await touch("touchStart", x + width * 0.8);
    await touch("touchMove", x + width * 0.2);
    await touch("touchEnd");
    await isAt(ana, 3);
    await teacher.press("Next page");
    await teacher.press("Next page");
    await isAt(teacher, 4);
    await isAt(ben, 3);
    await inspect(ana, "slides-looking-around");
    for (const student of [ana, ben]) {
      await student.press("Back to the teacher’s page");
      await isAt(student, 4);
    }
  },

  "thumbnails are drawn as they come into sight, and lead to their page": async ({ teacher, ben }) => {
    for (const person of [teacher, ben]) await person.press("Pages");
    const pictures = ben.page.locator(".thumbnail canvas");
    await pictures.first().waitFor();
    const drawn = await pictures.count();
    check(drawn < PAGES, `${drawn} of ${PAGES} pages are drawn at first`);
    await inspect(teacher, "slides-thumbnails");
    await ben.page.locator(".thumbnail").last().scrollIntoViewIfNeeded();
    await ben.page.locator(".thumbnail").last().locator("canvas").waitFor();
    await waitUntil("those out of sight are gone", async () => (await pictures.count()) < PAGES / 2 + drawn);
    await ben.page
      .getByRole("list", { name: "Pages" })
      .getByRole("button", { name: `Page ${PAGES} of ${PAGES}` })
      .click();
    await isAt(ben, PAGES);
    await ben.press("Back to the teacher’s page");
    await teacher.page.getByRole("list", { name: "Pages" }).getByRole("button", { name: "Page 6 of 40" }).click();
    await isAt(ben, 6);
    for (const person of [teacher, ben]) await person.press("Pages");
  },

  "the teacher points, and everyone sees where": async ({ teacher, ana, ben }) => {
    await teacher.press("Pointer");
    const box = await teacher.page.locator(".slide-box").boundingBox();
    const place = async ({ page }) => {
      const [dot, slide] = [page.locator(".pointer-dot:not(.is-gone)"), page.locator(".slide-box")];
      if (!(await dot.isVisible())) return undefined;
      const [at, around] = [await dot.boundingBox(), await slide.boundingBox()];
      return (at.x + at.width / 2 - around.x) / around.width;
    };
    for (const student of [ana, ben]) {
      await waitUntil("the pointer is there", async () => {
        await teacher.page.mouse.move(box.x + box.width * (0.74 + Math.random() / 50), box.y + box.height / 2);
        const x = await place(student);
        return x > 0.72 && x < 0.78;
      });
    }
    await inspect(ben, "slides-pointer");
    await teacher.page.mouse.move(5, 5);
    await waitUntil("it fades", async () => (await place(ben)) === undefined);
    await teacher.press("Pointer");
  },

  "who comes late or again sees the same page, and large": async ({ play, code, ben }) => {
    const late = await play.person("Late", { size: "phone" });
    await late.go(`/join/${code}`);
    await enterName(late);
    await late.isInRoom();
    await late.closePanels();
    await isAt(late, 6);
    await ben.page.reload();
    await ben.isInRoom();
    await isAt(ben, 6);
    await ben.press("Enlarge");
    await ben.page
      .getByRole("dialog")
      .getByRole("img", { name: /Page 6 of 40/ })
      .waitFor();
    await inspect(ben, "slides-large");
    await ben.page.keyboard.press("ArrowRight");
    await isAt(ben, 7);
    await ben.page.getByRole("dialog").getByRole("button", { name: "Back to the teacher’s page" }).click();
    await ben.press("Close the screen");
    await late.close();
  },

  "the teacher notes something about a page, which no student ever gets": async ({ teacher, ben }) => {
    const frames = [];
    ben.page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(payload)));
    await teacher.press("Notes");
    const field = teacher.page.getByLabel("Notes for page 6");
    await field.fill("Ask who has seen Europa");
    await inspect(teacher, "slides-notes");
    await teacher.press("Next page");
    await teacher.page.getByLabel("Notes for page 7").fill("Break");
    // Closing saves what was written last.
    await Promise.all([
      teacher.page.waitForResponse((answer) => answer.request().method() === "PUT"),
      teacher.press("Notes"),
    ]);
    await teacher.page.reload();
    await teacher.isInRoom();
    await teacher.press("Notes");
    await waitUntil(
      "the note is there",
      async () => (await teacher.page.getByLabel("Notes for page 7").inputValue()) === "Break",
    );
    await teacher.press("Previous page");
    await waitUntil("the other, too", async () => {
      const field = teacher.page.getByLabel("Notes for page 6");
      return (await field.count()) > 0 && (await field.inputValue()) === "Ask who has seen Europa";
    });
    await teacher.press("Notes");
    await ben.page.reload();
    await ben.isInRoom();
    await isAt(ben, 6);
    check(frames.length > 0 && !frames.some((frame) => String(frame).includes("Europa")), "Ben is told of no note");
    checkEqual(await ben.button("Notes").count(), 0, "notes of a student");
  },

  "the teacher drops a PDF and pastes a picture, and everyone sees them": async ({ teacher, ana, ben }) => {
    await dropOrPaste(teacher, "drop", [pdf("Rings.pdf", makePdf("Rings of Saturn", "Rings of Uranus"))]);
    for (const person of [teacher, ana, ben]) {
      await person.page.getByRole("img", { name: "Page 1 of 2: Rings of Saturn" }).waitFor();
    }
    await teacher.press("Next page");
    await ana.page.getByRole("img", { name: "Page 2 of 2: Rings of Uranus" }).waitFor();
    const bytes = await paintPicture(teacher, { words: "Etna", type: "image/png" });
    await dropOrPaste(teacher, "paste", [{ name: "Etna.png", type: "image/png", bytes }]);
    await ben.page.locator(".slide-box > img").waitFor();
    await inspect(teacher, "slides-brought");
  },

  "a PDF that nobody could read is refused with the reason, and one that would do harm does none": async ({
    teacher,
    ben,
  }) => {
    const many = makePdf(...Array.from({ length: 1001 }, (_, i) => `${i}`));
    for (const [name, bytes, why] of [
      ["Locked.pdf", LOCKED, "This PDF needs a password."],
      ["Broken.pdf", Buffer.from("%PDF-1.7 and no more"), "This PDF cannot be opened."],
      ["Zip.pdf", Buffer.from("PK\x03\x04 and no more"), "This PDF cannot be opened."],
      ["Book.pdf", many, "This PDF has more than 1,000 pages."],
    ]) {
      await dropOrPaste(teacher, "drop", [pdf(name, bytes)]);
      await teacher.seesText(`${name}: ${why}`);
    }
    const dialogs = [];
    for (const { page } of [teacher, ben]) page.on("dialog", (dialog) => dialogs.push(dialog.message()));
    await dropOrPaste(teacher, "drop", [pdf("Hostile.pdf", HOSTILE)]);
    const shown = ben.page.getByRole("img", { name: /Harmless/ });
    await shown.waitFor();
    const { width, height } = await shown.evaluate((canvas) => ({ width: canvas.width, height: canvas.height }));
    check(width <= 2400 && height <= 2400, `${width} × ${height} pixels`);
    checkEqual(dialogs.join(), "", "what the file says by itself");
  },

  "the page hangs on the board of the room in 3D": async ({ teacher, ben }) => {
    for (let back = 0; back < 5; back++) await teacher.press("Previous page");
    await isAt(teacher, 6);
    await ben.switchView("room");
    // Turned away from the board, one has a small picture of it.
    await teacher.switchView("room");
    const board = () =>
      teacher.page.evaluate(() => {
        const canvas = document.querySelector(".board-picture canvas");
        const pen = canvas.getContext("2d");
        return [0.02, 0.5].map((x) => pen.getImageData(canvas.width * x, canvas.height * 0.85, 1, 1).data[0]);
      });
    await teacher.page.locator(".board-picture canvas").waitFor();
    await waitUntil("the page is painted", async () => {
      const [beside, paper] = await board();
      return beside < 60 && paper > 240;
    });
    await inspect(ben, "slides-room");
    await inspect(teacher, "slides-room-teacher");
  },

  "a PDF of 500 pages shows its first page soon, and its last one when it is turned to": async (stage) => {
    const { teacher, ana, ben } = stage;
    for (const person of [teacher, ben]) await person.switchView("list");
    const book = makePdf(...Array.from({ length: 500 }, (_, i) => `Chapter ${i + 1}`));
    const began = performance.now();
    await dropOrPaste(teacher, "drop", [pdf("Book.pdf", book)]);
    for (const person of [teacher, ana, ben]) {
      await person.page.getByRole("img", { name: "Page 1 of 500: Chapter 1" }).waitFor();
    }
    const seconds = (performance.now() - began) / 1000;
    check(seconds < 10, `everyone has seen its first page after ${seconds.toFixed(1)} s`);
    await teacher.page.locator(".flat-slide").focus();
    await teacher.page.keyboard.press("End");
    for (const person of [ana, ben]) {
      await person.page.getByRole("img", { name: "Page 500 of 500: Chapter 500" }).waitFor();
    }
    await teacher.press("Pages");
    await teacher.page.locator(".thumbnail canvas").first().waitFor();
    const drawn = await teacher.page.locator(".thumbnail canvas").count();
    check(drawn < 60, `${drawn} of 500 pages are drawn for the list`);
    await teacher.press("Pages");
  },
};

export async function slides(play) {
  const [teacher, ben] = await play.people(["Ada Lark", "Ben"], { size: "desktop" });
  const ana = await play.person("Ana", { size: "phone" });
  await play.scenes("Slides", { teacher, ana, ben }, SCENES);
}
