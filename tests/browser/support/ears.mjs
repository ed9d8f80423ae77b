// What a page plays, measured as its listener would hear it. The fake microphone beeps about once a second.
import { until } from "./until.mjs";

/** Long enough for a beep. */
const LISTEN_MS = 2500;
/** Above the noise of nothing, far below a beep. */
const AUDIBLE = 0.005;

/** The greatest energy of everything that the page plays, over a while. */
export function loudness(person, ms = LISTEN_MS) {
  return person.page.evaluate(async (ms) => {
    const context = (window.ears ??= new AudioContext());
    await context.resume();
    const taps = [...document.querySelectorAll("audio")].map((player) => {
      if (!player.srcObject || player.paused) return undefined;
      player.tap ??= context.createAnalyser();
      if (player.tapped !== player.srcObject) {
        player.tapped = player.srcObject;
        context.createMediaStreamSource(player.srcObject).connect(player.tap);
      }
      return player.tap;
    });
    let most = 0;
    const samples = new Float32Array(2048);
    for (const end = performance.now() + ms; performance.now() < end;) {
      for (const tap of taps.filter(Boolean)) {
        tap.getFloatTimeDomainData(samples);
        most = Math.max(most, Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length));
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return most;
  }, ms);
}

export function hears(person) {
  return until(`${person.name} hears something`, async () => (await loudness(person, 1200)) > AUDIBLE);
}

export function hearsNothing(person) {
  // What is on its way is still played.
  return until(`${person.name} hears nothing`, async () => (await loudness(person)) <= AUDIBLE);
}
