// The chat: messages both ways, edited, and counted while the chat is closed.
import { inspect } from "../support/inspect.mjs";
import { check, checkEqual, waitUntil } from "../support/wait.mjs";

export const chat = {
  "the teacher and the students write to each other": async ({ teacher, ana, ben }) => {
    await teacher.sendChat("Good morning, everyone. It is: please draw a circle.");
    for (const student of [ana, ben]) await student.chatLine("please draw a circle");
    await ben.sendChat("Mine looks like a potato");
    await teacher.chatLine("potato");
  },

  "an author edits a message, and everyone sees that it was edited": async ({ teacher, ana, ben }) => {
    const line = await ben.chatLine("potato");
    await line.hover();
    await line.getByRole("button", { name: /^Edit/ }).click();
    await ben.page.getByLabel("Edit your message").fill("Mine looks like an egg");
    await ben.press("Save");
    for (const person of [teacher, ana, ben]) {
      const edited = await person.chatLine("Mine looks like an egg");
      await edited.getByText("edited", { exact: true }).waitFor();
    }
    const others = await ana.chatLine("Mine looks like an egg");
    checkEqual(await others.getByRole("button", { name: /^Edit/ }).count(), 0, "pencils at another's line");
  },

  "the teacher deletes a rude message and pauses the chat": async ({ teacher, ana, ben }) => {
    await ben.sendChat("You draw like a rude word");
    const line = await teacher.chatLine("rude word");
    await line.hover();
    await line.getByRole("button", { name: /^Delete/ }).click();
    await teacher.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    for (const person of [teacher, ana, ben]) await person.chatLine("Deleted by the teacher");
    const chat = await teacher.openPanel("chat");
    await chat.getByRole("switch", { name: "Pause the chat for students" }).check();
    const field = (await ana.openPanel("chat")).getByLabel("Message everyone");
    await waitUntil("the field says that the chat is paused", async () =>
      /paused/.test((await field.getAttribute("placeholder")) ?? ""),
    );
    check(await field.isDisabled(), "nothing can be written");
    await inspect(ana, "room-chat-paused");
    await inspect(teacher, "room-chat-pauses");
    await chat.getByRole("switch", { name: "Pause the chat for students" }).uncheck();
    await waitUntil("the field takes words again", () => field.isEnabled());
  },

  "messages are counted while the chat is closed": async ({ teacher, ana }) => {
    const chat = await ana.openPanel("chat");
    await inspect(ana, "room-chat");
    await chat.getByRole("button", { name: "Close chat" }).click();
    await teacher.sendChat("Who knows pi?");
    await teacher.sendChat("The first three digits are enough.");
    const badge = ana.page.locator("#chat-toggle .badge");
    await badge.getByText("2").waitFor();
    await ana.page.locator("#chat-toggle").click();
    await badge.waitFor({ state: "detached" });
    await ana.chatLine("The first three digits are enough.");
  },
};

/** What lines are made of: the same in every layout. */
export const chatText = {
  "messages that look like code are only text": async ({ ana, ben }) => {
    const nasty = `<img src=x onerror="document.title='caught'"> javascript:alert(1) <b>bold</b>`;
    await ben.sendChat(nasty);
    const line = await ana.chatLine("onerror");
    check((await line.locator(".line-text").innerText()).includes(nasty), "the line reads as it was typed");
    checkEqual(await line.locator(".line-text *").count(), 0, "elements within it");
    check(!(await ana.page.title()).includes("caught"), "nothing of it ran");
  },

  "a message written from right to left begins on the right": async ({ ana, ben }) => {
    await ana.sendChat("مرحبا، ما هو π؟");
    for (const person of [ana, ben]) {
      const line = await person.chatLine("مرحبا");
      const way = await line.locator(".bubble").evaluate((bubble) => getComputedStyle(bubble).direction);
      checkEqual(way, "rtl", `the way in which ${person.name} reads it`);
    }
  },

  "a link in a message opens in a new tab without opener or referrer": async ({ teacher, ana }) => {
    await teacher.sendChat("Read on at https://example.org/circles, please.");
    const link = (await ana.chatLine("Read on")).getByRole("link");
    checkEqual(await link.getAttribute("href"), "https://example.org/circles", "where it leads");
    checkEqual(await link.getAttribute("target"), "_blank", "where it opens");
    const rel = await link.getAttribute("rel");
    check(/noopener/.test(rel) && /noreferrer/.test(rel), `what it tells: ${rel}`);
  },
};
