// Finds out that a path has gone silent where the browser says nothing of it: the server has something come twice a second,
// if only to be heard of (docs/adr/0018).

/** Three of those in a row may be lost. */
const SILENT_MS = 1400;
/** After a look that comes as late as this, nobody knows who was silent: the network, or this machine. */
const LATE_MS = 1400;
/** What is done about it takes a while: so long it is not asked for again. */
const PAUSE_MS = 3000;

export class Pulse {
  private carried: number | undefined;
  private since = 0;
  private looked = 0;
  private told = -Infinity;

  /** Whether it is time to look for another path. `carried`: what has come up to now; none while that cannot be known. */
  isSilent(carried: number | undefined, now: number): boolean {
    const late = now - this.looked > LATE_MS;
    this.looked = now;
    if (late || carried === undefined || carried !== this.carried) {
      [this.carried, this.since] = [carried, now];
      return false;
    }
    if (now - this.since < SILENT_MS || now - this.told < PAUSE_MS) return false;
    this.told = now;
    return true;
  }
}

/** Grows with whatever comes by the path in use: sound, reports, and answers to the browser's own questions. */
export function carried(stats: Pick<RTCStatsReport, "forEach">): number | undefined {
  let transport: RTCTransportStats | undefined;
  const pairs: RTCIceCandidatePairStats[] = [];
  stats.forEach((one: RTCStats) => {
    if (one.type === "transport") transport = one as RTCTransportStats;
    if (one.type === "candidate-pair") pairs.push(one as RTCIceCandidatePairStats);
  });
  const chosen = transport?.selectedCandidatePairId;
  // Firefox does not say which is chosen.
  const pair = pairs.find(({ id, nominated, state }) => (chosen ? id === chosen : nominated && state === "succeeded"));
  return pair && (transport?.bytesReceived ?? 0) + (pair.bytesReceived ?? 0) + (pair.responsesReceived ?? 0);
}
