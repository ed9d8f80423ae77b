// Programs that stream: a page of another origin speaks into a lesson by WHIP, and another listens by WHEP, both with a client
// of another make.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { hears, hearsNothing } from "./support/ears.mjs";
import { Studio } from "./support/studio.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

/** Makes a stream key on the lesson's page. */
async function issue(teacher, page, name, kind) {
  await teacher.go(page);
  await teacher.page.getByText("Add a stream key").click();
  await teacher.page.getByLabel("Name").fill(name);
  await teacher.page.getByRole("radio", { name: kind }).check();
  await teacher.press("Make a key");
  await teacher.heading(`The key of ${name}`);
  const read = (id) => teacher.page.locator(`#${id}`).inputValue();
  return { url: await read("url"), key: await read("key") };
}

/** Opens the page with the client, and gives it a key. */
async function opens(person, { url, key }) {
  await person.go("/");
  await person.page.getByLabel("Address").fill(url);
  await person.page.getByLabel("Key").fill(key);
}

/** Of its own paths the client tells without saying in If-Match which state it means, and is refused as RFC 9725 has it
 * (4.3.1); it needs none of them, as the server has told of its own. */
async function tunesIn(person) {
  await person.amid(/428/, async () => {
    await person.press("Listen");
    await person.reads("connected");
    await hears(person);
  });
}

const SCENES = {
  "a lesson begins, and its teacher makes keys for two programs": async (stage) => {
    const { teacher, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Radio plays" }));
    await teacher.press("Start the lesson");
    await ben.go(stage.link);
    await giveName(ben);
    await ben.isIn();
    stage.speaks = await issue(teacher, stage.page, "Studio", /^speaks/);
    stage.listens = await issue(teacher, stage.page, "Radio", /^listens/);
    await teacher.go(stage.page);
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
  },

  "a program speaks by WHIP, and the lesson hears it": async ({ teacher, ben, studio, speaks }) => {
    await opens(studio, speaks);
    await studio.press("Speak");
    await studio.reads("connected");
    await hears(ben);
    await (await teacher.row("Studio")).getByText("program").waitFor();
  },

  "another listens by WHEP, and hears it too": async ({ radio, listens }) => {
    await opens(radio, listens);
    await tunesIn(radio);
  },

  "the teacher mutes it, and nobody hears it any more, and lets it speak again": async ({ teacher, ben, radio }) => {
    await (await teacher.row("Studio")).getByRole("button", { name: "Mute Studio" }).click();
    await hearsNothing(ben);
    await hearsNothing(radio);
    await (await teacher.row("Studio")).getByRole("button", { name: "Let Studio speak" }).click();
    for (const one of [ben, radio]) await hears(one);
  },

  "one more tunes in late with the same key, and hears it at once": async ({ late, listens }) => {
    await opens(late, listens);
    await tunesIn(late);
  },

  "the listener ends, and the speaker goes on": async ({ ben, radio, late }) => {
    await radio.press("Stop");
    await radio.reads("stopped");
    await hearsNothing(radio);
    for (const one of [ben, late]) await hears(one);
  },

  "the speaker ends, and is in the lesson no more": async ({ teacher, ben, late, studio }) => {
    await studio.press("Stop");
    await studio.reads("stopped");
    await (await teacher.row("Studio")).waitFor({ state: "detached" });
    for (const one of [ben, late]) await hearsNothing(one);
  },

  "it comes again, is removed, and neither is heard nor let in any more": async (stage) => {
    const { teacher, ben, late, studio, speaks } = stage;
    await opens(studio, speaks);
    await studio.press("Speak");
    for (const one of [ben, late]) await hears(one);
    await (await teacher.row("Studio")).getByRole("button", { name: "Remove Studio" }).click();
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    for (const one of [ben, late]) await hearsNothing(one);
    await opens(studio, speaks);
    await studio.amid(/403/, async () => {
      await studio.press("Speak");
      await studio.reads(/403/);
    });
    for (const one of [ben, late]) await hearsNothing(one);
  },
};

export async function streams(browser, school, tally) {
  const page = await Studio.open();
  const at = (name, { url }) => Person.at(browser, name, { size: "desktop", url });
  const [teacher, ben] = [await at("Ada Lark", school), await at("Ben", school)];
  const [studio, radio, late] = [await at("Studio", page), await at("Radio", page), await at("Late radio", page)];
  const people = [teacher, ben, studio, radio, late];
  try {
    await play("Programs that stream", { teacher, ben, studio, radio, late, people, faults: [] }, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
    page.close();
  }
}
