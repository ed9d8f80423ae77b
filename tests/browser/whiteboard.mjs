// A whiteboard, and ink over a picture: the teacher draws and lets others draw, everyone sees it, and who comes late sees it all.
import { readFile } from "node:fs/promises";
import { callApi, SOME_DAY } from "./support/api_actions.mjs";
import { paintPicture } from "./support/files.mjs";
import { inspect, inspectPage } from "./support/inspect.mjs";
import { DEMO } from "./support/school.mjs";
import { check, checkEqual, waitUntil } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { signIn } from "./lesson/planning.mjs";

/** The canvas that takes the pen, and how many pixels of it or of another are drawn on. */
const pageOf = ({ page }) => page.locator(".board-top");
const inked = ({ page }, canvas) =>
  page.evaluate((canvas) => {
    const place = document.querySelector(canvas);
    const pixels = place.getContext("2d").getImageData(0, 0, place.width, place.height).data;
    let dark = 0;
    for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 100 && pixels[i] < 140) dark++;
    return dark;
  }, canvas);

const point = async (person, x, y) => {
  const box = await pageOf(person).boundingBox();
  return [box.x + box.width * x, box.y + box.height * y];
};

/** Draws with the mouse from place to place, which are parts of the page; `lifted` is false to leave the pen down. */
async function draw(person, places, lifted = true) {
  const { mouse } = person.page;
  await mouse.move(...(await point(person, ...places[0])));
  await mouse.down();
  for (const place of places.slice(1)) await mouse.move(...(await point(person, ...place)), { steps: 6 });
  if (lifted) await mouse.up();
}

/** What the list of the page's contents says, in lines. */
async function contents(person) {
  const list = person.page.getByRole("region", { name: "Contents" });
  if (!(await list.isVisible())) await person.press("Contents");
  return (await list.innerText()).split("\n");
}

const listed = (person, words) =>
  waitUntil(`${person.name} finds “${words}”`, async () =>
    (await contents(person)).some((line) => line.includes(words)),
  );

const unlisted = (person, words) =>
  waitUntil(
    `${person.name} finds no “${words}”`,
    async () => !(await contents(person)).some((line) => line.includes(words)),
  );

