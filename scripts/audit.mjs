// What is known against the packages that Lyceum is made of and tested with, each in the version that its lock file names:
//
// - advisories, from osv.dev, which gathers RustSec's, GitHub's and PyPA's: what `cargo audit`, `npm audit` and `pip-audit`
//   look up, by one question and with nothing to be built first;
// - npm's own, at the registry: what `npm audit` asks;
// - versions that were taken back (yanked, deprecated), from the registries themselves;
// - licences that ask for more than to be named.
//
// What is found and stands in scripts/audit.accepted with a reason is no fault. A source that cannot be reached is told in one
// line, and is a fault only with --strict, as a pipeline wants it that must know. Ends with 1 when there is a fault.
//
//   scripts/audit [--strict] [--root DIR] [--from URL]
//
// --root has other lock files looked at, and --from other sources asked, each by its host's name as the first part of the path:
// both for tests/process/audit.rs.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { strict: { type: 'boolean' }, root: { type: 'string', default: '.' }, from: { type: 'string' } } });
const ACCEPTED = 'scripts/audit.accepted';
/** How many questions go to osv.dev at once, and how many packages are asked for side by side. */
const BATCH = 500;
const SIDE_BY_SIDE = 24;
const PATIENCE = 20_000;
/** These may be used for anything by those who name their authors; files under MPL that are changed must be shown. */
const FREE = new Set(
  ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-1-Clause', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'CC0-1.0', 'CDLA-Permissive-2.0', 'ISC', 'MIT', 'MIT-0',
    'MPL-2.0', 'NCSA', 'OFL-1.1', 'OpenSSL', 'PostgreSQL', 'PSF-2.0', 'Python-2.0', 'Unicode-3.0', 'Unicode-DFS-2016', 'Unlicense', 'Zlib'],
);

const read = (file) => readFileSync(join(options.root, file), 'utf8');
const has = (file) => existsSync(join(options.root, file));
const unique = (packages) => [...new Map(packages.map((one) => [`${one.name} ${one.version}`, one])).values()];

function crates(file) {
  if (!has(file)) return [];
  const parts = read(file).split('[[package]]').slice(1);
  const field = (part, name) => part.match(new RegExp(`^${name} = "(.*)"$`, 'm'))?.[1];
  return parts.filter((part) => field(part, 'source')).map((part) => ({ name: field(part, 'name'), version: field(part, 'version') }));
}

function modules(file) {
  if (!has(file)) return [];
  return Object.entries(JSON.parse(read(file)).packages).filter(([path]) => path !== '').map(([path, { name, version, license }]) => (
    { name: name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version, license }
  ));
}

function wheels(file) {
  if (!has(file)) return [];
  return [...read(file).matchAll(/^([\w.-]+)==([\w.]+)/gm)].map(([, name, version]) => ({ name, version }));
}

const packages = {
  'crates.io': unique([...crates('Cargo.lock'), ...crates('fuzz/Cargo.lock')]),
  npm: unique([...modules('client/package-lock.json'), ...modules('load/baseline/package-lock.json')]),
  PyPI: unique(wheels('tests/requirements.txt')),
};

const found = [];
const unreached = [];
const tell = (id, { name, version }, what, others = []) => found.push({ id, name, version, what, others });

async function ask(url, body) {
  const { host, pathname } = new URL(url);
  const to = options.from ? `${options.from}/${host}${pathname}` : url;
  const post = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(to, { ...post, signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  return answer.text();
}

/** Asks for each, some side by side; the first that fails is the end of it. */
async function forEach(list, what) {
  const waiting = [...list];
  const line = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) await what(one);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, line));
}

async function advisories() {
  const all = Object.entries(packages).flatMap(([ecosystem, list]) => list.map((one) => ({ ...one, ecosystem })));
  const hits = [];
  for (let at = 0; at < all.length; at += BATCH) {
    const some = all.slice(at, at + BATCH);
    const queries = some.map(({ name, version, ecosystem }) => ({ package: { name, ecosystem }, version }));
    const { results } = JSON.parse(await ask('https://api.osv.dev/v1/querybatch', { queries }));
    if (results.length !== some.length) throw new Error('it has not answered all that was asked');
    results.forEach(({ vulns = [] }, i) => vulns.forEach(({ id }) => hits.push([id, some[i]])));
  }
  await forEach(hits, async ([id, one]) => {
    const { summary, details = '', aliases = [] } = JSON.parse(await ask(`https://api.osv.dev/v1/vulns/${id}`));
    tell(id, one, summary ?? details.split('\n')[0], aliases);
  });
}

async function npm() {
  const body = {};
  for (const { name, version } of packages.npm) (body[name] ??= []).push(version);
  const told = JSON.parse(await ask('https://registry.npmjs.org/-/npm/v1/security/advisories/bulk', body));
  // Only those that cover one of the versions that were asked for.
  for (const [name, list] of Object.entries(told)) {
    for (const { url, title } of list) tell(url.split('/').pop(), { name, version: body[name].join(', ') }, title);
  }
}

