// The profile: a name, and how one looks, seen before it is kept.
import { tabTo, tabAndPress } from "../support/keyboard.mjs";
import { check, checkEqual, waitUntil } from "../support/wait.mjs";

/** Chooses what comes next in a list, or before when it was the last. */
async function chooseAnother(person, label) {
  const { page } = person;
  await tabTo(person, label);
  const chosen = () => page.evaluate(() => document.activeElement.value);
  const before = await chosen();
  await page.keyboard.press("ArrowDown");
  if ((await chosen()) === before) await page.keyboard.press("ArrowUp");
  check((await chosen()) !== before, `an arrow chooses another: ${label}`);
  return chosen();
}

/** Until the preview is another picture than before. */
async function waitForNewPreview({ page }, what, doing) {
  const preview = page.locator("[data-preview] canvas");
  await preview.waitFor();
  const before = await preview.screenshot();
  const done = await doing();
  await waitUntil(`the preview shows ${what}`, async () => !before.equals(await preview.screenshot()));
  return done;
}

export const profile = {
  "a teacher changes their name": async ({ teacher }) => {
    const { page } = teacher;
    await teacher.go("/dashboard");
    await tabAndPress(teacher, "Profile");
    await page.waitForURL("**/profile");
    await tabTo(teacher, "Your name");
    await page.keyboard.press("End");
    await page.keyboard.type(" of Music");
    await page.keyboard.press("Enter");
    await teacher.seesText("Profile saved.");
    checkEqual(await page.getByLabel("Your name").inputValue(), `${teacher.name} of Music`, "the name");
  },

  "a teacher rolls an avatar, changes it by arrow keys, and saves it": async ({ teacher }) => {
    const { page } = teacher;
    await waitForNewPreview(teacher, "another look", () => tabAndPress(teacher, "Change avatar", "Space"));
    const eyes = page.locator("#eyes_size");
    // From one end, wherever chance has put it.
    await tabTo(teacher, "Eye size");
    await page.keyboard.press("Home");
    await waitForNewPreview(teacher, "larger eyes", () => page.keyboard.press("End"));
    checkEqual(await eyes.inputValue(), "150", "how large the eyes are");
    // A hat may hide it.
    const hair = await chooseAnother(teacher, "Hair");
    const hat = await waitForNewPreview(teacher, "another hat", () => chooseAnother(teacher, "Hat"));
    await tabAndPress(teacher, "Save avatar");
    await teacher.seesText("Avatar saved.");
    for (const [field, kept] of Object.entries({ eyes_size: "150", hairstyle: hair, hat })) {
      checkEqual(await page.locator(`#${field}`).inputValue(), kept, field);
    }
  },
};
