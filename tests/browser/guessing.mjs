// Last of all, since it makes this address wait: somebody who tries code after code.
import { look } from "./support/look.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { must } from "./support/until.mjs";

const SCENES = {
  "who guesses codes is told to wait": async ({ guesser, faults }) => {
    await guesser.amid(/404|429/, async () => {
      await guesser.go("/join");
      const statuses = await guesser.page.evaluate(async () => {
        // Letters and digits that codes have: neither 0 nor 1.
        const guess = async (_, i) => (await fetch(`/join/ZZZ${22 + (i % 70)}`.replace(/[01]/g, "Z"))).status;
        return Promise.all(Array.from({ length: 160 }, guess));
      });
      must(statuses.includes(404) && statuses.includes(429), `some were answered, then no more: ${statuses}`);
      await guesser.go("/join/ZZZZZ");
      await guesser.reads(/Too many wrong codes|wait a minute/i);
      faults.push(...(await look(guesser, "join-wait")));
    });
  },
};

export async function guessing(browser, school, tally) {
  const guesser = await Person.at(browser, "Guesser", { size: "phone", url: school.url });
  await play("Guessing", { guesser, people: [guesser], faults: [] }, SCENES, tally);
  await guesser.leave();
}
