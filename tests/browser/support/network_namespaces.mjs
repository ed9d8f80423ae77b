// Networks of the test's own (Linux namespaces): a server's, and one for each kind of filter, joined to it by a cable. No
// packet leaves them, and nothing of them stays.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The addresses of the server and of its relay for TLS, which every network reaches. */
export const SERVER_ADDRESS = "10.77.0.1";
export const RELAY_ADDRESS = "10.77.0.2";

const OURS = /^lyceum-(\d+)-\S+/;

function run(command, args, input) {
  return execFileSync(command, args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

export class Networks {
  #names = [];
  #scripts = mkdtempSync(join(tmpdir(), "lyceum-networks-"));

  /** @throws with the system’s message, where namespaces are not permitted */
  static make(names) {
    for (const name of run("ip", ["netns", "list"]).split("\n")) {
      const left = OURS.exec(name);
      if (left && !isAlive(left[1])) run("ip", ["netns", "del", left[0]]);
    }
    const networks = new Networks();
    try {
      networks.#create(names);
      // Whether there are filters, too, is found out at once.
      for (const name of names) networks.filter(name, []);
    } catch (error) {
      networks.close();
      throw error;
    }
    return networks;
  }

  #create(names) {
    this.#add("server");
    for (const address of [SERVER_ADDRESS, RELAY_ADDRESS])
      this.#ip("server", "addr", "add", `${address}/32`, "dev", "lo");
    names.forEach((name, at) => {
      this.#add(name);
      this.#ip("server", "link", "add", name, "type", "veth", "peer", "name", "out", "netns", this.#named(name));
      this.#ip("server", "addr", "add", `10.77.${at + 1}.1/30`, "dev", name);
      this.#ip(name, "addr", "add", `10.77.${at + 1}.2/30`, "dev", "out");
      this.#ip("server", "link", "set", name, "up");
      this.#ip(name, "link", "set", "out", "up");
      this.#ip(name, "route", "add", "default", "via", `10.77.${at + 1}.1`);
    });
  }

  #named(name) {
    return `lyceum-${process.pid}-${name}`;
  }

  #add(name) {
    run("ip", ["netns", "add", this.#named(name)]);
    this.#names.push(name);
    this.#ip(name, "link", "set", "lo", "up");
  }

  #ip(name, ...args) {
    run("ip", ["-n", this.#named(name), ...args]);
  }

  /** What a command must begin with to run there. */
  inside(name) {
    return ["ip", "netns", "exec", this.#named(name)];
  }

  /** A program that does as this one does, but there. */
  program(name, program) {
    const script = join(this.#scripts, name);
    writeFileSync(script, `#!/bin/sh\nexec ${this.inside(name).join(" ")} "${program}" "$@"\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /**
   * Filters what comes out of this network's cable, at either end, as a middlebox would: packets are dropped silently.
   * @param rules of nftables
   */
  filter(name, rules) {
    for (const [at, cable] of [
      ["server", name],
      [name, "out"],
    ]) {
      const table = `table inet lyceum-${name}`;
      const chain = rules.map((rule) => `iifname "${cable}" ${rule}\n`).join("");
      const all = `${table}\ndelete ${table}\n${table} {\nchain way {\ntype filter hook input priority 0;\n${chain}}\n}\n`;
      this.#nft(at, ["-f", "-"], all);
    }
  }

  /** How many packets the filters have taken out: of those that went to the server, and of those that came from it. */
  dropped(name) {
    const count = (at) => {
      const listed = JSON.parse(this.#nft(at, ["-j", "list", "table", "inet", `lyceum-${name}`]));
      const counters = listed.nftables.flatMap(({ rule }) => rule?.expr ?? []).map(({ counter }) => counter?.packets);
      return counters.reduce((sum, packets) => sum + (packets ?? 0), 0);
    };
    return { going: count("server"), coming: count(name) };
  }

  #nft(name, args, input) {
    const [command, ...inside] = this.inside(name);
    return run(command, [...inside, "nft", ...args], input);
  }

  close() {
    for (const name of this.#names.splice(0)) run("ip", ["netns", "del", this.#named(name)]);
    rmSync(this.#scripts, { recursive: true, force: true });
  }
}

function isAlive(process) {
  try {
    globalThis.process.kill(Number(process), 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}
