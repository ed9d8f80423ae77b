// An experience: made, filled, put in order, changed, and deleted.
import { paintPicture } from "../support/files.mjs";
import { tabTo, tabAndPress } from "../support/keyboard.mjs";
import { waitForParts } from "../support/experience_parts.mjs";
import { check } from "../support/wait.mjs";

async function typeInto(person, field, words) {
  await tabTo(person, field);
  await person.page.keyboard.type(words);
}

export const experience = {
  "a teacher makes an experience": async ({ teacher }) => {
    await tabAndPress(teacher, "Materials");
    await teacher.page.waitForURL("**/dashboard/experiences");
    await typeInto(teacher, "Title", "Drums and feathers");
    await tabAndPress(teacher, "Add");
    await teacher.seesHeading("Drums and feathers");
  },

  "a teacher uploads a picture": async ({ teacher }) => {
    const { page } = teacher;
    // Listened for well before: a busy browser begins to tell of it only some time after it was asked to.
    const opened = page.waitForEvent("filechooser");
    const buffer = Buffer.from(await paintPicture(teacher, { words: "A drum" }));
    await tabAndPress(teacher, /^Pictures, videos/);
    await (await opened).setFiles({ name: "drum.jpg", mimeType: "image/jpeg", buffer });
    await tabAndPress(teacher, "Upload");
    await waitForParts(teacher, ["Picture"]);
  },

  "a teacher writes a text and a quiz": async ({ teacher }) => {
    await typeInto(teacher, "Text", "Three things that are loud.");
    await tabAndPress(teacher, "Add the text");
    await waitForParts(teacher, ["Picture", "Text"]);
    await typeInto(teacher, "Question", "Which of them is not?");
    await typeInto(teacher, "Answer 1", "A drum");
    await typeInto(teacher, "Answer 2", "A feather");
    // The marks of the right one are reached as one, and chosen among by arrows.
    await tabAndPress(teacher, "Answer 1 is correct", "ArrowDown");
    check(await teacher.page.getByLabel("Answer 2 is correct").isChecked(), "an arrow marks the second answer");
    await tabAndPress(teacher, "Add the quiz");
    await waitForParts(teacher, ["Picture", "Text", "Quiz"]);
    const right = teacher.page.locator(".options li").filter({ hasText: "A feather" });
    check((await right.innerText()).endsWith("correct"), "the second answer is the right one");
  },

  "a teacher reorders the parts": async ({ teacher }) => {
    await tabAndPress(teacher, /^Move item 3 up/);
    await waitForParts(teacher, ["Picture", "Quiz", "Text"]);
    await tabAndPress(teacher, /^Move item 1 down/, "Space");
    await waitForParts(teacher, ["Quiz", "Picture", "Text"]);
  },

  "a teacher describes the picture": async ({ teacher }) => {
    await tabAndPress(teacher, /^Move item 2 up/);
    await waitForParts(teacher, ["Picture", "Quiz", "Text"]);
    await tabAndPress(teacher, /^Edit: /);
    await typeInto(teacher, /^Description for blind students/, "A drum, from above");
    await typeInto(teacher, "Caption", "It is loud");
    await tabAndPress(teacher, "Save");
    await teacher.seesText("It is loud");
    await teacher.page.getByRole("img", { name: "A drum, from above" }).waitFor();
  },

  "a teacher deletes a part, and then the experience": async ({ teacher }) => {
    await tabAndPress(teacher, /^Delete: /);
    await tabAndPress(teacher, "Delete it");
    await waitForParts(teacher, ["Quiz", "Text"]);
    await tabAndPress(teacher, "Delete this material");
    await tabAndPress(teacher, "Delete it");
    await teacher.seesText("Material deleted.");
  },
};
