// A whole lesson, from planning to its end: one teacher and two students, at desks or on phones.
import { Cable } from "./support/cable.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { arriving } from "./lesson/arriving.mjs";
import { chatting } from "./lesson/chatting.mjs";
import { ending } from "./lesson/ending.mjs";
import { order } from "./lesson/order.mjs";
import { planning } from "./lesson/planning.mjs";
import { trouble } from "./lesson/trouble.mjs";
import { walking } from "./lesson/walking.mjs";

const SCENES = { ...planning, ...arriving, ...walking, ...chatting, ...order, ...trouble, ...ending };

export async function lesson(browser, school, account, size, tally) {
  const cable = await Cable.to(school.port);
  const teacher = await Person.at(browser, account.name, { size, url: school.url });
  const ana = await Person.at(browser, "Ana", { size, url: cable.url });
  const ben = await Person.at(browser, "Ben", { size, url: school.url });
  const people = [teacher, ana, ben];
  const amid = (pattern, doing) => people.reduceRight((inner, person) => () => person.amid(pattern, inner), doing)();
  const stage = { school, account, size, cable, teacher, ana, ben, people, amid, faults: [] };
  try {
    await play(`A lesson, ${size}`, stage, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
    cable.close();
  }
}
