// The pages of those who look after the school, with something on each of them.
import { waitUntil } from "../support/wait.mjs";
import { callApi, uploadFile, SOME_DAY } from "../support/api_actions.mjs";
import { signIn, submit, visit } from "./visit.mjs";
import { NIKOS, PASSWORD, ZOE } from "./links.mjs";

const TITLE = "Ηφαίστεια";
const TEXT = "Φωτιά και πέτρα";

/** All pages of administrators, with something on each. */
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

export const administration = {
  "a teacher has a lesson that is live, and content for it": async (stage) => {
    const { teacher } = stage;
    const photo = await uploadFile(teacher, "photo", "etna.png", "Ένα βουνό που καπνίζει");
    const content = [
      { kind: "photo", media: photo.id },
      { kind: "text", text: "Το **μάγμα** είναι κάτω." },
      { kind: "quiz", question: "Πόσο καίει η λάβα;", options: ["Λίγο", "Πολύ"], answer: 1 },
    ];
    const words = { Title: TITLE, Discription: TEXT, public: true };
    const { id: experience } = await callApi(teacher, "POST", "/experiences", { ...words, content });
    const wanted = { sessionTitle: TITLE, description: TEXT, experiences: experience, ...SOME_DAY };
    const { id: session } = await callApi(teacher, "POST", "/sessions", wanted);
    Object.assign(stage, { experience, session });
    await teacher.go(`/dashboard/sessions/${session}`);
    await teacher.press("Έναρξη μαθήματος");
    await teacher.page.locator(".room").waitFor();
    await teacher.press("Άρση σίγασης");
    await teacher.button("Σίγαση").first().waitFor();
  },

  "an administrator blocks a student": async (stage) => {
    const { visitor } = stage;
    await signIn(visitor, ZOE.username, PASSWORD);
    for (const name of ["zoe", "eleni", "nikos"]) {
      stage[name] = (await callApi(visitor, "GET", `/people?search=${name}`)).people[0].id;
    }
    await visitor.go(`/admin/people/${stage.nikos}`);
    await submit(visitor, { reason: "Φωνάζει στο μάθημα" });
    await visitor.seesText("Φωνάζει στο μάθημα");
    await waitUntil("the sound is known", async () => {
      await visitor.go(`/admin/live/${stage.session}`);
      return (await visitor.page.locator(".lessons .lesson").count()) > 0;
    });
  },

  "all pages of administrators are in Greek": async (stage) => {
    for (const [name, path] of Object.entries(PAGES)) await visit(stage.visitor, `admin-${name}`, path(stage));
  },

  "forms that refuse something are in Greek": async ({ visitor }) => {
    await visit(visitor, "admin-audit-wrong", "/admin/audit?from=2026-13-41");
    await visit(visitor, "admin-settings-wrong", "/admin/settings", () =>
      submit(visitor, { capacity: "300", highest_capacity: "20" }),
    );
  },

  "a mail is shown in its frame": async ({ visitor }) => {
    await visitor.go("/admin/mails");
    const link = visitor.page.getByRole("link", { name: NIKOS.email }).first();
    const frame = ({ page }) => page.frameLocator("iframe.mail-html").getByRole("link").first().waitFor();
    await visit(visitor, "admin-mail", await link.getAttribute("href"), frame);
  },
};
