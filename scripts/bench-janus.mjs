// Measures the sound of a server that it starts, and in turn with it that of Janus' VideoRoom, with the same people of
// lyceum-load, and prints one table. Janus is Debian's; it has what it comes with, but for what is said in bench-janus-server.mjs.

import { availableParallelism } from 'node:os';

import { startJanus } from './bench-janus-server.mjs';
import { fail, lesson, load, median, print, quick, run, say, spread, startLyceum, url } from './bench-server.mjs';

const SECONDS = quick ? 3 : 8;
const ROUNDS = quick ? 1 : 3;
const LOOPS = availableParallelism();
/** Where everyone's sound comes from, and where Janus has its own, since it takes none on loopback. What goes there stays on loopback all the same. */
const FROM = '198.51.100.1';

/** Each with the bar of the ratio to Janus. The largest comes first, while nobody has ever had more memory than needed. */
const LESSONS = [
  { name: '1 speaks to 200', people: ['-p', 1, '-s', 200] },
  { name: '10 speak to 50', people: ['-p', 10, '-s', 50], bar: 2.5 },
  { name: '30 speak to each other', people: ['-p', 30, '-s', 0, '--all'], bar: 4 },
];

async function measure() {
  const lyceum = { name: 'Lyceum', child: (await startLyceum()).child, lesson: async () => ['--url', url, '--code', await lesson()] };
  const servers = [lyceum, await startJanus('Janus', ''), await startJanus(`Janus, ${LOOPS} event loops`, `event_loops = ${LOOPS}`)];
  const measured = LESSONS.map(() => servers.map(() => []));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [which, { name, people }] of LESSONS.entries()) {
      for (const [at, server] of servers.entries()) {
        say(`${name}, ${server.name}, ${round} of ${ROUNDS}`);
        const figures = await load('audio', ...(await server.lesson()), '--pid', String(server.child.pid), '--secs', SECONDS, '--from', FROM, ...people);
        const { lost, out_of_order, corrupt, packets_received } = figures;
        // What Janus loses is in the table.
        const sound = out_of_order === 0 && corrupt === 0 && packets_received > 0 && (lost === 0 || server !== lyceum);
        if (!sound) fail(`not every packet came as it was sent (${name}, ${server.name}): ${JSON.stringify(figures)}`);
        measured[which][at].push(figures);
      }
    }
  }
  return { servers, measured };
}

function table({ servers, measured }) {
  const rate = 'packets_per_cpu_second';
  const each = (runs, field) => runs.map((run) => run[field]);
  const rows = LESSONS.flatMap(({ name, bar }, which) => {
    const [lyceum, ...januses] = measured[which];
    // The faster of the two in that round.
    const ratios = lyceum.map((run, round) => run[rate] / Math.max(...januses.map((runs) => runs[round][rate])));
    const ratio = median(ratios);
    return [
      [`${name}: ratio to the faster Janus`, bar ? `at least ${bar}` : '', ratio.toFixed(2), spread(ratios, 2), bar && ratio >= bar],
      ...measured[which].flatMap((runs, at) => {
        const told = servers[at].name;
        const expected = each(runs, 'packets_expected').reduce((sum, count) => sum + count);
        const lost = each(runs, 'lost').reduce((sum, count) => sum + count);
        return [
          [`${told}: packets/CPU-s`, '', median(each(runs, rate)).toFixed(0), spread(each(runs, rate), 0)],
          [`${told}: of a core`, '', median(each(runs, 'server_cpu_cores')).toFixed(2), spread(each(runs, 'server_cpu_cores'), 2)],
          [`${told}: latency, p50`, '', `${median(each(runs, 'latency_p50_ms')).toFixed(1)} ms`, spread(each(runs, 'latency_p50_ms'), 1)],
          [`${told}: latency, p99`, '', `${median(each(runs, 'latency_p99_ms')).toFixed(1)} ms`, spread(each(runs, 'latency_p99_ms'), 1)],
          [`${told}: lost`, '', `${((lost / expected) * 100).toFixed(2)} %`, `${lost} of ${expected}`],
        ];
      }),
    ];
  });
  const memory = servers.map(({ name }, at) => [`${name}: memory a peer`, '', `${measured[0][at][0].memory_kib_per_peer.toFixed(0)} KiB`, `of ${measured[0][at][0].present}, in the first lesson`]);
  print(`${SECONDS} s a lesson; Opus at 32 kbit/s, within one machine`, [...rows, ...memory]);
}

await run(async () => table(await measure()));