const SCENES = {
  "the teacher opens a whiteboard, shows it to everyone, and lines appear while they are drawn": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    const bytes = await paintPicture(teacher, { words: "Etna", width: 1280, height: 840 });
    const media = await teacher.page.evaluate(async (bytes) => {
      const form = new FormData();
      form.append("files", new File([new Uint8Array(bytes)], "etna.jpg"));
      return (await fetch("/api/upload", { method: "POST", body: form })).json();
    }, bytes);
    const content = [{ kind: "photo", media: media[0].id }];
    const { id: experiences } = await callApi(teacher, "POST", "/experiences", { Title: "Etna", content });
    const { sessionCode: code, id } = await callApi(teacher, "POST", "/sessions", {
      sessionTitle: "Volcanoes",
      experiences,
      retention: "keep",
      ...SOME_DAY,
    });
    stage.code = code;
    await teacher.go(`/dashboard/sessions/${id}`);
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) {
      await student.go(`/join/${code}`);
      await enterName(student);
      await student.isInRoom();
      await student.closePanels();
    }
    await teacher.page.locator("#board-toggle").click();
    await teacher.press("Show to everyone");
    for (const student of [ana, ben]) await pageOf(student).waitFor();
    await waitUntil("the paper is there", async () => (await inked(ben, ".board-ink")) === 0);
    await draw(
      teacher,
      [
        [0.2, 0.3],
        [0.5, 0.3],
        [0.5, 0.6],
      ],
      false,
    );
    await waitUntil("Ben sees the line before it is finished", async () => (await inked(ben, ".board-top")) > 300);
    checkEqual(await inked(ben, ".board-ink"), 0, "it is not an element yet");
    await teacher.page.mouse.up();
    await waitUntil("it has become one", async () => (await inked(ben, ".board-ink")) > 300);
    await waitUntil("and is drawn once", async () => (await inked(ana, ".board-ink")) > 100);
    await listed(teacher, "One stroke");
  },

  "students draw once the teacher lets them, and everyone reads what they write": async ({ teacher, ana, ben }) => {
    checkEqual(await ben.button("Pen").count(), 0, "Ben has no pen");
    await teacher.page.getByLabel("Who can draw").selectOption({ label: "Everyone" });
    await ben.press("Sticky note");
    await pageOf(ben).click({ position: { x: 300, y: 260 } });
    await ben.page.locator(".board-text").fill("Magma is under the ground");
    await ben.page.keyboard.press("Escape");
    await listed(teacher, "Magma is under the ground");
    await listed(ben, "Ben");
    const box = await pageOf(ana).boundingBox();
    const finger = await ana.context.newCDPSession(ana.page);
    const touch = (type, ...points) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    const at = (x, y, id = 0) => ({ x: box.x + box.width * x, y: box.y + box.height * y, id });
    await touch("touchStart", at(0.2, 0.7));
    for (let x = 0.25; x < 0.8; x += 0.05) await touch("touchMove", at(x, 0.75));
    await touch("touchEnd");
    await listed(teacher, "2 strokes");
    // Two fingers move the page, and draw nothing.
    await touch("touchStart", at(0.4, 0.4), at(0.6, 0.6, 1));
    await touch("touchMove", at(0.3, 0.3), at(0.7, 0.7, 1));
    await touch("touchEnd");
    await ana.press("Pen");
    check((await contents(teacher)).includes("2 strokes"), "two fingers have drawn");
    for (const person of [ana, ben]) await inspect(person, `board-${person.name.toLowerCase()}`);
    await teacher.press("Contents");
    await inspect(teacher, "board-teacher");
  },

  "shapes are drawn, moved, grouped and undone, by mouse and by keyboard": async ({ teacher, ben }) => {
    await teacher.press("Rectangle");
    await draw(teacher, [
      [0.6, 0.2],
      [0.8, 0.4],
    ]);
    await teacher.press("Arrow");
    await draw(teacher, [
      [0.3, 0.8],
      [0.5, 0.7],
    ]);
    await listed(ben, "Rectangle");
    await listed(ben, "Arrow");
    await pageOf(teacher).focus();
    const press = async (...keys) => {
      for (const key of keys) await teacher.page.keyboard.press(key);
    };
    const ellipses = async () => (await contents(ben)).filter((line) => line.includes("Ellipse")).length;
    await press("o", "ArrowLeft", "Enter", "Shift+ArrowRight", "Shift+ArrowDown", "Enter");
    await listed(ben, "Ellipse");
    await press("Control+z");
    await unlisted(ben, "Ellipse");
    await press("Control+y");
    await listed(ben, "Ellipse");
    await press("v", "Control+a", "Control+g", "Control+d");
    await waitUntil("there are two ellipses", async () => (await ellipses()) === 2);
    await press("Delete");
    await waitUntil("and one again", async () => (await ellipses()) === 1);
    await teacher.press("Eraser");
    await draw(teacher, [
      [0.58, 0.3],
      [0.62, 0.3],
    ]);
    await unlisted(ben, "Rectangle");
    await teacher.press("Undo");
    await listed(ben, "Rectangle");
    await teacher.press("Clear");
    await listed(ben, "Nothing here yet.");
    await teacher.press("Undo");
    await listed(ben, "Rectangle");
  },

  "who comes late or again sees the same board": async ({ play, ben, code }) => {
    const before = (await contents(ben)).join();
    const late = await play.person("Late", { size: "phone" });
    await late.go(`/join/${code}`);
    await enterName(late);
    await late.isInRoom();
    await pageOf(late).waitFor();
    await waitUntil("Late sees what Ben sees", async () => (await contents(late)).join() === before);
    await late.close();
    await ben.page.reload();
    await ben.isInRoom();
    await waitUntil("Ben sees it again", async () => (await contents(ben)).join() === before);
  },

  "the board is downloaded as a picture, a drawing and a PDF": async ({ teacher }) => {
    for (const [format, first] of [
      ["PNG", "\x89PNG"],
      ["SVG", "<svg"],
      ["PDF", "%PDF"],
    ]) {
      await teacher.page
        .locator("summary", { has: teacher.page.locator("svg") })
        .last()
        .click();
      const coming = teacher.page.waitForEvent("download");
      await teacher.press(`Download as ${format}`);
      const file = await coming;
      const bytes = await readFile(await file.path());
      check(bytes.toString("latin1").startsWith(first), `${format}: ${bytes.subarray(0, 8)}`);
      if (format === "SVG")
        check(/<image [^>]*href="data:image\/png/.test(bytes.toString()), "the paper is in the drawing");
      checkEqual(file.suggestedFilename(), `Volcanoes.${format.toLowerCase()}`, "its name");
    }
  },

  "two notes are connected by keyboard, and what is copied is pasted here and comes from elsewhere": async ({
    teacher,
    ben,
  }) => {
    const { keyboard } = teacher.page;
    const press = async (...keys) => {
      for (const key of keys) await keyboard.press(key);
    };
    const write = async (text) => {
      await press("n", "ArrowRight", "Enter");
      await teacher.page.locator(".board-text").fill(text);
      await press("Escape");
      await listed(ben, text);
      await pageOf(teacher).focus();
    };
    await pageOf(teacher).focus();
    await write("Cause");
    await press(...Array(4).fill("Shift+ArrowRight"));
    await write("Effect");
    await press("c", "Enter", ...Array(4).fill("Shift+ArrowLeft"), "Enter");
    await listed(ben, "Connector");
    const notes = async (text) => (await contents(ben)).filter((line) => line.includes(text)).length;
    await press("v", "Enter", "Shift+>");
    await press("Control+c", "Control+v");
    await waitUntil("the note is there twice", async () => (await notes("Cause")) === 2);
    await pageOf(teacher).evaluate((canvas) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "From elsewhere");
      canvas.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await listed(ben, "From elsewhere");
    checkEqual(await notes("Cause"), 2, "what was copied before is not pasted again");
  },

  "the teacher names a whiteboard, hides what one person drew, and deletes another": async ({ teacher, ben }) => {
    const menu = teacher.page.locator("summary[aria-label='Name, hide, delete']");
    await menu.click();
    await teacher.page.getByLabel("Name of the whiteboard").fill("Inside the Earth");
    await teacher.press("Save");
    await ben.button("Inside the Earth").waitFor();
    await teacher.page.getByRole("checkbox", { name: "Ben" }).click();
    await unlisted(ben, "Magma is under the ground");
    await inspect(teacher, "board-manage");
    await teacher.page.getByRole("checkbox", { name: "Ben" }).click();
    await listed(ben, "Magma is under the ground");
    await menu.click();
    await teacher.page.getByLabel("Add a whiteboard").selectOption({ label: "Map of Europe" });
    await ben.button("Whiteboard 2").waitFor();
    await menu.click();
    await teacher.press("Delete this whiteboard");
    await teacher.press("Yes, delete it");
    await ben.button("Whiteboard 2").waitFor({ state: "detached" });
    await teacher.page.locator("#board-toggle").click();
    await pageOf(teacher).waitFor();
  },

  "ink over a picture is kept with it, and hangs on the wall in 3D": async ({ teacher, ben }) => {
    await teacher.press("Everyone sees it");
    await pageOf(ben).waitFor({ state: "detached" });
    await teacher.press("Draw");
    await pageOf(teacher).waitFor();
    await teacher.press("Pen");
    await draw(teacher, [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
    ]);
    const ink = ben.page.locator(".slide-ink");
    await ink.waitFor();
    await waitUntil("Ben sees it over the picture", async () => (await inked(ben, ".slide-ink")) > 100);
    await inspect(ben, "board-over-list");
    await inspect(teacher, "board-over");
    await teacher.press("Close the whiteboard");
    await ben.switchView("room");
    await teacher.switchView("room");
    await teacher.page.locator(".board-picture canvas").waitFor();
    await inspect(ben, "board-room");
    await ben.switchView("list");
    await teacher.switchView("list");
  },

  "after the lesson the teacher sees the whiteboards and downloads one": async ({ teacher }) => {
    await teacher.press(/^End/);
    await teacher.page.getByRole("dialog").getByRole("button", { name: "End the lesson" }).click();
    await teacher.seesHeading("Whiteboards");
    const drawn = (name) => teacher.page.getByRole("img", { name });
    for (const name of ["Inside the Earth", "etna.jpg"]) {
      await teacher.page.getByRole("heading", { name }).scrollIntoViewIfNeeded();
      await drawn(name).waitFor();
      const dark = await inked(teacher, `figure[data-title="${name}"] canvas`);
      check(dark > 300, `${name} is drawn: ${dark}`);
    }
    await teacher.page.getByText("What is written on it").click();
    await teacher.seesText("Magma is under the ground");
    await inspectPage(teacher, "session-boards");
    for (const [format, first] of [
      ["PNG", "\x89PNG"],
      ["SVG", "<svg"],
      ["PDF", "%PDF"],
    ]) {
      const coming = teacher.page.waitForEvent("download");
      await teacher.press(`Download ${format}: Inside the Earth`);
      const file = await coming;
      const bytes = await readFile(await file.path());
      check(bytes.toString("latin1").startsWith(first), `${format}: ${bytes.subarray(0, 8)}`);
      checkEqual(file.suggestedFilename(), `Volcanoes - Inside the Earth.${format.toLowerCase()}`, "its name");
    }
  },
};

export async function board(play) {
  const [teacher, ben] = await play.people(["Ada Lark", "Ben"], { size: "desktop" });
  const ana = await play.person("Ana", { size: "phone" });
  await play.scenes("Whiteboard", { play, teacher, ana, ben }, SCENES);
}
