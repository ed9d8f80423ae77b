// A class of guests behind one page: they need no screens of their own, only a seat each.

const GUESTS = [
  ["Mila", "#f1c27d", "long", "#4e342e", "none", "none", [-1.9, -6.4]],
  ["Noor", "#8d5524", "bun", "#2c222b", "none", "round", [1.9, -6.5]],
  ["Tomás", "#e0ac69", "short", "#2c222b", "cap", "none", [2.9, -6.2]],
  ["Yuki", "#ffe0bd", "spiky", "#3f6fd1", "none", "none", [-2.9, -6.2]],
  ["Femi", "#5c3a21", "curly", "#2c222b", "none", "square", [-4.3, -4.6]],
  ["Lena", "#ffe0bd", "curly", "#b5651d", "none", "none", [0.2, -2.7]],
  ["Omar", "#c68642", "short", "#2c222b", "beanie", "none", [2, -2.7]],
  ["Inés", "#f1c27d", "long", "#e6be8a", "crown", "none", [3.7, -2.7]],
  ["Kofi", "#5c3a21", "none", "#2c222b", "none", "star", [4.3, -4.6]],
  ["Aoife", "#ffe0bd", "bun", "#d14f8a", "none", "none", [-2, -2.7]],
  ["Ravi", "#8d5524", "short", "#2c222b", "wizard", "round", [-3.7, -2.7]],
].map(([name, skinColour, style, colour, hat, glasses, place], i) => ({
  name,
  place,
  avatar: {
    skinColour,
    eyes: { colour: ["#3b2414", "#2f5d8a", "#3a7d44"][i % 3], size: 100, placement: 0 },
    mouth: { shape: ["smile", "grin", "open"][i % 3], colour: "#a83232", size: 100, position: 0, rotation: 0 },
    hair: { style, colour },
    accessories: { hat, glasses },
  },
}));

/** @returns their names */
export async function connectClass({ page }, code) {
  await page.evaluate(
    async ([code, guests]) => {
      globalThis.guests = Object.fromEntries(await Promise.all(guests.map(connect)));

      async function connect({ name, avatar, place: [x, z] }) {
        const socket = new WebSocket(`ws://${location.host}/ws`, "lyceum.v1");
        await new Promise((resolve) => (socket.onopen = resolve));
        let number = 0;
        const ask = (event, data) =>
          new Promise((resolve) => {
            const id = ++number;
            socket.addEventListener("message", function hear({ data }) {
              if (typeof data !== "string" || JSON.parse(data).reply !== id) return;
              socket.removeEventListener("message", hear);
              resolve();
            });
            socket.send(JSON.stringify({ event, data, id }));
          });
        await ask("on.sessionJoin", { sessionId: code, username: name, avatar });
        socket.send(pose(x, z, Math.atan2(-x / 2, -9 - z)));
        return [name, { ask }];
      }

      /** Turned by so much from +z towards +x: of the rotation's components y and w are not nothing. */
      function pose(x, z, yaw) {
        const [sin, cos] = [Math.sin(yaw / 2), Math.cos(yaw / 2)];
        const largest = Math.abs(cos) >= Math.abs(sin) ? 3 : 1;
        const other = largest === 3 ? sin * Math.sign(cos) : cos * Math.sign(sin);
        const tenBits = Math.round(((other * Math.SQRT2 + 1) / 2) * 1023);
        // The middle of ten bits is nothing; the three stand in order, without the largest.
        const three = largest === 3 ? [512, tenBits, 512] : [512, 512, tenBits];
        const view = new DataView(new ArrayBuffer(11));
        view.setUint8(0, 1);
        view.setInt16(1, x * 100, true);
        view.setInt16(5, z * 100, true);
        view.setUint32(7, ((largest << 30) | (three[0] << 20) | (three[1] << 10) | three[2]) >>> 0, true);
        return view.buffer;
      }
    },
    [code, GUESTS],
  );
  return GUESTS.map(({ name }) => name);
}

connectClass.say = ({ page }, lines) =>
  page.evaluate(async (lines) => {
    for (const [name, message] of Object.entries(lines)) {
      await globalThis.guests[name].ask("on.message", { message, clientId: `from-${name.length}-${message.length}` });
    }
  }, lines);

connectClass.raise = ({ page }, names) =>
  page.evaluate(async (names) => {
    for (const name of names) await globalThis.guests[name].ask("on.handRaise", {});
  }, names);
