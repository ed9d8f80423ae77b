// A TCP proxy in front of the server: somebody's network, which can be cut and mended.
import { connect, createServer } from "node:net";

export class TcpProxy {
  #isUp = true;
  #sockets = new Set();
  #server;

  static async to(port) {
    const proxy = new TcpProxy();
    proxy.#server = createServer((client) => proxy.#forward(client, port));
    await new Promise((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  cut() {
    this.#isUp = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend() {
    this.#isUp = true;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #forward(client, port) {
    if (!this.#isUp) return client.destroy();
    const server = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => (this.#sockets.delete(socket), other.destroy()));
      socket.pipe(other);
    }
  }
}
