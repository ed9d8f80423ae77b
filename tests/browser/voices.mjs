// Sound as each one likes it: how loud, from where, by which device, and only while a key is held.
import { Person, SIZES } from "./support/person.mjs";
import { play } from "./support/play.mjs";
import { DEMO } from "./support/school.mjs";
import { look } from "./support/look.mjs";
import { AUDIBLE, hears, hearsNothing, loudness, sides, turns } from "./support/ears.mjs";
import { apart } from "./support/poses.mjs";
import { must, same, until } from "./support/until.mjs";
import { equip, hearsByMicrophone } from "./support/waves.mjs";
import { giveName } from "./lesson/arriving.mjs";
import { plan, signIn } from "./lesson/planning.mjs";

export async function open(person) {
  await person.stage();
  await person.page.getByRole("navigation", { name: "Your buttons" }).getByRole("button", { name: "Sound" }).click();
  return person.page.getByRole("dialog", { name: "Sound" });
}

export async function close(person) {
  await person.page.keyboard.press("Escape");
  await person.page.getByRole("dialog", { name: "Sound" }).waitFor({ state: "detached" });
}

/** How much louder one side is than the other, over long enough for a beep. */
async function leaning(person) {
  const [left, right] = await sides(person);
  return left / right;
}

/** Who is so much louder on one side than on the other is on that side. */
const ASIDE = 1.15;

/** Holds a key in the 3D room while this goes on. */
async function holding(person, key, doing) {
  await person.page.locator(".world canvas").focus();
  await person.page.keyboard.down(key);
  await doing();
  await person.page.keyboard.up(key);
}

