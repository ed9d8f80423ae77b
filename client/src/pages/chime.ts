// Two soft notes: somebody has come.
const NOTES = [659.3, 880];
/** In seconds, as Web Audio counts. */
const APART = 0.14;
const LENGTH = 0.6;
const VOLUME = 0.08;
/** A browser may hold sound back until somebody touches the page. Notes that are later than this would mislead. */
const LATE_MS = 1000;

let context: AudioContext | undefined;

export async function chime(): Promise<void> {
  const asked = performance.now();
  context ??= new AudioContext();
  await context.resume();
  if (performance.now() - asked < LATE_MS) play(context);
}

function play(context: AudioContext): void {
  for (const [i, frequency] of NOTES.entries()) {
    const start = context.currentTime + i * APART;
    const [note, gain] = [new OscillatorNode(context, { frequency }), new GainNode(context, { gain: 0 })];
    gain.gain.setValueAtTime(VOLUME, start);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH);
    note.connect(gain).connect(context.destination);
    note.start(start);
    note.stop(start + LENGTH);
  }
}