/** Where the sparse index has a crate's file: https://doc.rust-lang.org/cargo/reference/registry-index.html. */
function place(name) {
  const lower = name.toLowerCase();
  const folder = lower.length < 4 ? (lower.length === 3 ? `3/${lower[0]}` : lower.length) : `${lower.slice(0, 2)}/${lower.slice(2, 4)}`;
  return `https://index.crates.io/${folder}/${lower}`;
}

const takenBack = {
  'crates.io': () => forEach(packages['crates.io'], async (one) => {
    const lines = (await ask(place(one.name))).trim().split('\n').map((line) => JSON.parse(line));
    if (lines.find(({ vers }) => vers === one.version)?.yanked) tell('yanked', one, 'its authors have taken this version back');
  }),
  npm: () => forEach(packages.npm, async (one) => {
    const { versions } = JSON.parse(await ask(`https://registry.npmjs.org/${one.name.replace('/', '%2f')}`));
    const { deprecated } = versions[one.version] ?? {};
    if (deprecated) tell('deprecated', one, deprecated);
  }),
  PyPI: () => forEach(packages.PyPI, async (one) => {
    const { releases } = JSON.parse(await ask(`https://pypi.org/pypi/${one.name}/json`));
    const files = releases[one.version] ?? [];
    if (files.length && files.every(({ yanked }) => yanked)) tell('yanked', one, files[0].yanked_reason ?? 'its authors have taken this version back');
  }),
};

/** Whether an SPDX expression can be met with free licences alone. */
function isFree(expression) {
  const words = expression.replaceAll('/', ' OR ').replace(/ WITH [\w.-]+/g, '').match(/[()]|[\w.+-]+/g) ?? [];
  let at = 0;
  const one = () => {
    const word = words[at++];
    if (word !== '(') return FREE.has(word);
    const inner = either();
    at++;
    return inner;
  };
  const both = () => {
    let met = one();
    while (words[at] === 'AND') at++, (met = one() && met);
    return met;
  };
  const either = () => {
    let met = both();
    while (words[at] === 'OR') at++, (met = both() || met);
    return met;
  };
  return either() && at === words.length;
}

function licences() {
  const odd = (one, licence) => tell(`licence ${licence ?? 'unknown'}`, one, 'it may ask for more than to be named');
  packages.npm.filter(({ license }) => !isFree(license ?? '')).forEach((one) => odd(one, one.license));
  if (!has('Cargo.toml')) return;
  const host = execFileSync('rustc', ['-vV'], { encoding: 'utf8' }).match(/^host: (.*)$/m)[1];
  const asked = ['metadata', '--format-version=1', '--locked', `--filter-platform=${host}`, '--manifest-path', join(options.root, 'Cargo.toml')];
  const told = execFileSync('cargo', asked, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  for (const { name, version, license, source } of JSON.parse(told).packages) {
    if (source && !isFree(license ?? '')) odd({ name, version }, license);
  }
}

async function look(what, how) {
  try {
    await how();
    console.log(`audit: ${what}: looked up`);
  } catch (error) {
    unreached.push(what);
    console.log(`audit: ${what}: NOT looked up, as that cannot be reached (${error.cause?.code ?? error.message.split('\n')[0]})`);
  }
}

console.log(`audit: ${Object.entries(packages).map(([where, list]) => `${list.length} of ${where}`).join(', ')}`);
await look('advisories at osv.dev', advisories);
await look("npm's advisories", npm);
for (const [where, how] of Object.entries(takenBack)) await look(`what was taken back at ${where}`, how);
await look('licences of crates and npm packages', licences);

const accepted = (has(ACCEPTED) ? read(ACCEPTED) : '').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
  const [id, name, ...reason] = line.split(/\s{2,}/);
  return { id, name, reason: reason.join(' '), used: false };
});
const faults = [];
for (const one of found.sort((a, b) => a.name.localeCompare(b.name))) {
  const line = accepted.find(({ id, name }) => name === one.name && [one.id, ...one.others].includes(id));
  if (line?.reason) line.used = true;
  else faults.push(one);
  const ids = [one.id, ...one.others].join(', ');
  console.log(`audit: ${line?.reason ? 'accepted' : 'FOUND'}: ${one.name} ${one.version}: ${ids}: ${line?.reason || one.what}`);
}
if (!unreached.length) accepted.filter(({ used }) => !used).forEach(({ id, name }) => console.log(`audit: ${ACCEPTED} has ${id} of ${name}, which is not found any more`));
const bad = faults.length > 0 || (options.strict && unreached.length > 0);
console.log(`audit: ${faults.length} found that nobody has accepted, ${unreached.length} sources not reached`);
process.exit(bad ? 1 : 0);
