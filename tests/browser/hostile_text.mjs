// People who write code where words are asked for: where scripts render it, everybody reads it as it was typed, and nothing of it
// ever runs. All other pages are tried without a browser (tests/pages/hostile_text).
import { School } from "./support/school.mjs";
import { watchForScripts } from "./hostile_text/corpus.mjs";
import { lesson } from "./hostile_text/lesson.mjs";
import { pages } from "./hostile_text/pages.mjs";

/** In a school of its own, whose very name is code. */
export async function hostileText(play) {
  const school = await School.open({ environment: { LYCEUM_DEMO: "0" } });
  play.closeAtEnd(() => school.close());
  const people = await play.people(["Ms Writer", "Guest"], { url: school.url });
  const [teacher, guest] = await Promise.all(people.map(watchForScripts));
  await play.scenes("Code where words are asked for", { school, teacher, guest }, { ...pages, ...lesson });
}
