// Measures the sound of a server that it starts, with lyceum-load, and prints one table. The floor under every forwarder is
// measured beside each lesson that is compared with it, in the same run; those lessons are held several times. `--steering`
// measures instead what it gains that the kernel is told on which thread each one lives, with it and without it in turns.

import { fail, lesson, load, median, print, quick, run, say, spread, startLyceum, stop, url } from './bench-server.mjs';

const SECONDS = quick ? 3 : 8;
const ROUNDS = quick ? 1 : 5;

let server;

/** A lesson of its own with so many; what must hold whatever the speed. */
async function hold(name, ...args) {
  say(name);
  const code = await lesson();
  const common = ['--url', url, '--code', code, '--pid', String(server.pid), '--secs', SECONDS];
  const figures = await load('audio', ...common, ...args);
  const whole = figures.lost === 0 && figures.out_of_order === 0 && figures.corrupt === 0 && figures.packets_received > 0;
  if (!whole) fail(`not every packet came as it was sent (${name}): ${JSON.stringify(figures)}`);
  return figures;
}

async function measure() {
  server = (await startLyceum()).child;
  // First, while the server has never had more memory than it needs.
  const school = await hold('10 speak to 300', '-p', 10, '-s', 300);
  const [small, all] = [[], []];
  for (let round = 1; round <= ROUNDS; round++) {
    small.push(await hold(`10 speak to 50, ${round} of ${ROUNDS}`, '-p', 10, '-s', 50, '--floor'));
    all.push(await hold(`30 speak to each other, ${round} of ${ROUNDS}`, '-p', 30, '-s', 0, '--all', '--floor'));
  }
  const one = await hold('1 speaks to 200', '-p', 1, '-s', 200, '--floor');
  const open = await hold('150 open microphones, ten slots', '-p', 150, '-s', 0, '--all', '--slots', 10);
  const silent = await hold('one speaks, 19 are silent', '-p', 20, '--silent', 19, '-s', 20);
  const crowd = await hold('50 come at once', '-p', 10, '-s', 50, '--at-a-time', 50);
  return { school, small, all, one, open, silent, crowd };
}

