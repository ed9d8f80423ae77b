import { afterEach, expect, it, vi } from "vitest";
import { clockTime, dateAndTime } from "../src/ui/time";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

it("hours go from 0 to 23, as on the pages, whatever the viewer's country", () => {
  vi.stubEnv("TZ", "Europe/Athens");
  for (const country of ["en-US", "en-GB", "en-AU"]) {
    vi.stubGlobal("navigator", { languages: [country] });
    expect(clockTime("2026-11-20T20:04:00Z")).toBe("22:04");
    expect(clockTime("2026-11-20T22:04:00Z")).toBe("00:04");
    expect(dateAndTime("2026-11-20T07:04:00Z")).toMatch(/09:04$/);
  }
});
