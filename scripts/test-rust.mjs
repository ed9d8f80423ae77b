// Builds the Rust tests with every lint of Clippy in the same pass, runs each test binary as `cargo test` would, ends a test
// that hangs, and lists the slowest tests.
//
// `cargo clippy` followed by `cargo test` compiles everything twice, because one wants metadata and the other wants code. Here
// Clippy's driver is the compiler of the workspace's own crates: it lints, and then generates code as rustc does.
//
// libtest tells when a test starts and ends as JSON only to those who call it unstable; that is what RUSTC_BOOTSTRAP is for.
// Cargo must not see the variable, since build scripts of dependencies look at it.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

/** So many tests are listed as the slowest. */
const SLOWEST = 20;
/** Tests wait for other programs half of the time: so many run at once on each core. */
const THREADS = 2;

/** Also runs the tests that are ignored because they take long. */
const long = process.argv.includes("--long");
/** A test that takes longer hangs, in seconds. */
const HANGS = long ? 900 : 120;
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));

/** Calls `tell` with each line of a stream. */
const lines = (stream, tell) => createInterface({ input: stream }).on("line", tell);

const ended = (child) =>
  new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));

/** A line of JSON as what it says; `undefined` when it is something else that a program printed. */
function parsed(line) {
  try {
    return line.startsWith("{") ? JSON.parse(line) : undefined;
  } catch {
    return undefined;
  }
}

/** Builds and lints; the test binaries, in the order in which cargo names them. */
async function build() {
  const cargo = spawn("cargo", ["test", "--quiet", "--workspace", "--no-run", "--message-format=json"], {
    env: { ...process.env, RUSTC_WORKSPACE_WRAPPER: "clippy-driver" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const binaries = [];
  let complaints = 0;
  lines(cargo.stdout, (line) => {
    const said = parsed(line);
    if (said?.reason === "compiler-artifact" && said.profile.test && said.executable) {
      binaries.push({ name: said.target.name, path: said.executable, root: dirname(said.manifest_path) });
    } else if (said?.reason === "compiler-message" && ["warning", "error"].includes(said.message.level)) {
      complaints += 1;
      process.stderr.write(said.message.rendered);
    }
  });
  const code = await ended(cargo);
  if (code !== 0 || complaints > 0) {
    console.error(`test-rust: the build ${code === 0 ? "has warnings" : "has failed"}`);
    process.exit(1);
  }
  return binaries.sort((a, b) => a.name.localeCompare(b.name));
}

/** Runs the tests of one binary; what became of each. */
async function run(binary) {
  const options = ["-Zunstable-options", "--format=json", "--report-time", `--test-threads=${THREADS * availableParallelism()}`];
  if (long) options.push("--include-ignored");
  const child = spawn(binary.path, [...options, ...words], {
    cwd: binary.root,
    // A group of its own, so that its end is the end of every program that its tests have started.
    detached: true,
    env: { ...process.env, RUSTC_BOOTSTRAP: "1", CARGO_MANIFEST_DIR: binary.root },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const running = new Map();
  let whole = false;
  const outcome = { passed: 0, ignored: 0, failed: [], times: [] };
  lines(child.stdout, (line) => {
    const said = parsed(line);
    if (said?.type === "suite" && said.event !== "started") whole = true;
    if (said?.type !== "test") {
      if (said === undefined) console.log(line);
      return;
    }
    if (said.event === "started") running.set(said.name, Date.now());
    // libtest says "timeout" of a test that runs for a minute, and lets it go on.
    if (said.event === "started" || said.event === "timeout") return;
    running.delete(said.name);
    if (said.exec_time !== undefined) outcome.times.push({ name: `${binary.name}: ${said.name}`, seconds: said.exec_time });
    if (said.event === "ok") outcome.passed += 1;
    if (said.event === "ignored") outcome.ignored += 1;
    if (said.event === "failed") {
      outcome.failed.push(said.name);
      console.log(`\n---- ${binary.name}: ${said.name} ----\n${said.stdout ?? said.reason ?? ""}`);
    }
  });
  const watchdog = setInterval(() => {
    const hanging = [...running].filter(([, since]) => Date.now() - since > HANGS * 1000).map(([name]) => name);
    if (hanging.length === 0) return;
    clearInterval(watchdog);
    for (const name of hanging) {
      outcome.failed.push(name);
      console.log(`\n---- ${binary.name}: ${name} ----\nit hangs: not over after ${HANGS} s, and so all that runs is ended`);
    }
    process.kill(-child.pid, "SIGKILL");
  }, 1000);
  const interrupted = () => {
    process.kill(-child.pid, "SIGKILL");
    process.exit(1);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  const code = await ended(child);
  clearInterval(watchdog);
  process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  if (!whole || (code !== 0 && outcome.failed.length === 0)) {
    outcome.failed.push(`${binary.name} itself`);
    const last = [...running.keys()].join(", ") || "no test";
    console.log(`\n---- ${binary.name} ----\nit ended with ${code} while these ran: ${last}`);
  }
  return outcome;
}

const since = (begun) => `${((Date.now() - begun) / 1000).toFixed(0)} s`;

let begun = Date.now();
const binaries = await build();
console.log(`test-rust: built and linted in ${since(begun)}`);
begun = Date.now();
const outcomes = [];
for (const binary of binaries) outcomes.push(await run(binary));
const times = outcomes.flatMap((outcome) => outcome.times).sort((a, b) => b.seconds - a.seconds);
const failed = outcomes.flatMap((outcome) => outcome.failed);
const sum = (of) => outcomes.reduce((all, outcome) => all + outcome[of], 0);
console.log(`\nThe ${Math.min(SLOWEST, times.length)} slowest of ${times.length} Rust tests:`);
for (const { name, seconds } of times.slice(0, SLOWEST)) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
console.log(`test-rust: ${sum("passed")} passed, ${failed.length} failed, ${sum("ignored")} left for make test-long, in ${since(begun)}`);
for (const name of failed) console.log(`  failed: ${name}`);
process.exitCode = failed.length > 0 ? 1 : 0;
