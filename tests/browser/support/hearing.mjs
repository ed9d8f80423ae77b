// What a page plays, measured where it leaves the page, left and right. The fake microphone beeps about once a second.
import { check, TIMEOUT_MS } from "./wait.mjs";

/** Long enough for a beep. */
const LISTEN_MS = 2500;
/** Longer than between two beeps. */
const SILENCE_MS = 2000;
/** Above the noise of nothing, far below a beep. */
export const AUDIBLE = 0.005;
/** Far below the test tone, which is louder than a voice. */
const TONE = 0.02;

/** Measures what the page plays, left and right. Runs in the page, before its scripts. */
export function listenAtSpeakers() {
  const { connect } = AudioNode.prototype;
  const analysers = (window.outputAnalysers = []);
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && to.context === this.context) {
      const split = new ChannelSplitterNode(to.context, { numberOfOutputs: 2 });
      const sides = [0, 1].map((side) => {
        const analyser = new AnalyserNode(to.context, { fftSize: 2048 });
        connect.call(split, analyser, side);
        return analyser;
      });
      // One channel is heard on both sides, as a speaker does it.
      const both = new GainNode(to.context, { channelCount: 2, channelCountMode: "explicit" });
      connect.call(this, both);
      connect.call(both, split);
      analysers.push(sides);
    }
    return connect.call(this, to, ...rest);
  };
}

/** The greatest energy of everything that the page plays, over a while: left and right. */
export function stereoLevels(person, ms = LISTEN_MS) {
  return person.page.evaluate(async (ms) => {
    const most = [0, 0];
    const samples = new Float32Array(2048);
    for (const end = performance.now() + ms; performance.now() < end;) {
      for (const pair of window.outputAnalysers) {
        for (const [side, analyser] of pair.entries()) {
          analyser.getFloatTimeDomainData(samples);
          const energy = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
          most[side] = Math.max(most[side], energy);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return most;
  }, ms);
}

/** How loud everything that the page plays is, again and again for a while. */
function loudnessOverTime(person, ms) {
  return person.page.evaluate(async (ms) => {
    const [heard, samples] = [[], new Float32Array(2048)];
    for (const end = performance.now() + ms; performance.now() < end;) {
      const levels = window.outputAnalysers.flat().map((analyser) => {
        analyser.getFloatTimeDomainData(samples);
        return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
      });
      heard.push(Math.max(0, ...levels));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return heard;
  }, ms);
}

/** How often it beeps in a while: how loud it is at most, and how often it rises to a good part of that. */
export async function countBeeps(person, ms) {
  const heard = await loudnessOverTime(person, ms);
  const loudest = Math.max(...heard);
  const rises = heard.filter(
    (now, at) => now > loudest / 3 && heard.slice(Math.max(0, at - 5), at).every((one) => one <= loudest / 3),
  );
  return { loudest, beeps: rises.length };
}

/** Measures from now on also what the page's microphone sends, to compare it with what others hear of it in the same moments. */
export function listenAtMicrophone(person) {
  return person.page.evaluate(() => {
    const { track } = window.peer.getSenders().find(({ track }) => track?.kind === "audio");
    const context = (window.microphoneContext = new AudioContext());
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser);
    window.outputAnalysers.push([analyser]);
  });
}

/** How loud it is while it is loud, and while it is quiet, over a while in which it is each for about half of the time. */
export async function loudAndQuiet(person, ms) {
  const heard = (await loudnessOverTime(person, ms)).sort((a, b) => a - b);
  const at = (share) => heard[Math.floor(share * heard.length)];
  return { loud: at(0.9), quiet: at(0.2) };
}

export async function loudness(person, ms) {
  return Math.max(...(await stereoLevels(person, ms)));
}

/** Until each of them hears something. */
export function waitForSound(...people) {
  return Promise.all(people.map((person) => hears(person, AUDIBLE)));
}

/** Until somebody hears something as loud as the test tone. */
export function waitForTone(person) {
  return hears(person, TONE);
}

async function hears(person, level) {
  check(await listen(person, level, 0), `${person.name} hears something within ${TIMEOUT_MS / 1000} s`);
}

/** Until each of them has heard nothing for a while: what is on its way is played first, on a busy machine some seconds later. */
export function waitForSilence(...people) {
  return Promise.all(
    people.map(async (person) =>
      check(await listen(person, AUDIBLE, SILENCE_MS), `${person.name} falls silent within ${TIMEOUT_MS / 1000} s`),
    ),
  );
}

/** Listens until there is sound of this level, or none for so many milliseconds; false: not in time. */
function listen(person, level, silence) {
  return person.page.evaluate(
    async ({ silence, level, timeout }) => {
      const samples = new Float32Array(2048);
      const begun = performance.now();
      let heard = begun;
      for (let now = begun; now - begun < timeout; now = performance.now()) {
        const isLoud = window.outputAnalysers.flat().some((analyser) => {
          analyser.getFloatTimeDomainData(samples);
          return samples.reduce((sum, one) => sum + one * one, 0) > level ** 2 * samples.length;
        });
        if (isLoud) heard = now;
        if (silence === 0 ? isLoud : now - heard >= silence) return true;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return false;
    },
    { silence, level, timeout: TIMEOUT_MS },
  );
}
