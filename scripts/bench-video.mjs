// Measures the video of a server that it starts, with lyceum-load, and in turn with it that of Janus' VideoRoom where Janus can do
// the same, and prints one table.

import { availableParallelism } from 'node:os';

import { startJanus } from './bench-janus-server.mjs';
import { fail, lesson, load, median, print, quick, run, say, spread, startLyceum, url } from './bench-server.mjs';

const SECONDS = quick ? 3 : 8;
const ROUNDS = quick ? 1 : 3;
const LOOPS = availableParallelism();
/** As for sound: Janus takes nothing on loopback. */
const FROM = '198.51.100.1';

/** The largest comes first, while nobody has ever had more memory than needed. */
const LESSONS = [
  { name: 'a screen of 1.5 Mbit/s for 300', people: ['-p', 1, '-s', 300, '--bitrate', 1500, '--packets', 170] },
  { name: '50 see 49 tiles of 100 kbit/s each', people: ['-p', 50, '-s', 0, '--all', '--bitrate', 100, '--packets', 15], cores: 1 },
  { name: '9 cameras of 300 kbit/s for 30', people: ['-p', 9, '-s', 30, '--bitrate', 300, '--packets', 40], janus: 3 },
  { name: '3 cameras of 300 kbit/s for 50', people: ['-p', 3, '-s', 50, '--bitrate', 300, '--packets', 40], janus: 3 },
];

async function measure() {
  const lyceum = { name: 'Lyceum', child: (await startLyceum()).child, lesson: async () => ['--url', url, '--code', await lesson(true)] };
  const servers = [lyceum, await startJanus('Janus', ''), await startJanus(`Janus, ${LOOPS} event loops`, `event_loops = ${LOOPS}`)];
  const measured = LESSONS.map(() => servers.map(() => []));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [which, { name, people, janus }] of LESSONS.entries()) {
      for (const [at, server] of (janus ? servers : [lyceum]).entries()) {
        say(`${name}, ${server.name}, ${round} of ${ROUNDS}`);
        const figures = await load('video', ...(await server.lesson()), '--pid', String(server.child.pid), '--secs', SECONDS, '--from', FROM, ...people);
        const { lost, out_of_order, corrupt, packets_received } = figures;
        // What Janus loses is in the table.
        const whole = out_of_order === 0 && corrupt === 0 && packets_received > 0 && (lost === 0 || server !== lyceum);
        if (!whole) fail(`not every packet came as it was sent (${name}, ${server.name}): ${JSON.stringify(figures)}`);
        measured[which][at].push(figures);
      }
    }
  }
  return { servers, measured };
}

function table({ servers, measured }) {
  const rate = 'packets_per_cpu_second';
  const each = (runs, field) => runs.map((run) => run[field]);
  const row = (what, runs, field, digits, unit = '', bar = '', met = undefined) => [
    what, bar, `${median(each(runs, field)).toFixed(digits)}${unit}`, spread(each(runs, field), digits), met,
  ];
  const rows = LESSONS.flatMap(({ name, janus, cores }, which) => {
    const [lyceum, ...januses] = measured[which];
    const compared = [];
    if (janus) {
      // The faster of the two in that round.
      const ratios = lyceum.map((run, round) => run[rate] / Math.max(...januses.map((runs) => runs[round][rate])));
      compared.push([`${name}: ratio to the faster Janus`, `at least ${janus}`, median(ratios).toFixed(2), spread(ratios, 2), median(ratios) >= janus]);
    }
    const latest = Math.max(...each(lyceum, 'latency_p99_ms'));
    const most = Math.max(...each(lyceum, 'server_cpu_cores'));
    return [
      ...compared,
      ...measured[which].flatMap((runs, at) => {
        if (!runs.length) return [];
        const told = `${name}: ${servers[at].name}`;
        const lost = each(runs, 'lost').reduce((sum, count) => sum + count);
        const own = at === 0;
        return [
          row(`${told}: packets/CPU-s`, runs, rate, 0),
          row('Mbyte/CPU-s', runs, 'megabytes_per_cpu_second', 1),
          own && cores ? row('of a core', runs, 'server_cpu_cores', 2, '', `under ${cores}`, most < cores) : row('of a core', runs, 'server_cpu_cores', 2),
          row('added latency, p50', runs, 'latency_p50_ms', 1, ' ms'),
          own ? row('added latency, p99, the worst', runs, 'latency_p99_ms', 1, ' ms', 'under 10 ms', latest < 10) : row('added latency, p99', runs, 'latency_p99_ms', 1, ' ms'),
          row('from the first attempt to the first picture, p50', runs, 'join_to_first_packet_p50_ms', 0, ' ms'),
          row('memory a peer', runs, 'memory_kib_per_peer', 0, ' KiB'),
          ['lost', own ? '0' : '', String(lost), `of ${each(runs, 'packets_expected').reduce((sum, count) => sum + count)}`, own ? lost === 0 : undefined],
        ];
      }),
    ];
  });
  print(`${SECONDS} s a lesson; VP8, AES-128-GCM, within one machine`, rows);
}

await run(async () => table(await measure()));
