// A TCP proxy in front of the server: somebody's network, which can be cut and mended.
import { connect, createServer } from "node:net";

export class TcpProxy {
  #whole = true;
  #wires = new Set();
  #server;

  static async to(port) {
    const proxy = new TcpProxy();
    proxy.#server = createServer((near) => proxy.#lay(near, port));
    await new Promise((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  cut() {
    this.#whole = false;
    for (const wire of this.#wires) wire.destroy();
  }

  mend() {
    this.#whole = true;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #lay(near, port) {
    if (!this.#whole) return near.destroy();
    const far = connect(port, "127.0.0.1");
    for (const [wire, other] of [
      [near, far],
      [far, near],
    ]) {
      this.#wires.add(wire);
      wire.on("error", () => other.destroy());
      wire.on("close", () => (this.#wires.delete(wire), other.destroy()));
      wire.pipe(other);
    }
  }
}
