import { afterEach, describe, expect, it, vi } from "vitest";
import { parseSettings, setVolume, settings, volumeOf } from "../src/audio/settings";
import { listDevices } from "../src/audio/devices";
import { level } from "../src/audio/graph";
import { Levels } from "../src/audio/levels";
import { facing, isStrong } from "../src/audio/space";

describe("the settings of sound", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("are kept on the device, and read again", () => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", { setItem: (key: string, value: string) => kept.set(key, value) });
    setVolume("anna", 0.5);
    expect(volumeOf("anna")).toBe(0.5);
    expect(parseSettings(kept.get("lyceum:sound") ?? null)).toEqual(settings.value);
    setVolume("anna", 1);
    expect(settings.value.volumes).toEqual({});
  });

  it("keep the volumes that were set last", () => {
    for (let who = 0; who < 150; who++) setVolume(`p${who}`, 0.5);
    expect(Object.keys(settings.value.volumes)).toHaveLength(100);
    expect([volumeOf("p0"), volumeOf("p149")]).toEqual([1, 0.5]);
  });

  it("are the defaults where nothing, or nonsense, was stored", () => {
    const usual = parseSettings(null);
    expect(usual).toMatchObject({ noise: "browser", spatial: true, hold: false, microphone: "" });
    for (const nonsense of ["", "null", "{", "7", '{"noise":"loud","hold":1,"volumes":{"anna":9,"ben":"x"}}']) {
      expect(parseSettings(nonsense)).toEqual(usual);
    }
  });
});

describe("levels", () => {
  it("rise at once and fall slowly", () => {
    const levels = new Levels();
    levels.update("anna", 0.8, 1000);
    levels.update("anna", 0, 1100);
    expect(levels.at("anna", 1100)).toBeCloseTo(0.6);
    expect(levels.at("anna", 2000)).toBe(0);
    expect(levels.at("ben", 1000)).toBe(0);
  });

  it("say who speaks, through the pauses between words", () => {
    const levels = new Levels();
    const speaking = (now: number) => (levels.refreshSpeaking(now), [...levels.speaking.value]);
    levels.update("anna", 0.8, 1000);
    levels.update("ben", 0.1, 1000);
    expect(speaking(1000)).toEqual(["anna"]);
    const set = levels.speaking.value;
    levels.update("anna", 0, 1300);
    expect(speaking(1300)).toEqual(["anna"]);
    expect(levels.speaking.value).toBe(set);
    expect(speaking(1600)).toEqual([]);
  });

  it("are 0 for silence, and 1 for full loudness", () => {
    expect(level(new Float32Array(64))).toBe(0);
    expect(level(new Float32Array(64).fill(1))).toBe(1);
    expect(level(new Float32Array(64).fill(0.01))).toBeCloseTo(0.4);
  });
});

describe("the space of voices", () => {
  it("has its listener at head height, facing where people look", () => {
    const { at, forward } = facing({ x: 1, y: 0, z: -2, yaw: Math.PI / 2 });
    expect(at).toEqual([1, 1.2, -2]);
    expect(forward[0]).toBeCloseTo(1);
    expect(forward[2]).toBeCloseTo(0);
  });

  it("uses the cheaper model on weak devices", () => {
    expect([isStrong(8, false), isStrong(8, true), isStrong(2, false)]).toEqual([true, false, false]);
  });
});

describe("devices", () => {
  it("are listed if they can be told apart", () => {
    const one = (kind: MediaDeviceKind, deviceId: string, label: string) =>
      ({ kind, deviceId, label }) as MediaDeviceInfo;
    const all = [
      one("audioinput", "default", "Default"),
      one("audioinput", "a1", "Headset"),
      one("audioinput", "a2", ""),
      one("audiooutput", "b1", "Speakers"),
      one("videoinput", "c1", "Camera"),
    ];
    expect(listDevices(all, "audioinput")).toEqual([
      { id: "a1", name: "Headset" },
      { id: "a2", name: "Device 2" },
    ]);
    expect(listDevices([one("audioinput", "", "")], "audioinput")).toEqual([]);
  });
});
