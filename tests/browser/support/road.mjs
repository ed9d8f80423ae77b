// Somebody's path of packets to the server: a way by UDP of which there is another as soon as the one before is cut, as when
// a phone goes from the school's network to its own.
import { createSocket } from "node:dgram";

export class Road {
  #near;
  #far = new Map();

  /** How often a page has agreed upon its paths, and with how many peers, stands in its `window.road`. */
  static async under(person) {
    const road = new Road();
    await person.page.exposeFunction("portOfRoad", (real) => road.#open(real));
    await person.page.addInitScript(() => {
      const road = (window.road = { peers: new Set(), answers: 0 });
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = async function ({ type, sdp }) {
        road.peers.add(this);
        road.answers++;
        const [, real] = /a=candidate:\d+ 1 udp \d+ \S+ (\d+) typ host/.exec(sdp);
        const port = await window.portOfRoad(Number(real));
        const only = `a=candidate:0 1 udp 2130706431 127.0.0.1 ${port} typ host\r\n`;
        const others = sdp.replace(/a=candidate:.*\r\n/g, "");
        return setRemoteDescription.call(this, { type, sdp: others.replace("a=end-of-candidates", `${only}$&`) });
      };
    });
    return road;
  }

  async #open(real) {
    this.#near ??= await this.#lay(real);
    return this.#near.address().port;
  }

  async #lay(real) {
    const near = createSocket("udp4");
    near.on("message", (packet, from) => {
      const key = `${near.address().port} ${from.port}`;
      let far = this.#far.get(key);
      if (!far) {
        far = createSocket("udp4");
        far.on("message", (answer) => near === this.#near && near.send(answer, from.port, from.address));
        this.#far.set(key, far);
      }
      if (near === this.#near) far.send(packet, real, "127.0.0.1");
    });
    await new Promise((resolve) => near.bind(0, "127.0.0.1", resolve));
    return near;
  }

  /** Nothing gets through any more; what is agreed upon from now on goes another way. */
  leave() {
    this.#near?.close();
    for (const far of this.#far.values()) far.close();
    this.#far.clear();
    this.#near = undefined;
  }
}
