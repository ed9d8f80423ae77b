// Each toggle of the room says to screen readers what it does, by a name that changes, or how it stands, by a state; never both,
// or "Mute, pressed" would mean the opposite. The browser's accessibility tree is asked, over the room and its dialogs.
import { openTree } from "../support/accessibility.mjs";
import { check, checkEqual, waitUntil } from "../support/wait.mjs";

/** The toggles whose name changes: as they stand, and as they stand once pressed. */
const NAMED = [
  [/^Unmute$/, /^Mute$/],
  [/^Raise hand$/, /^Lower hand/],
  [/^3D room$/, /^List view$/],
];
/** Buttons that open a dialog of the room. */
const DIALOGS = [/^Sound$/, /^Code/, /^Leave$/, /^End the lesson$/, /^Remove Ana$/];

const same = (a, b) => a.role === b.role && a.name === b.name;

/** Presses a toggle that has a state, twice: its name stays. */
async function checkState(tree, toggle) {
  const find = async () => (await tree.controls()).find((one) => same(one, toggle));
  await tree.press(await find());
  await waitUntil(`“${toggle.name}” keeps its name and changes its state, ${toggle.state}`, async () => {
    const now = await find();
    return now && now.state !== toggle.state;
  });
  await tree.press(await find());
  await waitUntil(`“${toggle.name}” is ${toggle.state} again`, async () => (await find())?.state === toggle.state);
}

/** Presses a toggle whose name changes: it has no state, before and after. */
async function checkName(tree, from, to) {
  const wait = (name) =>
    waitUntil(`there is a button ${name}`, async () => (await tree.controls()).find((one) => name.test(one.name)));
  const before = await wait(from);
  checkEqual(before.state, "", `the state of “${before.name}”`);
  await tree.press(before);
  const after = await wait(to);
  checkEqual(after.state, "", `the state of “${after.name}”`);
  await tree.press(after);
  await wait(from);
}

/** All toggles with a state that are there now. */
async function checkStates(tree) {
  const toggles = (await tree.controls()).filter(({ state }) => state !== "");
  for (const toggle of toggles) await checkState(tree, toggle);
  return toggles.map(({ name }) => name);
}

export const toggles = {
  "each toggle has a name that changes, or a state, not both": async ({ teacher }) => {
    const { page } = teacher;
    const tree = await openTree(teacher);
    for (const [from, to] of NAMED) await checkName(tree, from, to);
    const seen = await checkStates(tree);
    for (const name of ["React", "People", "Chat", "Students can unmute themselves"]) {
      check(seen.includes(name), `“${name}” is among ${seen.join(", ")}`);
    }
    for (const name of DIALOGS) {
      await page.getByRole("button", { name }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await checkStates(tree);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    }
    for (const { name, state } of await tree.controls()) {
      const isDeed = /^(Mute|Unmute|Raise|Lower|Close|Look at|Back to|Show)/.test(name);
      check(!isDeed || state === "", `“${name}” says what it does, and has the state ${state}`);
    }
    await tree.close();
  },
};
