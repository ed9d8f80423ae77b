import { describe, expect, it } from "vitest";
import { carried, Pulse } from "../src/audio/pulse";

/** When it is told of, while looks come twice a second. */
function told(pulse: Pulse, from: number, to: number, carried: (now: number) => number | undefined): number[] {
  const times = [];
  for (let now = from; now <= to; now += 500) if (pulse.isSilent(carried(now), now)) times.push(now);
  return times;
}

describe("the pulse of a path", () => {
  it("beats while anything comes, however little", () => {
    expect(told(new Pulse(), 0, 60_000, (now) => Math.floor(now / 1000))).toEqual([]);
  });

  it("is missed within two seconds, and not again for a while", () => {
    expect(told(new Pulse(), 0, 8000, (now) => Math.min(now, 2000))).toEqual([3500, 6500]);
  });

  it("cannot be felt while there is no path", () => {
    expect(told(new Pulse(), 0, 8000, () => undefined)).toEqual([]);
  });

  it("is not missed by a page that slept", () => {
    const pulse = new Pulse();
    for (let now = 0; now < 60_000; now += 2000) expect(pulse.isSilent(7, now)).toBe(false);
    expect(told(pulse, 60_000, 61_000, () => 7)).toEqual([]);
  });
});

describe("what a path has carried", () => {
  const pair = { id: "p", type: "candidate-pair", state: "succeeded", nominated: true, bytesReceived: 10 };
  const of = (...stats: object[]) => carried(new Map(stats.map((one, i) => [i, one])) as unknown as RTCStatsReport);

  it("is counted on the one that is chosen", () => {
    const other = { ...pair, id: "q", bytesReceived: 99 };
    const transport = { id: "t", type: "transport", selectedCandidatePairId: "p", bytesReceived: 5 };
    expect(of(other, pair, transport)).toBe(15);
    expect(of({ ...pair, responsesReceived: 2 }, other, transport)).toBe(17);
  });

  it("is counted where the browser does not say which that is", () => {
    expect(of({ ...pair, id: "w", state: "waiting" }, pair)).toBe(10);
  });

  it("is unknown without one", () => {
    expect(of({ ...pair, nominated: false })).toBe(undefined);
  });
});
