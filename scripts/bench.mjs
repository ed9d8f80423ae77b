// Measures a server that it starts, on loopback, with lyceum-load, and prints one table. Every figure that is compared
// is taken several times, Lyceum and the Socket.IO baseline in turn, because a machine is never quiet.

import { LYCEUM, fail, freePort, joinCode, load, median, print, quick, run, say, serve, spread, start, startLyceum, stop, until, url } from './bench-server.mjs';

const PEOPLE = 300;
const SECONDS = quick ? 5 : 15;
const ROUNDS = 3;

/** What must hold whatever the speed. */
function checkLesson(name, run) {
  const sound =
    run.joined === PEOPLE && run.present_at_the_end === PEOPLE && run.wrong_entries === 0 && run.lines_missing === 0 &&
    run.lines_replied === run.lines_said && run.seq_gaps === 0 && Object.keys(run.refusals).length === 0;
  if (!sound) fail(`the lesson on ${name} was not whole: ${JSON.stringify(run)}`);
}

async function measure() {
  say('first start: makes the database');
  let { child: server } = await startLyceum();
  const code = await joinCode();
  const starts = [];
  for (let round = 0; round < ROUNDS; round++) {
    await stop(server);
    const again = await startLyceum();
    server = again.child;
    starts.push(again.after);
  }

  say(`${PEOPLE} people sit still`);
  const target = ['--url', url, '--code', code];
  const pid = () => ['--pid', String(server.pid)];
  const idle = await load('idle', ...target, ...pid(), '-n', PEOPLE);

  const basePort = await freePort();
  const baseline = start(process.execPath, ['load/baseline/server.mjs', String(basePort)], { stdio: ['ignore', 'ignore', 'inherit'] });
  await until('the baseline’s first answer', 20, () => fetch(`http://127.0.0.1:${basePort}/`).then((r) => r.ok, () => false));
  const lyceum = [];
  const socketio = [];
  const work = ['-n', PEOPLE, '--secs', SECONDS];
  for (let round = 1; round <= ROUNDS; round++) {
    say(`lesson ${round} of ${ROUNDS} on Lyceum`);
    lyceum.push(await load('pose', ...target, ...pid(), ...work));
    checkLesson('Lyceum', lyceum.at(-1));
    say(`lesson ${round} of ${ROUNDS} on Socket.IO`);
    const there = ['--socketio', '--url', `http://127.0.0.1:${basePort}`, '--code', '-', '--pid', String(baseline.pid)];
    socketio.push(await load('pose', ...there, ...work));
    checkLesson('Socket.IO', socketio.at(-1));
  }
  await stop(baseline);

  const lookups = [];
  for (let round = 1; round <= ROUNDS; round++) {
    say(`look-ups ${round} of ${ROUNDS}`);
    lookups.push(await load('lookup', ...target, ...pid(), '--secs', quick ? 3 : 8));
  }
  if (lookups.some((run) => Object.keys(run.errors).length)) fail(`look-ups went wrong: ${JSON.stringify(lookups)}`);

  say('kill -9 in mid-lesson');
  const crash = await load('crash', ...target, ...pid(), '-n', PEOPLE, '--', LYCEUM, ...serve);
  return { starts, idle, lyceum, socketio, lookups, crash };
}

function table({ starts, idle, lyceum, socketio, lookups, crash }) {
  const all = (runs, field) => runs.map((run) => run[field]);
  const worst = (field) => Math.max(...all(lyceum, field));
  const ratios = lyceum.map((run, round) => run.pose_entries_per_cpu_s / socketio[round].pose_entries_per_cpu_s);
  const withDatabase = lyceum.map((run, round) => {
    const cpu = run.server_cpu_s + run.descendants_cpu_s;
    return (run.pose_entries_per_s * run.seconds) / cpu / socketio[round].pose_entries_per_cpu_s;
  });
  const million = (runs) => spread(all(runs, 'pose_entries_per_cpu_s').map((entries) => entries / 1e6), 2);
  const rows = [
    ['start', 'under 2 s', `${median(starts).toFixed(2)} s`, spread(starts, 2), median(starts) < 2],
    ['poses: ratio to Socket.IO', 'at least 3', median(ratios).toFixed(2), spread(ratios, 2), median(ratios) >= 3],
    ['  the database’s CPU included', '', median(withDatabase).toFixed(2), spread(withDatabase, 2)],
    ['  Lyceum, million entries/CPU-s', '', '', million(lyceum)],
    ['  Socket.IO, million entries/CPU-s', '', '', million(socketio)],
    ['  Lyceum, % of a core', '', '', spread(all(lyceum, 'server_percent_of_a_core'), 1)],
    ['  Socket.IO, % of a core', '', '', spread(all(socketio, 'server_percent_of_a_core'), 1)],
    ['poses: p99 staleness', 'under 100 ms', `${worst('staleness_p99_ms').toFixed(0)} ms`, spread(all(lyceum, 'staleness_p99_ms'), 0), worst('staleness_p99_ms') < 100],
    ['chat: p99 durable reply', 'under 50 ms', `${worst('reply_p99_ms').toFixed(1)} ms`, spread(all(lyceum, 'reply_p99_ms'), 1), worst('reply_p99_ms') < 50],
    ['  p99 delivery', '', '', spread(all(lyceum, 'delivery_p99_ms'), 1)],
    ['reads: look-ups/CPU-s', 'at least 80,000', median(all(lookups, 'lookups_per_cpu_s')).toFixed(0), spread(all(lookups, 'lookups_per_cpu_s'), 0), median(all(lookups, 'lookups_per_cpu_s')) >= 80_000],
    ['  look-ups/s; p99 ms', '', '', `${spread(all(lookups, 'lookups_per_s'), 0)}; ${spread(all(lookups, 'latency_p99_ms'), 2)}`],
    ['a connection, idle in the room', 'under 32 KiB', `${idle.memory_still_kib_each.toFixed(1)} KiB`, '', idle.memory_still_kib_each < 32],
    ['coming in: p99', '', `${worst('join_p99_ms').toFixed(0)} ms`, spread(all(lyceum, 'join_p99_ms'), 0)],
    ['crash: all back in their seats', 'under 5 s', `${crash.all_back_after_s ?? '-'} s`, `${crash.back} of ${crash.joined}`, crash.all_back_after_s < 5 && crash.misplaced === 0],
    ['  acknowledged and lost', '0', String(crash.acknowledged_but_lost), `of ${crash.lines_acknowledged}`, crash.acknowledged_but_lost === 0],
    ['the generator, % of a core', '', '', spread(lyceum.map((run) => (run.generator_cpu_s / run.seconds) * 100), 0)],
  ];
  print(`Node ${process.versions.node}; ${PEOPLE} people at 20 Hz, ${SECONDS} s a lesson`, rows);
}

await run(async () => table(await measure()));
