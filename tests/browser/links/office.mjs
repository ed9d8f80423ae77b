// The pages of those who look after the school, with something on each of them.
import { until } from "../support/until.mjs";
import { ask, bring, SOME_DAY } from "../writing/deeds.mjs";
import { both, signIn, submit } from "./both.mjs";
import { NIKOS, PASSWORD, ZOE } from "./leading.mjs";

const TITLE = "Ηφαίστεια";
const TEXT = "Φωτιά και πέτρα";

/** What there is to be looked at, once all is prepared. */
const PAGES = {
  overview: () => "/admin",
  people: () => "/admin/people",
  "people-none": () => "/admin/people?search=κανείς&role=teacher",
  person: ({ eleni }) => `/admin/people/${eleni}`,
  "person-blocked": ({ nikos }) => `/admin/people/${nikos}`,
  "person-own": ({ zoe }) => `/admin/people/${zoe}`,
  live: () => "/admin/live",
  sound: ({ session }) => `/admin/live/${session}`,
  invitations: () => "/admin/invitations",
  "invitations-used": () => "/admin/invitations?state=used",
  library: () => "/admin/experiences",
  experience: ({ experience }) => `/admin/experiences/${experience}`,
  mails: () => "/admin/mails",
  settings: () => "/admin/settings",
  audit: () => "/admin/audit",
  "audit-none": () => "/admin/audit?person=κανείς",
};

export const office = {
  "a teacher has a lesson that is live, and content for it": async (stage) => {
    const { teacher } = stage;
    const photo = await bring(teacher, "photo", "etna.png", "Ένα βουνό που καπνίζει");
    const content = [
      { kind: "photo", media: photo.id },
      { kind: "text", text: "Το **μάγμα** είναι κάτω." },
      { kind: "quiz", question: "Πόσο καίει η λάβα;", options: ["Λίγο", "Πολύ"], answer: 1 },
    ];
    const words = { Title: TITLE, Discription: TEXT, public: true };
    const { id: experience } = await ask(teacher, "POST", "/experiences", { ...words, content });
    const wanted = { sessionTitle: TITLE, description: TEXT, experiences: experience, ...SOME_DAY };
    const { id: session } = await ask(teacher, "POST", "/sessions", wanted);
    Object.assign(stage, { experience, session });
    await teacher.go(`/dashboard/sessions/${session}`);
    await teacher.press("Έναρξη μαθήματος");
    await teacher.reads("Το μάθημα ξεκίνησε.");
    await teacher.page.getByRole("link", { name: "Στην αίθουσα" }).click();
    await teacher.page.locator(".room").waitFor();
    await teacher.press("Μιλώ");
    await teacher.button("Σίγαση").first().waitFor();
  },

  "somebody is blocked": async (stage) => {
    const { greek, english } = stage;
    for (const person of [greek, english]) await signIn(person, ZOE.username, PASSWORD);
    for (const name of ["zoe", "eleni", "nikos"]) {
      stage[name] = (await ask(greek, "GET", `/people?search=${name}`)).people[0].id;
    }
    await greek.go(`/admin/people/${stage.nikos}`);
    await submit(greek, { reason: "Φωνάζει στο μάθημα" });
    await greek.reads("Φωνάζει στο μάθημα");
    await until("the sound is known", async () => {
      await greek.go(`/admin/live/${stage.session}`);
      return (await greek.page.locator(".lessons .lesson").count()) > 0;
    });
  },

  "all pages of administrators are good to look at, in both languages": async (stage) => {
    for (const [name, path] of Object.entries(PAGES)) await both(stage, `admin-${name}`, path(stage));
  },

  "so are those that refuse something": async (stage) => {
    await both(stage, "admin-audit-wrong", "/admin/audit?from=2026-13-41");
    await both(stage, "admin-settings-wrong", "/admin/settings", (person) =>
      submit(person, { capacity: "300", highest_capacity: "20" }),
    );
  },

  "a mail is, with its frame": async (stage) => {
    const { greek } = stage;
    await greek.go("/admin/mails");
    const link = greek.page.getByRole("link", { name: NIKOS.email }).first();
    const frame = ({ page }) => page.frameLocator("iframe.mail-html").getByRole("link").first().waitFor();
    await both(stage, "admin-mail", await link.getAttribute("href"), frame);
  },
};
