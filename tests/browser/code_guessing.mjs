// A visitor tries code after code.
import { inspect } from "./support/inspect.mjs";
import { check } from "./support/wait.mjs";

const SCENES = {
  "a visitor who guesses codes is told to wait": async ({ guesser }) => {
    await guesser.expecting([404, 429], async () => {
      await guesser.go("/join");
      const statuses = await guesser.page.evaluate(async () => {
        // Letters and digits that codes have: neither 0 nor 1.
        const guess = async (_, i) => (await fetch(`/join/ZZZ${22 + (i % 70)}`.replace(/[01]/g, "Z"))).status;
        return Promise.all(Array.from({ length: 160 }, guess));
      });
      check(statuses.includes(404) && statuses.includes(429), `some were answered, then no more: ${statuses}`);
      await guesser.go("/join/ZZZZZ");
      await guesser.seesText(/Too many wrong codes|wait a minute/i);
      await inspect(guesser, "join-wait");
    });
  },
};

export async function codeGuessing(play) {
  const guesser = await play.person("Guesser", { size: "phone" });
  await play.scenes("Guessing codes", { guesser }, SCENES);
}
