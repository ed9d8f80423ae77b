// Janus for benches that compare Lyceum with it: Debian's, with what it comes with, but for what is said in `configure`.

import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, home, log, start, tail, until } from './bench-server.mjs';

/** Its sound goes to the one address that is not on loopback, and it is asked on loopback only. */
function configure(name, port, general) {
  const folder = join(home, name);
  mkdirSync(folder);
  const others = (kind, ...names) => `${kind}: { disable = "${names.map((name) => `libjanus_${name}.so`)}" }\n`;
  const plugins = ['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming', 'textroom', 'videocall', 'voicemail'];
  const config =
    `general: { ${general} }\n` +
    others('plugins', ...plugins) +
    others('transports', 'http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq') +
    'events: { broadcast = false }\n';
  writeFileSync(join(folder, 'janus.jcfg'), config);
  writeFileSync(join(folder, 'janus.transport.websockets.jcfg'), `general: { ws = true\n ws_ip = "127.0.0.1"\n ws_port = ${port} }\n`);
  writeFileSync(join(folder, 'janus.plugin.videoroom.jcfg'), '');
  return folder;
}

/** A server, and a way to make a new lesson on it. */
export async function startJanus(name, general) {
  const port = await freePort();
  const folder = configure(name, port, general);
  const out = openSync(log, 'a');
  const child = start('janus', ['--configs-folder', folder, '--disable-colors'], { cwd: folder, stdio: ['ignore', out, out] });
  const open = () =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'janus-protocol');
      socket.addEventListener('open', () => resolve(socket.close() ?? true));
      socket.addEventListener('error', () => resolve(child.exitCode !== null && 'gone'));
    });
  if ((await until('Janus’ first answer', 30, open)) === 'gone') throw new Error(`Janus left at once\n${tail()}`);
  let rooms = 0;
  return { name, child, lesson: () => ['--janus', '--url', `http://127.0.0.1:${port}`, '--code', String(++rooms)] };
}
