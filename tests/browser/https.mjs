// A school that serves HTTPS by itself, without a proxy: its pages, and a lesson over wss.
import { School } from "./support/school.mjs";
import { check, checkEqual } from "./support/wait.mjs";
import { enterName } from "./lesson/joining.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

const SCENES = {
  "a teacher signs in, plans a lesson and starts it by https": async (stage) => {
    const { teacher, account } = stage;
    await teacher.go("/signin");
    await signIn(teacher, account);
    await teacher.page.waitForURL("**/admin");
    Object.assign(stage, await plan(teacher, { title: "Secrets and ciphers" }));
    check(stage.link.startsWith("https://"), `the link leads to https: ${stage.link}`);
    await teacher.press("Start the lesson");
    await teacher.isInRoom();
  },

  "cookies are for https alone": async ({ teacher }) => {
    const cookies = (await teacher.context.cookies()).filter(({ name }) => name.includes("lyceum_"));
    check(
      cookies.some(({ name }) => name === "__Host-lyceum_login"),
      "they are signed in by a cookie",
    );
    for (const { name, secure } of cookies) {
      check(secure, `${name} is for https alone`);
      check(name.startsWith("__Host-"), `${name} is of this host alone`);
    }
  },

  "a student comes in over wss": async ({ ana, link, sockets }) => {
    await ana.go(link);
    await enterName(ana);
    await ana.isInRoom();
    checkEqual(sockets.map((url) => new URL(url).protocol).join(), "wss:", "how the lesson comes to them");
    checkEqual(new URL(sockets[0]).host, new URL(link).host, "where from");
  },

  "the student writes a line that the teacher reads": async ({ teacher, ana }) => {
    await ana.sendChat("Nobody reads this on the way");
    await teacher.chatLine("Nobody reads this on the way");
  },
};

export async function https(play) {
  const school = await School.open({ encrypted: true });
  play.closeAtEnd(() => school.close());
  const account = await school.teacher("rivera", "Ms Rivera");
  const [teacher, ana] = await play.people(["Ms Rivera", "Ana"], { url: school.url });
  const sockets = [];
  ana.page.on("websocket", (socket) => sockets.push(socket.url()));
  await play.scenes("HTTPS", { teacher, ana, account, sockets }, SCENES);
}
