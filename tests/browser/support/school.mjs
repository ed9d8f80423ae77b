// A school of its own for the tests: the real server with the demo's people in a fresh data directory, on a free port.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { waitUntil, withDeadline } from "./wait.mjs";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const BINARY =
  process.env.LYCEUM_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, "target"), "debug/lyceum");
/** How long a server may take to start with a new database, and to stop. */
const START_MS = 110_000;
const STOP_MS = 15_000;
export const PASSWORD = "chalk-and-cheese";

/** Of src/domain/demo.rs. */
export const DEMO = {
  teacher: { username: "teacher", name: "Ada Lark", password: "teach-the-demo" },
  student: { username: "student", name: "Nico Fields", password: "study-the-demo" },
  head: { username: "admin", name: "Robin Keys", password: "admin-the-demo" },
  lesson: "A walk through the solar system",
};

export class School {
  #server;
  #inside;
  #data;
  #environment;
  #encrypted;
  #output = "";
  port;

  /**
   * @param {object} [elsewhere] `inside`: what the server's command begins with, in a network of its own; `encrypted`: it serves
   * HTTPS by itself
   */
  static async open({ inside = [], environment = {}, encrypted = false } = {}) {
    const school = new School();
    school.#inside = inside;
    school.#encrypted = encrypted;
    school.#data = await mkdtemp(join(tmpdir(), "lyceum-browser-"));
    school.port = await freePort();
    const theirs = Object.entries(process.env).filter(([name]) => !/^(LYCEUM_|DATABASE_URL$)/.test(name));
    school.#environment = {
      ...Object.fromEntries(theirs),
      LYCEUM_DATA_DIR: school.#data,
      LYCEUM_LISTEN: `127.0.0.1:${school.port}`,
      LYCEUM_MEDIA_LISTEN: "127.0.0.1:0",
      LYCEUM_TURN_LISTEN: "127.0.0.1:0",
      ...(await certified(school.#data, encrypted)),
      LYCEUM_DEMO: "1",
      LYCEUM_LOG: "warn",
      LYCEUM_BCRYPT_COST: "5",
      LYCEUM_ADMIN_PASSWORD: PASSWORD,
      ...environment,
    };
    try {
      await school.start();
    } catch (error) {
      await school.close().catch(() => {});
      throw error;
    }
    return school;
  }

  get url() {
    return `${this.#encrypted ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  async start() {
    const [command, ...rest] = [...this.#inside, BINARY, "serve"];
    const server = spawn(command, rest, { env: this.#environment, stdio: ["ignore", "pipe", "pipe"] });
    this.#server = server;
    let log = "";
    this.#output = "";
    server.stdout.on("data", (text) => (this.#output += text));
    server.stderr.on("data", (text) => (log += text));
    server.on("error", (error) => (log += `${BINARY}: ${error.message}`));
    const isReady = () => {
      if (server.exitCode !== null || log.startsWith(BINARY)) throw new Error(`the server did not start\n${log}`);
      return this.#output.includes("Lyceum is ready at");
    };
    await waitUntil("the server is ready", isReady, START_MS);
  }

  /** The setup link, which the server prints while the school has no administrator: one without the demo's people. */
  setupLink() {
    return waitUntil("the link is printed", () => this.#output.match(/http\S+\/welcome\/\S+(?=\n)/)?.[0]);
  }

  /** Someone who may plan lessons. */
  async teacher(username, name) {
    const flags = ["--username", username, "--email", `${username}@school.example`, "--name", name];
    await promisify(execFile)(BINARY, ["admin", "create", ...flags], {
      env: this.#environment,
    });
    return { username, name };
  }

  /** The link in the latest mail to an address, once `count` mails have arrived there. */
  async mailed(address, count = 1) {
    const folder = join(this.#data, "mail");
    const mails = await waitUntil(`mail for ${address}`, async () => {
      // Their names sort by time.
      const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort();
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
      const theirs = texts.filter((text) => text.includes(address));
      return theirs.length >= count && theirs;
    });
    return textOf(mails.at(-1)).match(/^http\S+/m)[0];
  }

  /** As a power cut would. */
  async kill() {
    await this.#end("SIGKILL");
  }

  async close() {
    await this.#end("SIGTERM");
    await rm(this.#data, { recursive: true, force: true, maxRetries: 5 });
  }

  async #end(signal) {
    const server = this.#server;
    if (!server?.pid || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    try {
      await withDeadline(STOP_MS, `the server stops after ${signal}`, gone);
    } catch (error) {
      server.kill("SIGKILL");
      throw error;
    }
  }
}

/** What a mail says as text: whatever is not English is wrapped up on its way (RFC 2045, 6). */
function textOf(mail) {
  const [, boundary] = /boundary="([^"]+)"/.exec(mail);
  const part = mail.split(`--${boundary}`).find((part) => /^content-type: text\/plain/im.test(part));
  const [, head, body] = /^\r?\n([^]*?)\r?\n\r?\n([^]*)$/.exec(part);
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(body, "base64").toString();
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return body;
  return body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

/** A self-signed certificate, for the relay and, if wanted, for pages and lessons. */
async function certified(folder, pages) {
  const [certificate, key] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  const wanted = [
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=lyceum",
  ];
  const named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate];
  await promisify(execFile)("openssl", ["req", ...wanted, ...named]);
  return {
    LYCEUM_TURN_TLS_LISTEN: "127.0.0.1:0",
    LYCEUM_TURN_TLS_CERT: certificate,
    LYCEUM_TURN_TLS_KEY: key,
    ...(pages && { LYCEUM_TLS_CERT: certificate, LYCEUM_TLS_KEY: key }),
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
