// Cameras and screens in the room: who may show them, what the others see, and that a teacher ends them.
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";
import { inspect } from "./support/inspect.mjs";
import { exposePeerConnection } from "./support/media_stats.mjs";
import { DEMO } from "./support/school.mjs";
import { check, waitUntil } from "./support/wait.mjs";

/** What a page's video of someone shows: how many frames it has drawn, and the colour of its middle; nothing if there is none. */
function pictureOf(person, name, kind = "camera") {
  return person.page.evaluate(
    ({ name, kind }) => {
      const label = kind === "camera" ? `${name}’s camera` : `${name}’s screen`;
      const video = document.querySelector(`video.picture[aria-label="${label}"]`);
      if (!video || video.videoWidth === 0) return undefined;
      const canvas = Object.assign(document.createElement("canvas"), {
        width: 16,
        height: 16,
      });
      const pen = canvas.getContext("2d");
      pen.drawImage(video, 0, 0, 16, 16);
      const frames = video.getVideoPlaybackQuality().totalVideoFrames;
      return {
        frames,
        width: video.videoWidth,
        colour: [...pen.getImageData(2, 8, 1, 1).data].slice(0, 3),
      };
    },
    { name, kind },
  );
}

/** Chromium's fake camera is a green picture on which something moves. */
async function seesCamera(person, name) {
  let first;
  await waitUntil(`${person.name} sees ${name}’s camera move`, async () => {
    const seen = await pictureOf(person, name);
    if (!seen) return false;
    first ??= seen.frames;
    const [red, green, blue] = seen.colour;
    return seen.frames > first + 3 && green > red + 40 && green > blue + 40;
  });
}

async function seesNoCamera(person, name) {
  const video = person.page.locator(`video.picture[aria-label="${name}’s camera"]`);
  await video.waitFor({ state: "detached" });
}

async function joinsAsGuest(person, link) {
  await person.go(link);
  await enterName(person);
  await person.isInRoom();
}

const SCENES = {
  "everybody sees the teacher’s camera, which is off until it is turned on": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Faces" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    for (const student of [ana, ben]) await joinsAsGuest(student, stage.link);
    await seesNoCamera(ana, DEMO.teacher.name);
    await teacher.press("Turn on camera");
    await teacher.button("Turn off camera").waitFor();
    for (const student of [ana, ben]) await seesCamera(student, DEMO.teacher.name);
    await inspect(ben, "room-cameras");
  },

  "a student asks, the teacher allows it, and the student turns it on": async ({ teacher, ana, ben }) => {
    await ana.press("Ask for camera");
    await teacher.seesText("Ana would like to turn on the camera.");
    await teacher.press("Allow");
    await ana.seesText("You may turn on your camera.");
    await ana.button("Turn on camera").click();
    for (const other of [teacher, ben]) await seesCamera(other, "Ana");
  },

  "a student who comes later sees both": async ({ cem, link }) => {
    await joinsAsGuest(cem, link);
    for (const name of [DEMO.teacher.name, "Ana"]) await seesCamera(cem, name);
  },

  "in 3D a camera floats over its avatar": async ({ ben }) => {
    await ben.switchView("room");
    const decoded = () =>
      ben.page.evaluate(async () => {
        const stats = [...(await window.peer.getStats()).values()];
        const views = stats.filter(({ type, kind }) => type === "inbound-rtp" && kind === "video");
        return views.reduce((sum, { framesDecoded }) => sum + (framesDecoded ?? 0), 0);
      });
    const before = await decoded();
    await waitUntil("pictures come for the room", async () => (await decoded()) > before + 10);
    await inspect(ben, "room-cameras-3d");
    await ben.switchView("list");
  },

  "the teacher ends a camera, which is gone at the others and off at its owner": async ({ teacher, ana, ben, cem }) => {
    const row = await teacher.participantRow("Ana");
    await row.getByRole("button", { name: "More for Ana" }).click();
    await teacher.button("Turn off Ana’s camera").click();
    await ana.seesText(`${DEMO.teacher.name} turned off your camera.`);
    for (const other of [teacher, ben, cem]) await seesNoCamera(other, "Ana");
    await ana.button("Ask for camera").waitFor();
  },

  "the teacher shares a screen, and everybody sees it": async ({ teacher, ana, ben }) => {
    await teacher.press("Share screen");
    await teacher.seesText("You are sharing your screen with everyone.");
    for (const student of [ana, ben]) {
      await waitUntil(`${student.name} sees the screen`, async () => {
        const seen = await pictureOf(student, DEMO.teacher.name, "screen");
        return seen && seen.frames > 0;
      });
    }
    await inspect(ana, "room-screen-shared");
    await teacher.button("Stop sharing").first().click();
    await ana.page.locator(".shared-screen").waitFor({ state: "detached" });
    check(!(await teacher.page.getByText("You are sharing your screen").isVisible()), "the banner stays");
  },
};

export async function cameras(play) {
  const [teacher, ana, ben, cem] = await play.people(["Ada Lark", "Ana", "Ben", "Cem"]);
  await exposePeerConnection(ben);
  await play.scenes("Cameras and screens", { teacher, ana, ben, cem }, SCENES);
}
