// Somebody's network: a way to the server that can be cut and mended.
import { connect, createServer } from "node:net";

export class Cable {
  #whole = true;
  #wires = new Set();
  #server;

  static async to(port) {
    const cable = new Cable();
    cable.#server = createServer((near) => cable.#lay(near, port));
    await new Promise((resolve) => cable.#server.listen(0, "127.0.0.1", resolve));
    cable.url = `http://127.0.0.1:${cable.#server.address().port}`;
    return cable;
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
