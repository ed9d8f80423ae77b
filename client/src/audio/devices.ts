// The available microphones, speakers and cameras. Browsers reveal their names only after the permission to use one.
import { signal } from "@preact/signals";
import { t } from "../texts";

export interface Device {
  id: string;
  name: string;
}

export const microphones = signal<readonly Device[]>([]);
export const speakers = signal<readonly Device[]>([]);
export const cameras = signal<readonly Device[]>([]);

export async function refreshDevices(): Promise<void> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  microphones.value = listDevices(all, "audioinput");
  speakers.value = listDevices(all, "audiooutput");
  cameras.value = listDevices(all, "videoinput");
}

/** The devices with an id, without the two aliases for others of them. */
export function listDevices(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Device[] {
  return all
    .filter((one) => one.kind === kind && one.deviceId && !["default", "communications"].includes(one.deviceId))
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || t("sound-device", { number: i + 1 }) }));
}

export function watchDevices(changed: () => void): void {
  navigator.mediaDevices?.addEventListener("devicechange", () => void refreshDevices().then(changed));
}
