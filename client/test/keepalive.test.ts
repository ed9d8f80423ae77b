import { describe, expect, it } from "vitest";
import { bytesReceived, KeepaliveMonitor } from "../src/audio/keepalive";

/** When silence is reported, with two checks a second. */
function reports(
  monitor: KeepaliveMonitor,
  from: number,
  to: number,
  bytesReceived: (now: number) => number | undefined,
): number[] {
  const times = [];
  for (let now = from; now <= to; now += 500) if (monitor.isSilent(bytesReceived(now), now)) times.push(now);
  return times;
}

describe("the keepalive of a path", () => {
  it("is there while anything arrives, however little", () => {
    expect(reports(new KeepaliveMonitor(), 0, 60_000, (now) => Math.floor(now / 1000))).toEqual([]);
  });

  it("is missed within two seconds, and not again for a while", () => {
    expect(reports(new KeepaliveMonitor(), 0, 8000, (now) => Math.min(now, 2000))).toEqual([3500, 6500]);
  });

  it("is not expected while there is no path", () => {
    expect(reports(new KeepaliveMonitor(), 0, 8000, () => undefined)).toEqual([]);
  });

  it("is not missed by a page that was suspended", () => {
    const monitor = new KeepaliveMonitor();
    for (let now = 0; now < 60_000; now += 2000) expect(monitor.isSilent(7, now)).toBe(false);
    expect(reports(monitor, 60_000, 61_000, () => 7)).toEqual([]);
  });
});

describe("the bytes received on a path", () => {
  const pair = { id: "p", type: "candidate-pair", state: "succeeded", nominated: true, bytesReceived: 10 };
  const of = (...stats: object[]) =>
    bytesReceived(new Map(stats.map((one, i) => [i, one])) as unknown as RTCStatsReport);

  it("are those of the selected candidate pair", () => {
    const other = { ...pair, id: "q", bytesReceived: 99 };
    const transport = { id: "t", type: "transport", selectedCandidatePairId: "p", bytesReceived: 5 };
    expect(of(other, pair, transport)).toBe(15);
    expect(of({ ...pair, responsesReceived: 2 }, other, transport)).toBe(17);
  });

  it("are found where the browser does not name the selected pair", () => {
    expect(of({ ...pair, id: "w", state: "waiting" }, pair)).toBe(10);
  });

  it("are unknown without a path", () => {
    expect(of({ ...pair, nominated: false })).toBe(undefined);
  });
});
