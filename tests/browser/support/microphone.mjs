// What a page's microphone hears, in the place of the browser's own, which only beeps: a hum without a pause, or somebody who
// speaks in a noisy room. It is the page's own microphone in all else: asked for, sent, treated and muted as such.
const RATE = 48_000;
/** How long somebody speaks, and then says nothing: one can be told from the other by ear. */
const TURN_S = 1.5;
const SYLLABLE_S = 0.25;
/** How loud a voice is, of full scale, and how far the noise of the room goes. */
const VOICE = 0.12;
const NOISE = 0.04;

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

/** A throat's pulses through a mouth: syllables that rise, fall and change their vowel, all about as loud. */
function voice(seconds) {
  const samples = new Float64Array(seconds * RATE);
  const long = SYLLABLE_S * RATE;
  let phase = 0;
  for (let begun = 0; begun < samples.length; begun += long) {
    const vowel = VOWELS[(begun / long) % VOWELS.length];
    const states = WIDTHS.map(() => [0, 0]);
    const syllable = samples.subarray(begun, begun + long);
    for (const at of syllable.keys()) {
      phase += (130 + 30 * Math.sin((2 * Math.PI * 0.7 * (begun + at)) / RATE) - (20 * at) / long) / RATE;
      // A pulse opens slowly and closes at once.
      let sound = phase >= 1 ? -1 : phase ** 2 / 40;
      phase %= 1;
      for (const [i, state] of states.entries()) {
        const decay = Math.exp((-Math.PI * WIDTHS[i]) / RATE);
        sound += 2 * decay * Math.cos((2 * Math.PI * vowel[i]) / RATE) * state[0] - decay ** 2 * state[1];
        [state[1], state[0]] = [state[0], sound];
      }
      syllable[at] = sound;
    }
    const energy = Math.sqrt(syllable.reduce((sum, one) => sum + one * one, 0) / syllable.length);
    for (const at of syllable.keys()) syllable[at] *= (VOICE / energy) * Math.sin((Math.PI * at) / long) ** 0.5;
  }
  return samples;
}

export const WAVES = {
  hum: () => Float64Array.from({ length: RATE }, (_, at) => 0.2 * Math.sin((2 * Math.PI * 300 * at) / RATE)),

  /** They say something, and are silent for as long. */
  "a voice in a noisy room": () => {
    const [said, hiss] = [voice(TURN_S), noise()];
    return Float64Array.from({ length: 2 * said.length }, (_, at) => (said[at] ?? 0) + NOISE * hiss());
  },
};

/** Before any page is loaded. */
export async function installFakeMicrophone(person) {
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
export async function setMicrophoneSound(person, name) {
  const wave = name && Buffer.from(new Float32Array(WAVES[name]()).buffer).toString("base64");
  await person.page.evaluate((wave) => {
    const bytes = wave && Uint8Array.from(atob(wave), (one) => one.charCodeAt(0));
    window.wave = bytes && new Float32Array(bytes.buffer);
  }, wave);
}
