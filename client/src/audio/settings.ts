// The settings of sound. They are kept on the device, for the next lesson too.
import { signal } from "@preact/signals";

/** What suppresses noise: nothing, the browser, or a small neural network (RNNoise). */
export type Noise = "off" | "browser" | "strong";

export interface Settings {
  /** A device's id; empty for the system's own choice. */
  microphone: string;
  speaker: string;
  /** Echo cancellation: removes the speaker's sound from the microphone. */
  echo: boolean;
  /** Automatic gain control: evens out how loud the voice is. */
  gain: boolean;
  noise: Noise;
  /** People are heard from where they stand. */
  spatial: boolean;
  /** Push to talk: others hear this person only while a key or the button is held. */
  hold: boolean;
  /** The volume of single people, by their id; 1 leaves it unchanged. */
  volumes: Record<string, number>;
}

const STORAGE_KEY = "lyceum:sound";
/** At most this many volumes are kept; the latest push out the oldest. */
const VOLUMES_MAX = 100;
export const VOLUME_MAX = 2;
const DEFAULTS: Settings = {
  microphone: "",
  speaker: "",
  echo: true,
  gain: true,
  noise: "browser",
  spatial: true,
  hold: false,
  volumes: {},
};

export const settings = signal<Settings>(parseSettings(loadStored()));

export function changeSettings(some: Partial<Settings>): void {
  settings.value = { ...settings.value, ...some };
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(settings.value));
  } catch {
    // A browser that keeps nothing: it is a choice for this page only.
  }
}

export function volumeOf(who: string, { volumes } = settings.value): number {
  return volumes[who] ?? 1;
}

export function setVolume(who: string, volume: number): void {
  const { [who]: _, ...others } = settings.value.volumes;
  const kept = Object.entries(others).slice(1 - VOLUMES_MAX);
  changeSettings({ volumes: Object.fromEntries(volume === 1 ? kept : [...kept, [who, volume]]) });
}

/** Stored settings; what is missing or invalid has its default. */
export function parseSettings(text: string | null): Settings {
  let kept: Partial<Record<keyof Settings, unknown>>;
  try {
    kept = (JSON.parse(text ?? "{}") ?? {}) as typeof kept;
  } catch {
    kept = {};
  }
  const words = (key: "microphone" | "speaker") => (typeof kept[key] === "string" ? kept[key] : DEFAULTS[key]);
  const truth = (key: "echo" | "gain" | "spatial" | "hold") =>
    typeof kept[key] === "boolean" ? kept[key] : DEFAULTS[key];
  const volumes = Object.entries(kept.volumes ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] >= 0 && entry[1] <= VOLUME_MAX,
  );
  return {
    microphone: words("microphone"),
    speaker: words("speaker"),
    echo: truth("echo"),
    gain: truth("gain"),
    noise: kept.noise === "off" || kept.noise === "strong" ? kept.noise : DEFAULTS.noise,
    spatial: truth("spatial"),
    hold: truth("hold"),
    volumes: Object.fromEntries(volumes),
  };
}

function loadStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