const SCENES = {
  "a lesson begins, and one speaks": async (stage) => {
    const { teacher, ana, ben } = stage;
    await teacher.go("/signin");
    await signIn(teacher, DEMO.teacher, DEMO.teacher.password);
    await teacher.page.waitForURL("**/dashboard");
    Object.assign(stage, await plan(teacher, { title: "Birdsong" }));
    await teacher.press("Start the lesson");
    await teacher.page.getByRole("link", { name: "Go to the classroom" }).click();
    await teacher.isIn();
    for (const student of [ana, ben]) {
      await student.go(stage.link);
      await giveName(student);
      await student.isIn();
    }
    await ana.press("Speak");
    await hears(ben);
  },

  "before coming in one tries microphone, speaker and network": async ({ quin, link, faults }) => {
    await quin.go(link);
    await quin.press("Check your sound");
    const dialog = quin.page.getByRole("dialog", { name: "Sound" });
    await dialog.getByRole("button", { name: "Try the microphone" }).click();
    const meter = dialog.getByRole("meter", { name: "How loud you are" });
    await until("the microphone is heard", async () => (await meter.evaluate((bar) => bar.value)) > 0.2);
    await dialog.getByRole("button", { name: "Check the connection" }).click();
    await dialog.getByText("Sound comes through, and by the best way.").waitFor();
    for (const way of ["Directly (UDP): works", "Directly (TCP): works"]) await dialog.getByText(way).waitFor();
    faults.push(...(await look(quin, "sound-before", { whole: false })));
    await close(quin);
    await until("the focus is back", () =>
      quin.button("Check your sound").evaluate((node) => node === document.activeElement),
    );
    faults.push(...(await look(quin, "sound-join")));
  },

  "who is cut off by their network reads what to do": async ({ quin, faults }) => {
    await quin.page.evaluate(() => {
      // As a filter would: nothing of what the server offers can be reached.
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
        return setRemoteDescription.call(this, { type, sdp: sdp.replace(/a=candidate:.*\r\n/g, "") });
      };
    });
    await quin.press("Check your sound");
    const dialog = quin.page.getByRole("dialog", { name: "Sound" });
    await dialog.getByRole("button", { name: "Check the connection" }).click();
    await dialog.getByText(/does not come through on this network. Try another/).waitFor();
    faults.push(...(await look(quin, "sound-cut-off", { whole: false })));
  },

  "who speaks has a ring, in the list and among the cards": async ({ teacher, ben, faults }) => {
    await (await teacher.row("Ana")).locator(".ring").waitFor();
    await ben.page.locator(".flat-card", { hasText: "Ana" }).locator(".ring").waitFor();
    faults.push(...(await look(teacher, "sound-ring", { whole: false })));
  },

  "an administrator sees how everyone's sound travels": async ({ head, faults }) => {
    await head.go("/signin");
    await signIn(head, DEMO.head, DEMO.head.password);
    await head.go("/admin/live");
    const lesson = head.page.locator(".card", { has: head.page.getByRole("heading", { name: "Birdsong" }) });
    await lesson.getByRole("link", { name: /with sound: how it travels/ }).click();
    const ana = head.page.getByRole("listitem").filter({ hasText: "Ana" });
    await ana.getByText(/Directly \(UDP\), [\d.]+:\d+/).waitFor();
    await ana.getByText(/Speaking: [\d,]+ packets?, \d+ % lost/).waitFor();
    faults.push(...(await look(head, "admin-sound")));
    await head.page.setViewportSize(SIZES.phone.viewport);
    faults.push(...(await look(head, "admin-sound-narrow")));
  },

  "voices come from where people stand": async ({ teacher, ben }) => {
    // Ana sits to the left of Ben; the teacher, who faces them, has her on the right.
    const [bens, teachers] = [await leaning(ben), await leaning(teacher)];
    must(bens > ASIDE && teachers < 1 / ASIDE, `left by right: Ben ${bens}, the teacher ${teachers}`);
  },

  "and from elsewhere when they walk, or when one turns round": async ({ ana, ben }) => {
    await ana.view("room");
    await holding(ana, "ArrowRight", () =>
      until("Ben has her on his right", async () => (await leaning(ben)) < 1 / ASIDE),
    );
    await ana.view("list");
    await ben.view("room");
    const before = await ana.place(ben.seat);
    await holding(ben, "ArrowDown", () =>
      until("Ben takes a step back", () => apart(ana.places.get(ben.seat), before) > 0.2),
    );
    await until("Ben, who has turned, has her on his left", async () => (await leaning(ben)) > ASIDE);
    await ben.view("list");
  },

  "or from nowhere, for those who like it so": async ({ ben }) => {
    const dialog = await open(ben);
    await dialog.getByRole("switch", { name: /^Spatial sound/ }).uncheck();
    await close(ben);
    await until("both sides are alike", async () => Math.abs((await leaning(ben)) - 1) < 0.05);
  },

  "each sets how loud another is, by keyboard too, and the device keeps it": async ({ ben, faults }) => {
    const row = await ben.row("Ana");
    await row.getByRole("button", { name: "Sound of Ana" }).press("Enter");
    const slider = ben.page.getByRole("slider", { name: "Volume of Ana" });
    await slider.press("Home");
    await hearsNothing(ben);
    faults.push(...(await look(ben, "sound-volume", { whole: false })));
    await ben.page.reload();
    await ben.isIn();
    await ben.page.locator("#room-title").click();
    await hearsNothing(ben);
    await (await ben.row("Ana")).getByRole("button", { name: "Sound of Ana" }).click();
    same(await slider.inputValue(), "0", "the volume");
    for (let step = 0; step < 5; step++) await slider.press("ArrowRight");
    const half = await loudness(ben, 4000);
    for (let step = 0; step < 5; step++) await slider.press("ArrowRight");
    const whole = await loudness(ben, 4000);
    must(whole > 1.5 * half && half > AUDIBLE, `half as loud: ${half}, and as she comes: ${whole}`);
    await ben.page.getByRole("button", { name: "Sound of Ana" }).click();
  },

  "the teacher mutes all but one": async ({ teacher, ana, ben }) => {
    await ben.press("Speak");
    await ben.button("Mute").waitFor();
    await hears(ana);
    await (await teacher.row("Ana")).getByRole("button", { name: "Sound of Ana" }).click();
    await teacher.press("Mute all but Ana");
    await ben.button("Unmute").waitFor();
    await ana.button("Mute").waitFor();
    await hearsNothing(ana);
    for (const one of [ben, teacher]) await hears(one);
    await teacher.page.getByRole("button", { name: "Sound of Ana" }).click();
  },

  "the panel of sound keeps the focus, and gives it back": async ({ ana, faults }) => {
    const button = ana.page.getByRole("navigation", { name: "Your buttons" }).getByRole("button", { name: "Sound" });
    await button.press("Enter");
    const dialog = ana.page.getByRole("dialog", { name: "Sound" });
    await dialog.waitFor();
    for (let step = 0; step < 20; step++) {
      await ana.page.keyboard.press("Tab");
      const inside = await ana.page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest("dialog"),
      );
      must(inside, "the focus stays in the panel");
    }
    faults.push(...(await look(ana, "sound-panel", { whole: false })));
    await ana.page.keyboard.press("Escape");
    await until("the focus is back", () => button.evaluate((node) => node === document.activeElement));
  },

  "on a phone it is all there, too": async ({ pia, link, faults }) => {
    await pia.go(link);
    await giveName(pia);
    await pia.isIn();
    await pia.panel("people");
    faults.push(...(await look(pia, "sound-people", { whole: false })));
    await open(pia);
    faults.push(...(await look(pia, "sound-panel", { whole: false })));
    await close(pia);
  },

  "another microphone is taken without leaving": async ({ ana, ben }) => {
    const sent = () => ana.page.evaluate(() => window.peer.getSenders()[0].track.label);
    const before = await sent();
    const dialog = await open(ana);
    const choice = dialog.getByRole("combobox", { name: "Microphone", exact: true });
    await choice.locator("option").nth(1).waitFor({ state: "attached" });
    const names = (await choice.locator("option").allInnerTexts()).slice(1);
    const other = names.find((name) => name !== before);
    must(other, `there is another microphone than ${before}: ${names}`);
    await choice.selectOption(other);
    await until("it is sent", async () => (await sent()) === other);
    await close(ana);
    await ana.button("Mute").waitFor();
    await hears(ben);
    same(await ana.page.evaluate(() => window.peers.size), 1, "the peers that she has had");
  },

  "a neural network takes the noise away and leaves the voice, when it is wanted": async ({ ana, ben }) => {
    const sent = () => ana.page.evaluate(() => window.peer.getSenders()[0].track.id);
    await hearsByMicrophone(ana, "a voice in a noisy room");
    const dialog = await open(ana);
    const heard = {};
    for (const way of ["off", "strong", "browser"]) {
      if (way === "browser") await hearsByMicrophone(ana, undefined);
      const before = await sent();
      await dialog.getByRole("combobox", { name: "Background noise" }).selectOption(way);
      await until("another track is sent", async () => (await sent()) !== before);
      if (way === "browser") break;
      // What is on its way is played first, and the network listens for a while before it knows.
      await ben.page.waitForTimeout(2000);
      heard[way] = await turns(ben, 9000);
    }
    console.log(`    (her voice and her room: ${JSON.stringify(heard)})`);
    const { off, strong } = heard;
    must(off.quiet > 2 * AUDIBLE, "the noise is heard");
    must(strong.quiet < off.quiet / 4, "little is left of it");
    // This one is made of pulses and not of flesh: it is taken for half a voice.
    must(strong.loud > off.loud / 3, "her voice stays");
    await close(ana);
    await hears(ben);
  },

  "who holds to talk is heard while the key is held": async ({ ana, ben }) => {
    const dialog = await open(ana);
    await dialog.getByRole("switch", { name: /^Hold to talk/ }).check();
    await close(ana);
    await ana.page.keyboard.press("m");
    await ana.button("Hold to talk").waitFor();
    await hearsNothing(ben);
    await ana.page.keyboard.down("m");
    await ana.button("Speaking").waitFor();
    await hears(ben);
    await ana.page.keyboard.up("m");
    await ana.button("Hold to talk").waitFor();
    await hearsNothing(ben);
    const button = ana.button("Hold to talk");
    await button.dispatchEvent("pointerdown", { button: 0, pointerId: 1 });
    await hears(ben);
    await ana.button("Speaking").dispatchEvent("pointerup", { button: 0, pointerId: 1 });
    await hearsNothing(ben);
  },

  "the speaker and one's own voice can be tried out": async ({ ana }) => {
    const dialog = await open(ana);
    await hearsNothing(ana);
    const tone = loudness(ana, 5000);
    await dialog.getByRole("button", { name: "Play a test tone" }).click();
    must((await tone) > 0.02, "the tone is heard");
    await dialog.getByRole("button", { name: "Hear yourself" }).click();
    await dialog.getByText(/three seconds are recorded/).waitFor();
    const voice = loudness(ana, 8000);
    await dialog.getByText("This is how you sound.").waitFor();
    must((await voice) > 0.005, "her voice is heard");
    await dialog.getByText("This is how you sound.").waitFor({ state: "detached" });
    await close(ana);
  },
};

export async function voices(browser, school, tally) {
  const at = (name) => Person.at(browser, name, { size: "desktop", url: school.url });
  const [teacher, ana, ben] = [await at("Ada Lark"), await at("Ana"), await at("Ben")];
  const pia = await Person.at(browser, "Pia", { size: "phone", url: school.url });
  const quin = await Person.at(browser, "Quin", { size: "phone", url: school.url });
  const head = await at("Head");
  const people = [teacher, ana, ben, pia, quin, head];
  await equip(ana);
  await ana.page.addInitScript(() => {
    window.peers = new Set();
    const { setRemoteDescription } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      window.peers.add(this);
      window.peer = this;
      return setRemoteDescription.call(this, description);
    };
  });
  try {
    await play("Sound as one likes it", { teacher, ana, ben, pia, quin, head, people, faults: [] }, SCENES, tally);
  } finally {
    for (const person of people) await person.leave();
  }
}
