// People who write code where words are asked for: everybody reads it as it was typed, and nothing of it ever runs.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { School } from "./support/school.mjs";
import { watch } from "./writing/corpus.mjs";
import { forms } from "./writing/forms.mjs";
import { naming } from "./writing/naming.mjs";
import { preparing } from "./writing/preparing.mjs";
import { teaching } from "./writing/teaching.mjs";

const SCENES = { ...forms.ofStrangers, ...preparing, ...naming, ...teaching, ...forms.ofMembers };

/** In a school of their own: its very name is code in the end. */
export async function writing(browser, tally, open) {
  const school = await School.open({ environment: { LYCEUM_DEMO: "0" } });
  open.push(() => school.close());
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, guest] = [await watch(await at("Ms Writer")), await watch(await at("Guest"))];
  const people = [teacher, guest];
  await play("Code where words are asked for", { school, teacher, guest, people, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
