// What one has chosen for one's ears and voice. It stays on the device, for the next lesson too.
import { signal } from "@preact/signals";

/** What takes the noise out of a voice: nothing, the browser, or a small neural network (RNNoise). */
export type Noise = "off" | "browser" | "strong";

export interface Choices {
  /** A device's id; empty for the system's own choice. */
  microphone: string;
  speaker: string;
  /** Takes one's speaker out of one's microphone. */
  echo: boolean;
  /** Evens out how loud one is. */
  gain: boolean;
  noise: Noise;
  /** People are heard from where they stand. */
  spatial: boolean;
  /** One is heard only while holding a key or the button. */
  hold: boolean;
  /** How loud single people are, by their id; 1 is as they come. */
  volumes: Record<string, number>;
}

const REMEMBERED = "lyceum:sound";
/** So many volumes are kept; ids of later lessons push out those of earlier ones. */
const VOLUMES_MOST = 100;
export const VOLUME_MOST = 2;
const USUAL: Choices = {
  microphone: "",
  speaker: "",
  echo: true,
  gain: true,
  noise: "browser",
  spatial: true,
  hold: false,
  volumes: {},
};

export const choices = signal<Choices>(read(recalled()));

export function choose(some: Partial<Choices>): void {
  choices.value = { ...choices.value, ...some };
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(choices.value));
  } catch {
    // A browser that keeps nothing: it is a choice for this page only.
  }
}

export function volumeOf(who: string, { volumes } = choices.value): number {
  return volumes[who] ?? 1;
}

export function turn(who: string, volume: number): void {
  const { [who]: _, ...others } = choices.value.volumes;
  const kept = Object.entries(others).slice(1 - VOLUMES_MOST);
  choose({ volumes: Object.fromEntries(volume === 1 ? kept : [...kept, [who, volume]]) });
}

/** What was kept, as far as it is still understood. */
export function read(text: string | null): Choices {
  let kept: Partial<Record<keyof Choices, unknown>>;
  try {
    kept = (JSON.parse(text ?? "{}") ?? {}) as typeof kept;
  } catch {
    kept = {};
  }
  const words = (key: "microphone" | "speaker") => (typeof kept[key] === "string" ? kept[key] : USUAL[key]);
  const truth = (key: "echo" | "gain" | "spatial" | "hold") =>
    typeof kept[key] === "boolean" ? kept[key] : USUAL[key];
  const volumes = Object.entries(kept.volumes ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] >= 0 && entry[1] <= VOLUME_MOST,
  );
  return {
    microphone: words("microphone"),
    speaker: words("speaker"),
    echo: truth("echo"),
    gain: truth("gain"),
    noise: kept.noise === "off" || kept.noise === "strong" ? kept.noise : USUAL.noise,
    spatial: truth("spatial"),
    hold: truth("hold"),
    volumes: Object.fromEntries(volumes),
  };
}

function recalled(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}
