// People who write code where words are asked for: everybody reads it as it was typed, and nothing of it ever runs.
import { School } from "./support/school.mjs";
import { watchForScripts } from "./hostile_text/corpus.mjs";
import { forms } from "./hostile_text/forms.mjs";
import { naming } from "./hostile_text/naming.mjs";
import { preparing } from "./hostile_text/preparing.mjs";
import { teaching } from "./hostile_text/teaching.mjs";

const SCENES = { ...forms.ofStrangers, ...preparing, ...naming, ...teaching, ...forms.ofMembers };

/** In a school of their own: its very name is code in the end. */
export async function hostileText(play) {
  const school = await School.open({ environment: { LYCEUM_DEMO: "0" } });
  play.closeAtEnd(() => school.close());
  const people = await play.people(["Ms Writer", "Guest"], { url: school.url });
  const [teacher, guest] = await Promise.all(people.map(watchForScripts));
  await play.scenes("Code where words are asked for", { school, teacher, guest }, SCENES);
}
