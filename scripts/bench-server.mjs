// A server under measurement, started on loopback with a demo school in a place of its own, and lyceum-load beside it.

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const quick = process.argv.includes('--quick');
export const LYCEUM = 'target/release/lyceum';
const LOAD = 'target/release/lyceum-load';

export const home = mkdtempSync(join(tmpdir(), 'lyceum-bench-'));
// As root, the database runs as someone else, who must pass; otherwise it would be kept in /var/lib/lyceum, and stay.
chmodSync(home, 0o755);
export const log = join(home, 'server.log');
const running = new Set();
let failed = false;

export const tail = () => readFileSync(log, 'utf8').slice(-2000);

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function start(program, args, options = {}) {
  const child = spawn(program, args, options);
  child.gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  child.once('error', (error) => fail(`${program}: ${error.message}`));
  running.add(child);
  child.gone.then(() => running.delete(child));
  return child;
}

export async function stop(child) {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await child.gone;
  clearTimeout(kill);
}

export function fail(reason) {
  console.error(`scripts/bench: ${reason}`);
  failed = true;
}

export async function until(what, seconds, test) {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    const value = await test();
    if (value) return value;
    await sleep(5);
  }
  throw new Error(`${what} did not happen within ${seconds} s\n${tail()}`);
}

const port = await freePort();
export const url = `http://127.0.0.1:${port}`;
export const serve = ['serve', '--demo', '--listen', `127.0.0.1:${port}`, '--media-listen', '127.0.0.1:0', '--data-dir', join(home, 'data')];

/** Starts Lyceum, with these arguments, too, and tells after how many seconds it answered. */
export async function startLyceum(...args) {
  const out = openSync(log, 'a');
  const began = performance.now();
  const child = start(LYCEUM, [...serve, ...args], { stdio: ['ignore', out, out] });
  await until('the server’s first answer', 60, async () => {
    if (child.exitCode !== null) throw new Error(`the server left:\n${tail()}`);
    return fetch(`${url}/healthz`).then((response) => response.ok, () => false);
  });
  return { child, after: (performance.now() - began) / 1000 };
}

export function joinCode() {
  return until('the printing of a join code', 20, () => readFileSync(log, 'utf8').match(/\/join\/([2-9A-HJKMNP-Z]{5})\b/)?.[1]);
}

async function ask(path, token, body) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** An access token of the demo school's teacher. */
export async function signedIn() {
  return (await ask('/auth/local', undefined, { identifier: 'teacher', password: 'teach-the-demo' })).jwt;
}

/** The demo school's teacher plans a lesson for a thousand and starts it, perhaps with cameras for everyone; its code. */
export async function lesson(pictures = false) {
  const jwt = await signedIn();
  const planned = { sessionTitle: 'Sound', dateTimeOfSession: new Date().toISOString(), capacity: 1000 };
  const { sessionCode } = await ask('/sessions', jwt, planned);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, 'lyceum.v1');
  const replies = new Map();
  socket.addEventListener('message', ({ data }) => {
    const { reply, error } = JSON.parse(data);
    if (reply) replies.set(reply, error ?? 'well');
  });
  await new Promise((open, reject) => {
    socket.addEventListener('open', open);
    socket.addEventListener('error', () => reject(new Error('no WebSocket for the teacher')));
  });
  const request = async (event, data, id) => {
    socket.send(JSON.stringify({ event, data, id }));
    const reply = await until(event, 10, () => replies.get(id));
    if (reply !== 'well') throw new Error(`${event}: ${JSON.stringify(reply)}`);
  };
  await request('on.sessionJoin', { sessionId: sessionCode, token: jwt }, 1);
  await request('on.sessionCreate', undefined, 2);
  if (pictures) await request('on.showingAllow', { cameras: 'everyone', screens: 'nobody' }, 3);
  socket.close();
  return sessionCode;
}

/** Runs lyceum-load and gives its figures. */
export async function load(command, ...args) {
  const child = start(LOAD, [command, '--json', ...args], { stdio: ['ignore', 'pipe', openSync(log, 'a')] });
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  const code = await child.gone;
  if (code !== 0) fail(`lyceum-load ${command} ended with ${code}\n${tail()}`);
  if (!text) throw new Error(`lyceum-load ${command} told nothing`);
  return JSON.parse(text);
}

export const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
export const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
export const spread = (numbers, digits) => sorted(numbers).map((number) => number.toFixed(digits)).join(' / ');
export const say = (text) => process.stderr.write(`${text}\n`);

/** The table, in the form in which docs/PERFORMANCE.md has it. */
export function print(title, rows) {
  console.log(`${cpus().length} cores, ${cpus()[0].model.trim()}; ${title}\n`);
  console.log('| what | bar | measured | each | met |\n|---|---|---|---|---|');
  for (const [what, bar, figure, each, met] of rows) {
    console.log(`| ${what.trim()} | ${bar} | ${figure} | ${each} | ${met === undefined ? '' : met ? 'yes' : 'NO'} |`);
  }
}

/** Measures, and takes down whatever was started, interrupted or not. */
export async function run(measure) {
  const interrupted = new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(signal)));
  });
  try {
    await Promise.race([measure(), interrupted]);
  } catch (error) {
    fail(error.message);
  } finally {
    await Promise.all([...running].map(stop));
    rmSync(home, { recursive: true, force: true });
  }
  process.exit(failed ? 1 : 0);
}
