// Reactions: six emoji in a menu above the dock, shown beside the name of the one who reacts.
import { inspect } from "../support/inspect.mjs";
import { checkEqual, waitUntil } from "../support/wait.mjs";

export const reactions = {
  "a student reacts, and everyone sees it beside the student's name": async ({ teacher, ana, ben }) => {
    await ana.closePanels();
    await ana.press("React");
    const menu = ana.page.getByRole("group", { name: "Reactions" });
    const emoji = menu.getByRole("button");
    const tops = await emoji.evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
    checkEqual(tops.length, 6, "the emoji in the menu");
    checkEqual(new Set(tops).size, 1, "the lines in which they stand");
    await inspect(ana, "room-reactions");
    // It is shown for a moment only: they look before it comes.
    const rows = await Promise.all([teacher, ben].map((person) => person.participantRow("Ana")));
    const seen = rows.map((row) => row.locator(".reactions-of", { hasText: "👏" }).waitFor());
    await menu.getByRole("button", { name: "Clapping" }).click();
    await Promise.all(seen);
    await ana.page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    await waitUntil("the focus is back", () =>
      ana.button("React").evaluate((button) => button === document.activeElement),
    );
  },
};
