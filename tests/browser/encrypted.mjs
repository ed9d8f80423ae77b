// A school that serves HTTPS by itself, without a proxy: its pages, and a lesson over wss.
import { Person } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { School } from "./support/school.mjs";
import { must, same } from "./support/until.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

const SCENES = {
  "a teacher signs in, plans a lesson and starts it by https": async (stage) => {
    const { teacher, account } = stage;
    await teacher.go("/signin");
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Secrets and ciphers" }));
    must(stage.link.startsWith("https://"), `the link leads to https: ${stage.link}`);
    await teacher.press("Start the lesson");
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
  },

  "no browser gives their cookies away in the clear": async ({ teacher }) => {
    const cookies = (await teacher.context.cookies()).filter(({ name }) => name.startsWith("lyceum_"));
    must(
      cookies.some(({ name }) => name === "lyceum_login"),
      "they are signed in by a cookie",
    );
    for (const { name, secure } of cookies) must(secure, `${name} is for https alone`);
  },

  "a student comes in over wss": async ({ ana, link, ways }) => {
    await ana.go(link);
    await giveName(ana);
    await ana.isIn();
    same(ways.map((way) => new URL(way).protocol).join(), "wss:", "how the lesson comes to them");
    same(new URL(ways[0]).host, new URL(link).host, "where from");
  },

  "and writes a line that the teacher reads": async ({ teacher, ana }) => {
    await ana.say("Nobody reads this on the way");
    await teacher.line("Nobody reads this on the way");
  },
};

/** @param closing where that is put which is to be closed whatever happens */
export async function encrypted(browser, tally, closing) {
  const school = await School.open({ encrypted: true });
  closing.push(() => school.close());
  const account = await school.teacher("rivera", "Ms Rivera");
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, ana] = [await at("Ms Rivera"), await at("Ana")];
  const ways = [];
  ana.page.on("websocket", (socket) => ways.push(socket.url()));
  const people = [teacher, ana];
  try {
    await play("Encrypted", { teacher, ana, account, ways, people, faults: [] }, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
  }
}
