// The page's one audio graph (Web Audio): playback and level meters. A browser may suspend it until the first click.
import { signal } from "@preact/signals";
import { settings } from "./settings";

/** The browser plays nothing before the first click on the page. */
export const blocked = signal(false);
/** How long a browser that allows playback may take to start it. */
const BEGIN_MS = 1000;

let graph: AudioContext | undefined;
/** Where a browser cannot choose the speaker of the graph itself, it can choose that of this element. */
let player: HTMLAudioElement | undefined;
let out: AudioNode | undefined;

type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> };

export function audioContext(): AudioContext {
  if (graph) return graph;
  const context = (graph = new AudioContext({ latencyHint: "interactive" }));
  context.onstatechange = () => {
    if (context.state === "running") blocked.value = false;
  };
  const wake = () => void context.resume().catch(() => {});
  wake();
  setTimeout(() => (blocked.value = context.state !== "running"), BEGIN_MS);
  // Any click or key resumes it.
  for (const event of ["pointerup", "keydown"]) document.addEventListener(event, wake);
  return context;
}

/** After a click, everything may be played. */
export function unblock(): void {
  blocked.value = false;
  void audioContext().resume();
  void player?.play().catch(() => {});
}

/** Everything that is played goes to this node. */
export function outputNode(): AudioNode {
  const context = audioContext() as WithSink;
  if (!out) {
    out = context.destination;
    if (!context.setSinkId && canChooseSpeaker()) {
      const stream = context.createMediaStreamDestination();
      player = new Audio();
      player.srcObject = stream.stream;
      void player.play().catch(() => (blocked.value = true));
      out = stream;
    }
    void selectSpeaker();
  }
  return out;
}

/** Switches to the chosen speaker. @returns false when it is gone, and the system's is used */
export async function selectSpeaker(): Promise<boolean> {
  const id = settings.value.speaker;
  const context = graph as WithSink | undefined;
  try {
    if (player) await player.setSinkId(id);
    else if (context?.setSinkId) await context.setSinkId(id);
    return true;
  } catch {
    return false;
  }
}

export function canChooseSpeaker(): boolean {
  return "setSinkId" in AudioContext.prototype || "setSinkId" in HTMLMediaElement.prototype;
}

const samples = new Float32Array(1024);

/** The level at an analyser, from 0 for silence to 1 for full loudness. */
export function levelOf(analyser: AnalyserNode): number {
  analyser.getFloatTimeDomainData(samples);
  return level(samples);
}

/** Linear in decibels, from -60 dB on. */
export function level(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

export function analyser(context: AudioContext): AnalyserNode {
  const node = context.createAnalyser();
  node.fftSize = samples.length;
  return node;
}
