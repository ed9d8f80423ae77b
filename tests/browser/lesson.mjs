// A whole lesson, from planning to its end: one teacher and two students, at desks or on phones. On a phone it is about the
// room, which has another layout there; pages are inspected in both sizes at a desk.
import { TcpProxy } from "./support/tcp_proxy.mjs";
import { chat, chatText } from "./lesson/chat.mjs";
import { afterwards, ending, whileLive } from "./lesson/ending.mjs";
import { connectionLoss, serverCrash } from "./lesson/failures.mjs";
import { joining, wrongCodes } from "./lesson/joining.mjs";
import { moderation } from "./lesson/moderation.mjs";
import { movement } from "./lesson/movement.mjs";
import { planned, planning, preview } from "./lesson/planning.mjs";
import { reactions } from "./lesson/reactions.mjs";
import { toggles } from "./lesson/toggles.mjs";

const BEFORE = { ...planning, ...preview, ...wrongCodes };
const DURING = { ...joining, ...movement, ...chat, ...reactions };
const SCENES = {
  desktop: {
    ...{ ...BEFORE, ...DURING, ...chatText, ...toggles, ...moderation, ...connectionLoss, ...serverCrash },
    ...{ ...whileLive, ...ending, ...afterwards },
  },
  phone: { ...planned, ...preview, ...DURING, ...moderation, ...connectionLoss, ...ending },
};

export async function lesson(play, size) {
  const { school } = play;
  const account = await school.teacher(`rivera-${size}`, "Ms Rivera");
  const proxy = await TcpProxy.to(school.port);
  play.closeAtEnd(() => proxy.close());
  const teacher = await play.person(account.name, { size });
  const ana = await play.person("Ana", { size, url: proxy.url });
  const ben = await play.person("Ben", { size });
  const people = [teacher, ana, ben];
  const allExpecting = (what, doing) =>
    people.reduceRight((inner, person) => () => person.expecting(what, inner), doing)();
  await play.scenes(
    `A lesson, ${size}`,
    { school, account, size, proxy, teacher, ana, ben, people, allExpecting },
    SCENES[size],
  );
}
