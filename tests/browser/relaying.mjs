// Those whose network lets nothing through but the relay, each by another of its ways: they speak and hear all the same.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { hears } from "./support/ears.mjs";
import { look } from "./support/look.mjs";
import { travels, watch, way } from "./support/way.mjs";
import { same } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

async function comes(person, link) {
  await person.go(link);
  await giveName(person);
  await person.isIn();
}

const SCENES = {
  "one who comes by the relay is heard": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Birds of the north" }));
    await teacher.press("Start the lesson");
    await watch(ana, { relay: "turn:", by: "=udp" });
    for (const student of [ana, ben]) await comes(student, stage.link);
    await ana.press("Speak");
    await ana.button("Mute").waitFor();
    await hears(ben);
    same(await way(ana), "relay by udp", "Ana's way");
  },

  "one who comes to it by TCP hears them": async ({ cem, link }) => {
    await watch(cem, { relay: "turn:", by: "=tcp" });
    await comes(cem, link);
    await hears(cem);
    same(await way(cem), "relay by tcp", "Cem's way");
  },

  "one who comes to it by TLS hears them": async ({ dora, link }) => {
    await watch(dora, { relay: "turns:", by: "=tcp" });
    await comes(dora, link);
    await hears(dora);
    same(await way(dora), "relay by tls", "Dora's way");
  },

  "in the room one can try whether the relay would be reached": async ({ ben }) => {
    const buttons = ben.page.getByRole("navigation", { name: "Your buttons" });
    await buttons.getByRole("button", { name: "Sound" }).click();
    const dialog = ben.page.getByRole("dialog", { name: "Sound" });
    await dialog.getByRole("button", { name: "Check the connection" }).click();
    await dialog.getByText("By the relay: works").waitFor();
    await ben.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  },

  "the teacher sees in the list by which way each one's sound comes": async ({ teacher, faults }) => {
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    const ben = await travels(teacher, "Ben", "Directly (UDP)");
    await travels(teacher, "Dora", "By the relay");
    const ana = await travels(teacher, "Ana", "By the relay");
    await ana
      .getByText(/^[\d,]+ packets?, \d+ % lost, jitter \d+ ms$/)
      .first()
      .waitFor();
    // It is known of those to whom something is sent.
    await ben.getByText(/^\d+ ms$/).waitFor();
    await ana.locator("dl").scrollIntoViewIfNeeded();
    faults.push(...(await look(teacher, "people-travels", { whole: false })));
  },
};

export async function relaying(browser, school, tally) {
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, ana, ben] = [await at("Ada Lark"), await at("Ana"), await at("Ben")];
  const [cem, dora] = [await at("Cem"), await at("Dora")];
  const people = [teacher, ana, ben, cem, dora];
  try {
    await play("The relay", { teacher, ana, ben, cem, dora, people, faults: [] }, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
  }
}
