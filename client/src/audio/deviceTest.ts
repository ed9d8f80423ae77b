// A test tone for the speaker, and a recording of one's own voice for the microphone; it never leaves the page.
const RECORD_MS = 3000;
const NOTES = [523.25, 659.25, 783.99];
const NOTE_S = 0.35;

/** Three rising notes. Resolves when they have faded. */
export function playTestTone(context: AudioContext, out: AudioNode): Promise<void> {
  return new Promise((resolve) => {
    NOTES.forEach((note, i) => {
      const from = context.currentTime + 0.05 + i * NOTE_S;
      const tone = new OscillatorNode(context, { frequency: note });
      const loudness = new GainNode(context, { gain: 0 });
      loudness.gain.setTargetAtTime(0.25, from, 0.02);
      loudness.gain.setTargetAtTime(0, from + NOTE_S * 0.6, 0.06);
      tone.connect(loudness).connect(out);
      tone.start(from);
      tone.stop(from + NOTE_S * 2);
      tone.onended = () => {
        loudness.disconnect();
        if (i === NOTES.length - 1) resolve();
      };
    });
  });
}

export interface Recording {
  /** Resolves at its end. */
  play(out: AudioNode): Promise<void>;
}

/** Three seconds of this voice. */
export async function record(stream: MediaStream, context: AudioContext): Promise<Recording> {
  await context.resume();
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(new Error("the recorder broke off"));
  });
  recorder.start();
  setTimeout(() => recorder.state === "recording" && recorder.stop(), RECORD_MS);
  await ended;
  const buffer = await context.decodeAudioData(await new Blob(parts).arrayBuffer());
  return {
    play: (out) =>
      new Promise((resolve) => {
        const source = new AudioBufferSourceNode(context, { buffer });
        source.connect(out);
        source.onended = () => {
          source.disconnect();
          resolve();
        };
        source.start();
      }),
  };
}
