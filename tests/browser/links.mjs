// The links that a server prints and mails, while they live and when they are dead, and the pages of those who look after the
// school: seen in Greek and in English, by day and by night, with nothing left of the other language.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { School } from "./support/school.mjs";
import { leading } from "./links/leading.mjs";
import { office } from "./links/office.mjs";

const SCENES = { ...leading, ...office };

/** A school without the demo's people: nobody looks after it at first, and all that is in it is Greek. */
export async function links(browser, size, tally, open) {
  const school = await School.open({ environment: { LYCEUM_DEMO: "0" } });
  open.push(() => school.close());
  const at = (name, locale) => Person.at(browser, name, { size, url: school.url, locale });
  const [greek, english] = [await at("Ζωή", "el-GR"), await at("Zoe", "en-GB")];
  const teacher = await at("Ελένη", "el-GR");
  const people = [greek, english, teacher];
  await play(`Links and offices, ${size}`, { school, greek, english, teacher, people, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
