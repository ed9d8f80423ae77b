// The page's one sound graph (WebAudio): what one hears and what is measured. A browser may hold it until one has clicked.
import { signal } from "@preact/signals";
import { choices } from "./choices";

/** The browser plays nothing before one has clicked somewhere. */
export const blocked = signal(false);
/** How long a browser that lets it play may take to begin. */
const BEGIN_MS = 1000;

let graph: AudioContext | undefined;
/** Where a browser cannot send the graph itself to a speaker, it can send this player. */
let player: HTMLAudioElement | undefined;
let out: AudioNode | undefined;

type Sending = AudioContext & { setSinkId?: (id: string) => Promise<void> };

export function sounds(): AudioContext {
  if (graph) return graph;
  const context = (graph = new AudioContext({ latencyHint: "interactive" }));
  context.onstatechange = () => {
    if (context.state === "running") blocked.value = false;
  };
  const wake = () => void context.resume().catch(() => {});
  wake();
  setTimeout(() => (blocked.value = context.state !== "running"), BEGIN_MS);
  // Any click or key will do.
  for (const event of ["pointerup", "keydown"]) document.addEventListener(event, wake);
  return context;
}

/** After a click, everything may be played. */
export function unblock(): void {
  blocked.value = false;
  void sounds().resume();
  void player?.play().catch(() => {});
}

/** Where all that is to be heard goes. */
export function speaker(): AudioNode {
  const context = sounds() as Sending;
  if (!out) {
    out = context.destination;
    if (!context.setSinkId && canChooseSpeaker()) {
      const stream = context.createMediaStreamDestination();
      player = new Audio();
      player.srcObject = stream.stream;
      void player.play().catch(() => (blocked.value = true));
      out = stream;
    }
    void send();
  }
  return out;
}

/** Plays by the speaker that one has chosen. False: it is not there; the system's is used. */
export async function send(): Promise<boolean> {
  const id = choices.value.speaker;
  const context = graph as Sending | undefined;
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

/** What an analyser hears, from 0 for silence to 1 for as loud as it gets. */
export function levelOf(analyser: AnalyserNode): number {
  analyser.getFloatTimeDomainData(samples);
  return level(samples);
}

/** From -60 dB on, evenly: as ears hear it. */
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
