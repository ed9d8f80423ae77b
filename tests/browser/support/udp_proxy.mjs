// A UDP proxy between a page's media and the server. When its network changes it stops, and the next one has another port, as
// when a phone goes from the school's network to its own.
import { createSocket } from "node:dgram";

export class UdpProxy {
  #near;
  #far = new Map();

  /** How often a page has agreed upon its paths, and with how many peers, stands in its `window.udpProxy`. */
  static async before(person) {
    const proxy = new UdpProxy();
    await person.page.exposeFunction("portOfProxy", (real) => proxy.#open(real));
    await person.page.addInitScript(() => {
      const proxy = (window.udpProxy = { peers: new Set(), answers: 0 });
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = async function ({ type, sdp }) {
        proxy.peers.add(this);
        proxy.answers++;
        const [, real] = /a=candidate:\d+ 1 udp \d+ \S+ (\d+) typ host/.exec(sdp);
        const port = await window.portOfProxy(Number(real));
        const only = `a=candidate:0 1 udp 2130706431 127.0.0.1 ${port} typ host\r\n`;
        const others = sdp.replace(/a=candidate:.*\r\n/g, "");
        return setRemoteDescription.call(this, { type, sdp: others.replace("a=end-of-candidates", `${only}$&`) });
      };
    });
    return proxy;
  }

  async #open(real) {
    this.#near ??= await this.#bind(real);
    return this.#near.address().port;
  }

  async #bind(real) {
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
  changeNetwork() {
    this.#near?.close();
    for (const far of this.#far.values()) far.close();
    this.#far.clear();
    this.#near = undefined;
  }
}
