// The chat: both ways, corrected, harmless, and counted while nobody looks.
import { look } from "../support/look.mjs";
import { must, same } from "../support/until.mjs";

export const chatting = {
  "the teacher and the students write to each other": async ({ teacher, ana, ben }) => {
    await teacher.say("Good morning, everyone. It is: please draw a circle.");
    for (const student of [ana, ben]) await student.line("please draw a circle");
    await ben.say("Mine looks like a potato");
    await teacher.line("potato");
  },

  "an author corrects a line, and everyone reads that it was edited": async ({ teacher, ana, ben }) => {
    const line = await ben.line("potato");
    await line.hover();
    await line.getByRole("button", { name: /^Edit/ }).click();
    await ben.page.getByLabel("Edit your line").fill("Mine looks like an egg");
    await ben.press("Save");
    for (const person of [teacher, ana, ben]) {
      const edited = await person.line("Mine looks like an egg");
      await edited.getByText("edited", { exact: true }).waitFor();
    }
    const others = await ana.line("Mine looks like an egg");
    same(await others.getByRole("button", { name: /^Edit/ }).count(), 0, "pencils at another's line");
  },

  "what looks like code is only text": async ({ ana, ben }) => {
    const nasty = `<img src=x onerror="document.title='caught'"> javascript:alert(1) <b>bold</b>`;
    await ben.say(nasty);
    const line = await ana.line("onerror");
    must((await line.locator(".line-text").innerText()).includes(nasty), "the line reads as it was typed");
    same(await line.locator(".line-text *").count(), 0, "elements within it");
    must(!(await ana.page.title()).includes("caught"), "nothing of it ran");
  },

  "a line that is written from right to left begins on the right": async ({ ana, ben }) => {
    await ana.say("مرحبا، ما هو π؟");
    for (const person of [ana, ben]) {
      const line = await person.line("مرحبا");
      const way = await line.locator(".bubble").evaluate((bubble) => getComputedStyle(bubble).direction);
      same(way, "rtl", `the way in which ${person.name} reads it`);
    }
  },

  "a link in a line opens elsewhere and tells nothing": async ({ teacher, ana }) => {
    await teacher.say("Read on at https://example.org/circles, please.");
    const link = (await ana.line("Read on")).getByRole("link");
    same(await link.getAttribute("href"), "https://example.org/circles", "where it leads");
    same(await link.getAttribute("target"), "_blank", "where it opens");
    const rel = await link.getAttribute("rel");
    must(/noopener/.test(rel) && /noreferrer/.test(rel), `what it tells: ${rel}`);
  },

  "lines are counted while the chat is closed": async ({ teacher, ana, faults }) => {
    const chat = await ana.panel("chat");
    faults.push(...(await look(ana, "room-chat", { whole: false })));
    await chat.getByRole("button", { name: "Close chat" }).click();
    await teacher.say("Who knows pi?");
    await teacher.say("The first three digits are enough.");
    const badge = ana.page.locator("#chat-toggle .badge");
    await badge.getByText("2").waitFor();
    await ana.page.locator("#chat-toggle").click();
    await badge.waitFor({ state: "detached" });
    await ana.line("The first three digits are enough.");
  },
};
