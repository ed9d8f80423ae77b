// Which microphones and speakers there are. Browsers tell their names only once one of them may be used.
import { signal } from "@preact/signals";
import { t } from "../texts";

export interface Device {
  id: string;
  name: string;
}

export const microphones = signal<readonly Device[]>([]);
export const speakers = signal<readonly Device[]>([]);

export async function lookAround(): Promise<void> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  microphones.value = named(all, "audioinput");
  speakers.value = named(all, "audiooutput");
}

/** Those that can be told apart, without the two names that only point at another of them. */
export function named(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Device[] {
  return all
    .filter((one) => one.kind === kind && one.deviceId && !["default", "communications"].includes(one.deviceId))
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || t("sound-device", { number: i + 1 }) }));
}

export function watchDevices(changed: () => void): void {
  navigator.mediaDevices?.addEventListener("devicechange", () => void lookAround().then(changed));
}
