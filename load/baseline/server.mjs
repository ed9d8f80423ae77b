// The server that Lyceum is measured against: what a good Socket.IO server does for the same lesson, and no more.
//
// Every client sends its pose as a binary Buffer; each 50 ms those who moved go out to the room as ONE binary frame, of
// the very layout of Lyceum's (docs/PROTOCOL.md): 02, u32 tick, then u16 seat and 10 bytes of pose for each. Chat lines
// go to the room at once and are acknowledged; nothing is stored. It is meant to be fast: WebSocket only, without
// compression, no long polling, no per-recipient work beyond Socket.IO's own (which encodes a broadcast once), no
// validation beyond a length, no identities, no permissions, no limits, no database.
//
//   node server.mjs [PORT]        prints "listening on PORT"

import { createServer } from 'node:http';
import { Server } from 'socket.io';

const TICK_MS = 50;
const HEAD = 5;
const POSE = 10;
const ENTRY = 2 + POSE;

const http = createServer((request, response) => response.end('baseline\n'));
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, httpCompression: false, serveClient: false });
const started = performance.now();

let seats = 0;
let lines = 0;
let movers = [];

io.on('connection', (socket) => {
  const person = { seat: seats++, username: '', pose: null, moved: false };

  socket.on('join', (username, joined) => {
    person.username = username;
    socket.join('room');
    joined({ seat: person.seat });
  });

  socket.on('pose', (pose) => {
    if (pose.length !== POSE) return;
    person.pose = pose;
    if (person.moved) return;
    person.moved = true;
    movers.push(person);
  });

  socket.on('message', (message, said) => {
    const line = { messageId: ++lines, message, seat: person.seat, username: person.username, sentAt: new Date().toISOString() };
    io.to('room').emit('message', [line]);
    said({ messageId: line.messageId, sentAt: line.sentAt });
  });
});

setInterval(() => {
  if (movers.length === 0) return;
  const frame = Buffer.allocUnsafe(HEAD + movers.length * ENTRY);
  frame[0] = 2;
  frame.writeUInt32LE((performance.now() - started) >>> 0, 1);
  let at = HEAD;
  for (const person of movers) {
    frame.writeUInt16LE(person.seat, at);
    person.pose.copy(frame, at + 2);
    person.moved = false;
    at += ENTRY;
  }
  movers = [];
  io.to('room').emit('poses', frame);
}, TICK_MS);

http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(`listening on ${http.address().port}`));
