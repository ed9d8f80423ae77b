// Streaming programs: a page of another origin speaks into a lesson by WHIP, and another listens by WHEP, both with a client
// of another make.
import { DEMO } from "./support/school.mjs";
import { waitForSound, waitForSilence } from "./support/hearing.mjs";
import { WhipPage } from "./support/whip_page.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Makes a stream key on the lesson's page. */
async function makeStreamKey(teacher, page, name, kind) {
  await teacher.go(page);
  const folded = teacher.page.locator("details.streams:not([open]) > summary");
  if (await folded.count()) await folded.click();
  await teacher.page.getByText("Add a stream key").click();
  await teacher.page.getByLabel("Name").fill(name);
  await teacher.page.getByRole("radio", { name: kind }).check();
  await teacher.press("Create a key");
  await teacher.seesHeading(`Key of ${name}`);
  const read = (id) => teacher.page.locator(`#${id}`).inputValue();
  return { url: await read("url"), key: await read("key") };
}

/** Opens the page with the client, and gives it a key. */
async function enterKey(person, { url, key }) {
  await person.go("/");
  await person.page.getByLabel("Address").fill(url);
  await person.page.getByLabel("Key").fill(key);
}

async function listenByWhep(person) {
  await person.press("Listen");
  await person.seesText("connected");
  await waitForSound(person);
}

const SCENES = {
  "a lesson begins, and its teacher makes keys for two programs": async (stage) => {
    const { teacher, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Radio plays" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    await ben.go(stage.link);
    await enterName(ben);
    await ben.isInRoom();
    stage.speaks = await makeStreamKey(teacher, stage.page, "Studio", /^speaks/);
    stage.listens = await makeStreamKey(teacher, stage.page, "Radio", /^listens/);
    await teacher.go(stage.page);
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isInRoom();
  },

  "a program publishes by WHIP, and the lesson hears it": async ({ teacher, ben, studio, speaks }) => {
    await enterKey(studio, speaks);
    await studio.press("Speak");
    await studio.seesText("connected");
    await waitForSound(ben);
    await (await teacher.participantRow("Studio")).getByText("program").waitFor();
  },

  "a program that listens by WHEP hears it, too": async ({ radio, listens }) => {
    await enterKey(radio, listens);
    await listenByWhep(radio);
  },

  "the teacher mutes the program and unmutes it": async ({ teacher, ben, radio }) => {
    await (await teacher.participantRow("Studio")).getByRole("button", { name: "Mute Studio" }).click();
    await waitForSilence(ben, radio);
    await (await teacher.participantRow("Studio")).getByRole("button", { name: "Unmute Studio" }).click();
    await waitForSound(ben, radio);
  },

  "a program that connects late with the same key hears at once": async ({ late, listens }) => {
    await enterKey(late, listens);
    await listenByWhep(late);
  },

  "a listener disconnects, and the publisher goes on": async ({ ben, radio, late }) => {
    await radio.press("Stop");
    await radio.seesText("stopped");
    await waitForSilence(radio);
    await waitForSound(ben, late);
  },

  "a publisher disconnects and leaves the list of participants": async ({ teacher, ben, late, studio }) => {
    await studio.press("Stop");
    await studio.seesText("stopped");
    await (await teacher.participantRow("Studio")).waitFor({ state: "detached" });
    await waitForSilence(ben, late);
  },

  "a removed program is neither heard nor admitted again": async (stage) => {
    const { teacher, ben, late, studio, speaks } = stage;
    await enterKey(studio, speaks);
    await studio.press("Speak");
    await waitForSound(ben, late);
    await (await teacher.participantRow("Studio")).getByRole("button", { name: "Remove Studio" }).click();
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await waitForSilence(ben, late);
    await enterKey(studio, speaks);
    await studio.expecting([403], async () => {
      await studio.press("Speak");
      await studio.seesText(/403/);
    });
    await waitForSilence(ben, late);
  },
};

export async function streamPrograms(play) {
  const page = await WhipPage.open();
  play.closeAtEnd(() => page.close());
  const [teacher, ben] = await play.people(["Ada Lark", "Ben"]);
  const studio = await play.person("Studio", { url: page.url });
  // The WHEP client tells of its own paths without saying in If-Match which state it means, at any time after it has connected,
  // and is refused as RFC 9725 has it (4.3.1). It needs none of them, as the server has told of its own.
  const [radio, late] = await play.people(["Radio", "Late radio"], { url: page.url, expected: [428] });
  await play.scenes("Streaming programs", { teacher, ben, studio, radio, late }, SCENES);
}
