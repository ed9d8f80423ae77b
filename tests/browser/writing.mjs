// People who write code where words are asked for: everybody reads it as it was typed, and nothing of it ever runs.
import { giveName } from "./lesson/arriving.mjs";
import { signIn } from "./lesson/planning.mjs";
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { must, same } from "./support/until.mjs";

// Each breaks out of another place: text, an attribute in either quote, a title, a script, a comment, a template, a link.
// None is longer than a name may be.
const CORPUS = [
  `<script>caught()</script>`,
  `<img src=x onerror=caught()>`,
  `<svg/onload=caught()>`,
  `"><img src=x onerror=caught()>`,
  `'><svg/onload=caught()>`,
  `" autofocus onfocus=caught() x="`,
  `' onmouseover='caught()`,
  `</title><script>caught()</script>`,
  `</script><script>caught()</script>`,
  `</textarea><svg/onload=caught()>`,
  `--><svg/onload=caught()>`,
  `javascript:caught()//`,
  `{{ caught() }}{% raw %}`,
  "${caught()}`-caught()-`",
  `&lt;svg/onload=caught()&gt;`,
  `<a href=javascript:caught()>a</a>`,
  `<iframe srcdoc=<script>caught()>`,
  `\\u003csvg/onload=caught()\\u003e`,
];

/** Whatever ran, or stands on the page as something other than text. */
async function harm({ page }) {
  return page.evaluate(() => {
    const found = globalThis.wasCaught ? ["it ran"] : [];
    for (const one of document.querySelectorAll("*")) {
      const written = [...one.attributes].filter(
        ({ name, value }) => name.startsWith("on") || (name === "href" && /^\s*javascript:/i.test(value)),
      );
      const strange = one.matches("img[src=x], iframe[srcdoc], script:not([src]):not([type$=json])");
      if (strange || written.length > 0) found.push(one.outerHTML.slice(0, 200));
    }
    return found;
  });
}

async function sees(person, what, words) {
  const found = await harm(person);
  must(found.length === 0, `${what}: ${found.join(" ")}`);
  if (words === undefined) return;
  const text = await person.page.evaluate(() => {
    const fields = [...document.querySelectorAll("input, textarea")].map(({ value }) => value);
    return [document.body.innerText, document.title, ...fields].join("\n");
  });
  must(text.includes(words), `${what} shows ${words} as it was typed`);
}

/** As a page of ours asks the API. */
function ask({ page }, method, path, body) {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body],
  );
}

const SCENES = {
  "a teacher writes code into every field of a lesson": async (stage) => {
    const { teacher, account } = stage;
    await teacher.go("/signin");
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/dashboard");
    for (const words of CORPUS) {
      await ask(teacher, "POST", "/experiences", { Title: words, Discription: words, public: true });
      const series = words.slice(0, 60);
      const wanted = { sessionTitle: words, description: words, series, dateTimeOfSession: "2030-01-07T09:00:00Z" };
      const session = await ask(teacher, "POST", "/sessions", wanted);
      await ask(teacher, "POST", `/sessions/${session.id}/stream-keys`, { kind: "view", name: words });
      for (const path of ["", "/edit"]) {
        await teacher.go(`/dashboard/sessions/${session.id}${path}`);
        await sees(teacher, `the lesson's page ${path}`, words);
      }
      stage.session = session;
    }
    for (const path of ["/dashboard", "/dashboard/experiences"]) {
      await teacher.go(path);
      for (const words of CORPUS) await sees(teacher, path, words);
    }
    for (const path of ["/dashboard/sessions/new", "/dashboard/progress"]) {
      await teacher.go(path);
      await sees(teacher, `where the series are: ${path}`);
    }
  },

  "and is called so": async ({ teacher, guest, session, account }) => {
    for (const name of CORPUS) {
      await ask(teacher, "PUT", "/updateme", { name });
      await teacher.go("/profile");
      await sees(teacher, "the profile", name);
      await guest.go(`/join/${session.sessionCode}`);
      await sees(guest, "the door of the lesson", session.sessionTitle);
    }
    await ask(teacher, "PUT", "/updateme", { name: account.name });
  },

  "forms that are shown again show it as text": async ({ guest }) => {
    for (const words of CORPUS) {
      await guest.amid(/400|401|404/, async () => {
        await guest.go("/signin");
        await signIn(guest, { username: words }, "not the password");
        await guest.reads("do not go together");
        await sees(guest, "the sign-in", words);
        await guest.go(`/join?code=${encodeURIComponent(words)}`);
        await sees(guest, "the code that was typed", words);
        await guest.go(`/signin?next=${encodeURIComponent(words)}`);
        await sees(guest, "where one is led after signing in");
        await guest.go(`/${encodeURIComponent(words)}`);
        await sees(guest, "an address that is not there");
      });
    }
  },

  "a guest whose name is code comes into the lesson and writes code": async ({ teacher, guest, session }) => {
    const name = `<img src=x onerror=caught()>`;
    await teacher.go(`/join/${session.sessionCode}`);
    await teacher.press("Start the lesson");
    await teacher.isIn();
    await guest.go(`/join/${session.sessionCode}`);
    await giveName(guest, name);
    await guest.isIn();
    for (const words of CORPUS) {
      await guest.say(words);
      const line = await teacher.line(words);
      must((await line.locator(".line-text").innerText()).includes(words), `the line ${words} reads as it was typed`);
    }
    for (const person of [teacher, guest]) {
      await person.panel("people");
      await sees(person, "the room", name);
    }
    same(await teacher.page.title(), `${session.sessionTitle} · Lyceum`, "the room's title");
  },
};

export async function writing(browser, school, account, tally) {
  const teacher = await Person.at(browser, account.name, { size: "desktop", url: school.url });
  const guest = await Person.at(browser, "Guest", { size: "desktop", url: school.url });
  const people = [teacher, guest];
  for (const { context, page } of people) {
    await context.addInitScript(() => (globalThis.caught = () => (globalThis.wasCaught = true)));
    page.on("dialog", (dialog) => dialog.dismiss().then(() => page.evaluate(() => globalThis.caught())));
  }
  await play("Code where words are asked for", { teacher, guest, people, account, faults: [] }, SCENES, tally);
  for (const person of people) await person.leave();
}
