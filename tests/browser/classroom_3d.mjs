// A full classroom in 3D, on a desk and on a phone. The picture in the README is one of these.
import { fileURLToPath } from "node:url";
import { connectClass } from "./support/guests.mjs";
import { inspect, keepPicture } from "./support/inspect.mjs";
import { countDrawCalls, showsColour } from "./support/canvas_pixels.mjs";
import { DEMO } from "./support/school.mjs";
import { check, waitUntil } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { signIn } from "./lesson/planning.mjs";

const README = fileURLToPath(new URL("../../docs/classroom.png", import.meta.url));

/** A colour that nothing in the room has. */
const MAGENTA = [255, 0, 255];

/** Brings a picture of one colour, and has its address. */
function uploadPicture(person, colour) {
  return person.page.evaluate(async (colour) => {
    const canvas = new OffscreenCanvas(128, 128);
    const pen = canvas.getContext("2d");
    pen.fillStyle = `rgb(${colour.join()})`;
    pen.fillRect(0, 0, 128, 128);
    const form = new FormData();
    form.append("files", new File([await canvas.convertToBlob({ type: "image/png" })], "badge.png"));
    const answer = await fetch("/api/upload", { method: "POST", body: form });
    return (await answer.json())[0].url;
  }, colour);
}

/** Puts it on somebody's chest. */
function wearBadge(person, textureUrl) {
  return person.page.evaluate(async (textureUrl) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ Avatar: { textureUrl } });
    const answer = await fetch("/api/updateme", { method: "PUT", headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }, textureUrl);
}

/** The room is drawn as on a machine with a graphics card, with smooth edges, however long that takes. */
function pretendGraphicsCard(person) {
  return person.page.evaluate(() => {
    const all = WebGL2RenderingContext.prototype;
    const { getParameter } = all;
    all.getParameter = function (what) {
      const { UNMASKED_RENDERER_WEBGL } = this.getExtension("WEBGL_debug_renderer_info") ?? {};
      return what === UNMASKED_RENDERER_WEBGL ? "A graphics card" : getParameter.call(this, what);
    };
  });
}

const SCENES = {
  "a teacher goes into the demo's lesson, which is live": async (stage) => {
    const { teacher } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    const live = teacher.page.getByRole("region", { name: "Live now" }).filter({ hasText: DEMO.lesson });
    await live.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isInRoom();
    stage.link = teacher.page.url();
  },

  "a badge is shown on the profile": async (stage) => {
    const { teacher, nico } = stage;
    await nico.go("/signin");
    await signIn(nico, DEMO.student, DEMO.student.password);
    await nico.page.waitForURL("**/lessons");
    await nico.go("/profile");
    const preview = { on: ".avatar-preview canvas", least: 400, off: 90 };
    check(!(await showsColour(nico, MAGENTA, { ...preview, frames: 5 })), "there is no badge yet");
    stage.badge = await uploadPicture(teacher, MAGENTA);
    await wearBadge(nico, stage.badge);
    await nico.go("/profile");
    await keepPicture(nico, "profile-badge", await showsColour(nico, MAGENTA, preview));
    await waitUntil(
      "nothing is drawn while the preview stands still",
      async () => (await countDrawCalls(nico, 30)) === 0,
    );
    // Saving the form leaves it on.
    await nico.press("Save avatar");
    await nico.seesText("Avatar saved.");
    await showsColour(nico, MAGENTA, preview);
    await inspect(nico, "profile-badge-page");
  },

  "a class joins, moves and writes": async ({ teacher, visitor, link }) => {
    await visitor.go("/join");
    const names = await connectClass(visitor, link.split("/").pop());
    for (const name of names) await (await teacher.participantRow(name)).waitFor();
    await teacher.sendChat("Which of the planets would float in water?");
    await connectClass.say(visitor, {
      Mila: "Saturn!",
      Noor: "Saturn, it is lighter than water",
      Tomás: "With all its rings?",
    });
    await teacher.chatLine("With all its rings?");
    await connectClass.raise(visitor, ["Yuki", "Tomás"]);
    await waitUntil("the hands are up", () => teacher.page.locator(".people .turn").nth(1).isVisible());
  },

  "the full classroom is drawn in 3D": async ({ teacher }) => {
    const isForReadme = process.env.LYCEUM_README_SHOT === "1";
    if (isForReadme) await pretendGraphicsCard(teacher);
    await teacher.switchView("room");
    // At once: on a machine without a graphics card the room soon draws fewer pixels.
    if (isForReadme) await teacher.page.screenshot({ path: README });
    await inspect(teacher, "room-3d");
  },

  "nothing is drawn while nobody moves, and turning the camera draws at once": async ({ teacher }) => {
    const { mouse } = teacher.page;
    await waitUntil("the room is still", async () => (await countDrawCalls(teacher, 30)) === 0);
    const box = await teacher.page.locator(".world canvas").boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 4];
    const drawn = countDrawCalls(teacher, 60);
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x + 120, y, { steps: 6 });
    await mouse.up();
    check((await drawn) > 0, "the room is drawn when one looks round");
    await waitUntil("it is still again", async () => (await countDrawCalls(teacher, 30)) === 0);
  },

  "the classroom is drawn on a phone, too": async ({ ben, link }) => {
    await ben.go(link);
    await enterName(ben);
    await ben.isInRoom();
    await ben.page.locator('.world[data-ready="true"] canvas').waitFor();
    await inspect(ben, "room-3d");
  },
};

export async function classroom3d(play) {
  const [teacher, visitor, nico] = await play.people(["Ada Lark", "The class", DEMO.student.name]);
  const ben = await play.person("Ben", { size: "phone", calm: false });
  await play.scenes("A classroom in 3D", { teacher, visitor, ben, nico }, SCENES);
}
