// The links that a server prints and mails, while they are good and when they are used up, and the pages of administrators: in
// Greek, whose long words need most room, at a desktop and on a phone.
import { School } from "./support/school.mjs";
import { links } from "./mailed_links/links.mjs";
import { administration } from "./mailed_links/administration.mjs";

const SCENES = { ...links, ...administration };

export async function mailedLinks(play) {
  // Without the demo's people: the school has no administrator at first, and all that is in it is Greek.
  const school = await School.open({ environment: { LYCEUM_DEMO: "0" } });
  play.closeAtEnd(() => school.close());
  const at = (name, locale) => play.person(name, { url: school.url, locale });
  const [visitor, teacher] = [await at("Ζωή", "el-GR"), await at("Ελένη", "el-GR")];
  await play.scenes("Mailed links and administration, in Greek", { school, visitor, teacher }, SCENES);
}
