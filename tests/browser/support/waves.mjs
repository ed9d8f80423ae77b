// What a page's microphone hears, in the place of the browser's own, which only beeps: a hum without a pause, or somebody who
// speaks in a noisy room. It is the page's own microphone in all else: asked for, sent, treated and muted as such.
const RATE = 48_000;
/** How long somebody speaks, and then says nothing: one can be told from the other by ear. */
const TURN_S = 1.5;

/** The formants of a few vowels, in Hz, and how wide each is: what a mouth makes of a voice. */
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [570, 840, 2410],
  [530, 1840, 2480],
];
const WIDTHS = [80, 100, 140];

/** The same noise each time. */
function noise() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A throat's pulses through a mouth: syllables that rise, fall and change their vowel, as loud as half of full scale. */
function voice(seconds) {
  const samples = new Float64Array(seconds * RATE);
  const states = WIDTHS.map(() => [0, 0]);
  let phase = 0;
  for (let at = 0; at < samples.length; at++) {
    const time = at / RATE;
    const [syllable, within] = [Math.floor(time / 0.25), (time % 0.25) / 0.25];
    phase += (125 + 25 * Math.sin(2 * Math.PI * 0.7 * time) - 15 * within) / RATE;
    const pulse = phase >= 1;
    phase %= 1;
    const loud = Math.sin(Math.PI * Math.min(1, within * 1.15)) ** 0.7;
    let sound = pulse ? loud : 0;
    const vowel = VOWELS[syllable % VOWELS.length];
    for (const [i, state] of states.entries()) {
      const decay = Math.exp((-Math.PI * WIDTHS[i]) / RATE);
      const next = sound + 2 * decay * Math.cos((2 * Math.PI * vowel[i]) / RATE) * state[0] - decay ** 2 * state[1];
      [state[1], state[0]] = [state[0], next];
      sound = next;
    }
    samples[at] = sound;
  }
  const most = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return samples.map((one) => (0.5 * one) / most);
}

export const WAVES = {
  hum: () => Float64Array.from({ length: RATE }, (_, at) => 0.2 * Math.sin((2 * Math.PI * 300 * at) / RATE)),

  /** They say something, and are silent for as long. */
  "a voice in a noisy room": () => {
    const [said, hiss] = [voice(TURN_S), noise()];
    return Float64Array.from({ length: 2 * said.length }, (_, at) => (said[at] ?? 0) + 0.05 * hiss());
  },
};

/** Before any page is loaded. */
export async function equip(person) {
  await person.page.addInitScript((rate) => {
    const { getUserMedia } = MediaDevices.prototype;
    MediaDevices.prototype.getUserMedia = async function (wish) {
      if (!window.wave) return getUserMedia.call(this, wish);
      const context = new AudioContext({ sampleRate: rate });
      const buffer = context.createBuffer(1, window.wave.length, rate);
      buffer.copyToChannel(window.wave, 0);
      const source = new AudioBufferSourceNode(context, { buffer, loop: true });
      const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
      source.connect(out);
      source.start();
      return out.stream;
    };
  }, RATE);
}

/** The page's next microphone hears this, one of the names above; nothing: the browser's own is there again. */
export async function hearsByMicrophone(person, name) {
  const wave = name && Buffer.from(new Float32Array(WAVES[name]()).buffer).toString("base64");
  await person.page.evaluate((wave) => {
    const bytes = wave && Uint8Array.from(atob(wave), (one) => one.charCodeAt(0));
    window.wave = bytes && new Float32Array(bytes.buffer);
  }, wave);
}
