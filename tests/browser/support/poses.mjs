// The server's frames of poses, read a second time and by another hand than the client's: see src/protocol/pose.rs.
const HEAD = 5;
const ENTRY = 12;

/** Where each mover stands, in metres, by seat. */
export function readPoses(frame) {
  const places = new Map();
  if (frame[0] !== 2) return places;
  for (let at = HEAD; at + ENTRY <= frame.length; at += ENTRY) {
    places.set(frame.readUInt16LE(at), { x: frame.readInt16LE(at + 2) / 100, z: frame.readInt16LE(at + 6) / 100 });
  }
  return places;
}

export function distance(a, b) {
  return Math.hypot(a.x - b.x, a.z - b.z);
}
