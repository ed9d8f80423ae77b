// A UDP proxy between a page's media and the server. When its network changes it stops, and the next one has another port, as
// when a phone goes from the school's network to its own. It can lose packets, and it notes how the packets are encrypted.
import { createSocket } from "node:dgram";

export class UdpProxy {
  #host;
  #near;
  #far = new Map();
  #packets = 0;
  lost = 0;
  #sealed = new Map();
  #reused = new Set();
  /** Every so many-th media packet is lost in each direction; 0 for none. */
  losesEvery = 0;

  /** `host` is the address at which the server listens for media. How often a page has agreed upon its paths, and with how many peers, stands in its `window.udpProxy`. */
  static async before(person, host = "127.0.0.1") {
    const proxy = new UdpProxy();
    proxy.#host = host;
    await person.page.exposeFunction("portOfProxy", (real) => proxy.#open(real));
    await person.page.exposeFunction("hostOfProxy", () => host);
    await person.page.addInitScript(() => {
      const proxy = (window.udpProxy = { peers: new Set(), answers: 0 });
      const { setRemoteDescription } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = async function ({ type, sdp }) {
        proxy.peers.add(this);
        proxy.answers++;
        const [, real] = /a=candidate:\d+ 1 udp \d+ \S+ (\d+) typ host/.exec(sdp);
        const port = await window.portOfProxy(Number(real));
        const host = await window.hostOfProxy();
        const only = `a=candidate:0 1 udp 2130706431 ${host} ${port} typ host\r\n`;
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
        far.on("message", (answer) => {
          if (near === this.#near && this.#passes("down", answer)) near.send(answer, from.port, from.address);
        });
        this.#far.set(key, far);
      }
      if (near === this.#near && this.#passes("up", packet)) far.send(packet, real, this.#host);
    });
    await new Promise((resolve) => near.bind(0, this.#host, resolve));
    return near;
  }

  /** The streams and numbers of the packets that were encrypted twice with different content: AES-GCM forbids that. */
  get reusedNonces() {
    return [...this.#reused];
  }

  /** Notes an RTP packet (RFC 7983; RTCP has the types 64 to 95, RFC 5761), and says whether it is not lost. */
  #passes(direction, packet) {
    const isRtp = packet[0] >> 6 === 2 && !((packet[1] & 0x7f) >= 64 && (packet[1] & 0x7f) < 96);
    if (!isRtp) return true;
    const key = `${direction} ${packet.readUInt32BE(8)} ${packet.readUInt16BE(2)}`;
    const sealed = packet.toString("base64");
    if ((this.#sealed.get(key) ?? sealed) !== sealed) this.#reused.add(key);
    this.#sealed.set(key, sealed);
    this.#packets++;
    const isLost = this.losesEvery > 0 && this.#packets % this.losesEvery === 0;
    this.lost += isLost;
    return !isLost;
  }

  /** Nothing gets through any more; what is agreed upon from now on goes another way. */
  changeNetwork() {
    this.#near?.close();
    for (const far of this.#far.values()) far.close();
    this.#far.clear();
    this.#near = undefined;
  }
}
