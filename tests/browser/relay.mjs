// Those whose network lets nothing through but the relay, each by another of its ways: they speak and hear all the same.
import { DEMO } from "./support/school.mjs";
import { waitForSound } from "./support/hearing.mjs";
import { inspect } from "./support/inspect.mjs";
import { openSoundDetails, exposePeerConnection, selectedPath } from "./support/media_stats.mjs";
import { checkEqual } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

async function joinsAsGuest(person, link) {
  await person.go(link);
  await enterName(person);
  await person.isInRoom();
}

const SCENES = {
  "a student who joins by the relay is heard": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Birds of the north" }));
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
    await exposePeerConnection(ana, { relay: "turn:", by: "=udp" });
    for (const student of [ana, ben]) await joinsAsGuest(student, stage.link);
    await ana.press("Unmute");
    await ana.button(/^Mute$/).waitFor();
    await waitForSound(ben);
    checkEqual(await selectedPath(ana), "relay by udp", "Ana's path");
  },

  "a student who reaches the relay by TCP hears": async ({ cem, link }) => {
    await exposePeerConnection(cem, { relay: "turn:", by: "=tcp" });
    await joinsAsGuest(cem, link);
    await waitForSound(cem);
    checkEqual(await selectedPath(cem), "relay by tcp", "Cem's path");
  },

  "a student who reaches the relay by TLS hears": async ({ dora, link }) => {
    await exposePeerConnection(dora, { relay: "turns:", by: "=tcp" });
    await joinsAsGuest(dora, link);
    await waitForSound(dora);
    checkEqual(await selectedPath(dora), "relay by tls", "Dora's path");
  },

  "the connection check in the room tries the relay": async ({ ben }) => {
    const buttons = ben.page.getByRole("navigation", { name: "Your controls" });
    await buttons.getByRole("button", { name: "Sound" }).click();
    const dialog = ben.page.getByRole("dialog", { name: "Sound" });
    await dialog.getByRole("button", { name: "Check the connection" }).click();
    await dialog.getByText("Relayed: works").waitFor();
    await ben.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  },

  "the teacher sees by which path each one's sound comes": async ({ teacher }) => {
    const ben = await openSoundDetails(teacher, "Ben", "Direct (UDP)");
    await openSoundDetails(teacher, "Dora", "Relayed");
    const ana = await openSoundDetails(teacher, "Ana", "Relayed");
    await ana
      .getByText(/^[\d,]+ packets?, \d+ % lost, jitter \d+ ms$/)
      .first()
      .waitFor();
    // The server knows the round trip of those to whom it sends.
    await ben.getByText(/^\d+ ms$/).waitFor();
    await ana.locator("dl").scrollIntoViewIfNeeded();
    await inspect(teacher, "people-travels");
  },
};

export async function relay(play) {
  const [teacher, ana, ben, cem, dora] = await play.people(["Ada Lark", "Ana", "Ben", "Cem", "Dora"]);
  await play.scenes("The relay", { teacher, ana, ben, cem, dora }, SCENES);
}
