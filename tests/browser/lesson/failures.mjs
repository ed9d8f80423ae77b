// What goes wrong in schools: a network that fails, and a server that dies.
import { CONNECTION_LOST } from "../support/person.mjs";
import { inspect } from "../support/inspect.mjs";
import { checkEqual } from "../support/wait.mjs";

export const connectionLoss = {
  "a student who loses the connection is told so, and keeps the seat": async ({ teacher, ana, proxy }) => {
    const { seat } = ana;
    await ana.expecting(CONNECTION_LOST, async () => {
      proxy.cut();
      await ana.seesText("Connection lost.");
      await (await teacher.participantRow("Ana")).getByText("connection lost").waitFor();
      await inspect(ana, "room-lost");
      proxy.mend();
      // The page also tries by itself, and may be back before the button is reached.
      await Promise.race([ana.press("Try now").catch(() => {}), ana.isInRoom()]);
      await ana.isInRoom();
    });
    checkEqual(ana.seat, seat, "her seat");
    await (await teacher.participantRow("Ana")).getByText("connection lost").waitFor({ state: "detached" });
  },
};

export const serverCrash = {
  "after kill -9 everyone is back, in the same seat, and nothing is lost": async (stage) => {
    const { school, people } = stage;
    const before = people.map(({ seat, joins, navigations }) => ({ seat, joins, navigations }));
    await stage.allExpecting(CONNECTION_LOST, async () => {
      await school.kill();
      for (const person of people) await person.seesText(/Connection lost/);
      await school.start();
      const ready = performance.now();
      await Promise.all(people.map((person) => person.isInRoom()));
      stage.play.print(`    everyone is back after ${Math.round(performance.now() - ready)} ms`);
    });
    for (const [i, person] of people.entries()) {
      checkEqual(person.seat, before[i].seat, `the seat of ${person.name}`);
      checkEqual(person.joins, before[i].joins + 1, `how often ${person.name} came in`);
      checkEqual(person.navigations, before[i].navigations, `pages that ${person.name} loaded`);
      for (const line of ["Is this the lesson about circles?", "Mine looks like an egg", "Who knows pi?"]) {
        await person.chatLine(line);
      }
    }
  },

  "the lesson goes on as before": async ({ teacher, ana, ben }) => {
    await ben.sendChat("3.14, as the server forgot nothing");
    for (const person of [teacher, ana]) await person.chatLine("3.14, as the server forgot nothing");
  },
};
