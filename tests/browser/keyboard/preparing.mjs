// An experience: made, filled, put in order, changed, and deleted.
import { painted } from "../support/files.mjs";
import { tabTo, use } from "../support/keys.mjs";
import { parts } from "../support/parts.mjs";
import { must } from "../support/until.mjs";

async function types(person, field, words) {
  await tabTo(person, field);
  await person.page.keyboard.type(words);
}

export const preparing = {
  "a teacher makes an experience": async ({ teacher }) => {
    await use(teacher, "Experiences");
    await teacher.page.waitForURL("**/dashboard/experiences");
    await types(teacher, "Title", "Drums and feathers");
    await use(teacher, "Add");
    await teacher.heading("Drums and feathers");
  },

  "chooses a picture and brings it": async ({ teacher }) => {
    const { page } = teacher;
    // Listened for well before: a busy browser begins to tell of it only some time after it was asked to.
    const opened = page.waitForEvent("filechooser");
    const buffer = Buffer.from(await painted(teacher, { words: "A drum" }));
    await use(teacher, /^Pictures, videos/);
    await (await opened).setFiles({ name: "drum.jpg", mimeType: "image/jpeg", buffer });
    await use(teacher, "Upload");
    await parts(teacher, ["Picture"]);
  },

  "writes a text and a quiz": async ({ teacher }) => {
    await types(teacher, "Text", "Three things that are loud.");
    await use(teacher, "Add the text");
    await parts(teacher, ["Picture", "Text"]);
    await types(teacher, "Question", "Which of them is not?");
    await types(teacher, "Answer 1", "A drum");
    await types(teacher, "Answer 2", "A feather");
    // The marks of the right one are reached as one, and chosen among by arrows.
    await use(teacher, "Answer 1 is right", "ArrowDown");
    must(await teacher.page.getByLabel("Answer 2 is right").isChecked(), "an arrow marks the second answer");
    await use(teacher, "Add the quiz");
    await parts(teacher, ["Picture", "Text", "Quiz"]);
    const right = teacher.page.locator(".options li").filter({ hasText: "A feather" });
    must((await right.innerText()).endsWith("right"), "the second answer is the right one");
  },

  "puts them in another order": async ({ teacher }) => {
    await use(teacher, "Move part 3 up");
    await parts(teacher, ["Picture", "Quiz", "Text"]);
    await use(teacher, "Move part 1 down", "Space");
    await parts(teacher, ["Quiz", "Picture", "Text"]);
  },

  "gives a picture its words": async ({ teacher }) => {
    await use(teacher, "Move part 2 up");
    await parts(teacher, ["Picture", "Quiz", "Text"]);
    await use(teacher, "Change");
    await types(teacher, /^What one sees/, "A drum, from above");
    await types(teacher, "Caption", "It is loud");
    await use(teacher, "Save");
    await teacher.reads("It is loud");
    await teacher.page.getByRole("img", { name: "A drum, from above" }).waitFor();
  },

  "takes a part out, and then deletes it all": async ({ teacher }) => {
    await use(teacher, "Delete");
    await use(teacher, "Delete it");
    await parts(teacher, ["Quiz", "Text"]);
    await use(teacher, "Delete this experience");
    await use(teacher, "Delete it");
    await teacher.reads("The experience is deleted.");
  },
};
