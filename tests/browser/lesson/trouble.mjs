// What goes wrong in schools: a network that fails, and a server that dies.
import { look } from "../support/look.mjs";
import { same } from "../support/until.mjs";

/** What the browser says of a server that is not there. */
const AWAY = /WebSocket|ERR_(CONNECTION|EMPTY|SOCKET)/;

export const trouble = {
  "a student whose network fails is told so, and keeps the seat": async ({ teacher, ana, cable, faults }) => {
    const { seat } = ana;
    await ana.amid(AWAY, async () => {
      cable.cut();
      await ana.reads("The connection is lost.");
      await (await teacher.row("Ana")).getByText("connection lost").waitFor();
      faults.push(...(await look(ana, "room-lost", { whole: false })));
      cable.mend();
      // The page also tries by itself, and may be back before the button is reached.
      await Promise.race([ana.press("Try now").catch(() => {}), ana.isIn()]);
      await ana.isIn();
    });
    same(ana.seat, seat, "her seat");
    await (await teacher.row("Ana")).getByText("connection lost").waitFor({ state: "detached" });
  },

  "after kill -9 everyone is back, in the same seat, and nothing is lost": async (stage) => {
    const { school, people } = stage;
    const before = people.map(({ seat, joins, navigations }) => ({ seat, joins, navigations }));
    await stage.amid(AWAY, async () => {
      await school.kill();
      for (const person of people) await person.reads(/The connection is lost/);
      await school.start();
      const ready = performance.now();
      await Promise.all(people.map((person) => person.isIn()));
      console.log(`    everyone is back after ${Math.round(performance.now() - ready)} ms`);
    });
    for (const [i, person] of people.entries()) {
      same(person.seat, before[i].seat, `the seat of ${person.name}`);
      same(person.joins, before[i].joins + 1, `how often ${person.name} came in`);
      same(person.navigations, before[i].navigations, `pages that ${person.name} loaded`);
      for (const line of ["Is this the lesson about circles?", "Mine looks like an egg", "Who knows pi?"]) {
        await person.line(line);
      }
    }
  },

  "the lesson goes on as before": async ({ teacher, ana, ben }) => {
    await ben.say("3.14, as the server forgot nothing");
    for (const person of [teacher, ana]) await person.line("3.14, as the server forgot nothing");
  },
};