function table({ school, small, all, one, open, silent, crowd }) {
  const each = (runs, field) => runs.map((run) => run[field]);
  const runs = [school, ...small, ...all, one, open, silent, crowd];
  const total = (field) => runs.reduce((sum, run) => sum + run[field], 0);
  const floor = (what, bar, runs) => {
    const ratios = each(runs, 'of_the_sendto_floor');
    const latency = each(runs, 'latency_p99_ms');
    const bare = each(runs, 'bare_forwarder_p99_ms');
    // What the machine takes from a thread that only sends a packet on, it takes from the server, too.
    const added = latency.map((p99, run) => p99 - bare[run]);
    const figure = median(ratios);
    return [
      [`${what}: of the sendto floor`, `at least ${bar}`, figure.toFixed(2), spread(ratios, 2), figure >= bar],
      ['packets/CPU-s', '', median(each(runs, 'packets_per_cpu_second')).toFixed(0), spread(each(runs, 'packets_per_cpu_second'), 0)],
      // The worst of them: a bar that two lessons of five miss is missed.
      ['latency, p99', '', `${median(latency).toFixed(1)} ms`, spread(latency, 1)],
      ['the same of a bare forwarder', '', `${median(bare).toFixed(1)} ms`, spread(bare, 1)],
      ['added latency, p99, the worst', 'under 5 ms', `${Math.max(...added).toFixed(1)} ms`, spread(added, 1), Math.max(...added) < 5],
    ];
  };
  const cores = (what, bar, run) => [
    [what, `under ${bar.toFixed(2)} of a core`, run.server_cpu_cores.toFixed(2), `${run.packets_received} packets in ${SECONDS} s`, run.server_cpu_cores < bar],
    ['added latency, p50; p99', '', `${run.latency_p50_ms.toFixed(1)}; ${run.latency_p99_ms.toFixed(1)} ms`, ''],
  ];
  const join = crowd.join_to_first_packet_p99_ms;
  const memory = school.memory_kib_per_peer;
  print(`${SECONDS} s a lesson; Opus at 32 kbit/s, AES-128-GCM, loopback`, [
    ...floor('10 speak to 50', 0.8, small),
    ...floor('30 to each other', 1.5, all),
    ['1 speaks to 200: of the sendto floor', '', one.of_the_sendto_floor.toFixed(2), `${one.packets_per_cpu_second.toFixed(0)} packets/CPU-s`],
    ['nothing is gathered: added latency, p50', 'under 1.5 ms', `${one.latency_p50_ms.toFixed(2)} ms`, `p99 ${one.latency_p99_ms.toFixed(1)} ms, of a bare forwarder ${one.bare_forwarder_p99_ms.toFixed(1)} ms`, one.latency_p50_ms < 1.5],
    ...cores('150 open microphones, ten slots', 0.5, open),
    ...cores('10 speak to 300', 2 / 3, school),
    ['50 come at once: from the first attempt to the first packet, p99', 'under 300 ms', `${join.toFixed(0)} ms`, `p50 ${crowd.join_to_first_packet_p50_ms.toFixed(0)} ms`, join < 300],
    ['memory a peer, its connection and seat included', 'under 128 KiB', `${memory.toFixed(0)} KiB`, `of ${school.present}`, memory < 128],
    ['19 silent open microphones: packets for the listeners', '0', String(silent.packets_received - silent.packets_expected), `${silent.packets_sent_in_silence} sent`, silent.packets_received === silent.packets_expected],
    ['lost, out of order, damaged, in all lessons', '0', `${total('lost')}, ${total('out_of_order')}, ${total('corrupt')}`, `of ${total('packets_expected')}`, total('lost') + total('out_of_order') + total('corrupt') === 0],
    ['sendto; GSO of 10; AES-128-GCM', '', ['sendto_us', 'gso_10_us', 'aes_128_gcm_us'].map((field) => median(each([...small, ...all], field)).toFixed(2)).join('; ') + ' µs', ''],
  ]);
}

const LESSONS = { '10 speak to 50': ['-p', 10, '-s', 50], '30 to each other': ['-p', 30, '-s', 0, '--all'] };

/** Each lesson on a server of its own kind, all of them once a round. */
async function compareSteering() {
  const names = Object.keys(LESSONS);
  const figures = { true: names.map(() => []), false: names.map(() => []) };
  for (let round = 1; round <= ROUNDS; round++) {
    // Who is measured first changes: these machines are faster at some times than at others.
    for (const steered of round % 2 ? ['true', 'false'] : ['false', 'true']) {
      server = (await startLyceum('--media-steering', steered)).child;
      for (const [at, name] of names.entries()) {
        figures[steered][at].push(await hold(`${name}, steering ${steered}, ${round} of ${ROUNDS}`, ...LESSONS[name]));
      }
      await stop(server);
    }
  }
  const rows = names.flatMap((name, at) => {
    const each = (steered, field) => figures[steered][at].map((run) => run[field]);
    const rates = ['true', 'false'].map((steered) => each(steered, 'packets_per_cpu_second'));
    const late = ['true', 'false'].map((steered) => each(steered, 'latency_p99_ms'));
    const gains = rates[0].map((rate, round) => rate / rates[1][round]);
    return [
      [`${name}: packets/CPU-s, steered`, '', median(rates[0]).toFixed(0), spread(rates[0], 0)],
      ['not steered', '', median(rates[1]).toFixed(0), spread(rates[1], 0)],
      ['steered to not steered', '', median(gains).toFixed(2), spread(gains, 2)],
      ['added latency, p99, steered; not', '', `${median(late[0]).toFixed(1)}; ${median(late[1]).toFixed(1)} ms`, ''],
    ];
  });
  print(`${SECONDS} s a lesson, a server for each round and kind; Opus at 32 kbit/s, loopback`, rows);
}

await run(process.argv.includes('--steering') ? compareSteering : async () => table(await measure()));
