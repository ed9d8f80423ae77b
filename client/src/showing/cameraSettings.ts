// Which camera is used: kept on the device, for the next lesson too. Whether it is on is never kept.
import { signal } from "@preact/signals";
import { BACKGROUNDS, type Background } from "./background";

export interface CameraSettings {
  /** A device's id; empty for the system's own choice. */
  camera: string;
  /** A phone's front or back. */
  facing: "user" | "environment";
  background: Background;
}

const STORAGE_KEY = "lyceum:camera";

export const cameraSettings = signal<CameraSettings>(parse(stored()));

export function changeCamera(some: Partial<CameraSettings>): void {
  cameraSettings.value = { ...cameraSettings.value, ...some };
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(cameraSettings.value));
  } catch {
    // A browser that keeps nothing: it is a choice for this page only.
  }
}

function parse(text: string | null): CameraSettings {
  try {
    const kept = (JSON.parse(text ?? "{}") ?? {}) as Partial<CameraSettings>;
    const camera = typeof kept.camera === "string" ? kept.camera : "";
    const background = BACKGROUNDS.find((one) => one === kept.background) ?? "none";
    return { camera, facing: kept.facing === "environment" ? "environment" : "user", background };
  } catch {
    return { camera: "", facing: "user", background: "none" };
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
