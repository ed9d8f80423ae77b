// Detects a dead media path that the browser does not report: the server sends something on every path twice a second, if
// only as a keepalive (docs/adr/0018).

/** Three packets in a row may be lost. */
const SILENT_MS = 1400;
/** After a check this late, the silence may be that of this machine and not of the network. */
const LATE_MS = 1400;
/** A new path takes a while: no second report within this time. */
const PAUSE_MS = 3000;

export class KeepaliveMonitor {
  private bytesReceived: number | undefined;
  private since = 0;
  private checkedAt = 0;
  private reportedAt = -Infinity;

  /** Whether to look for another path. `bytesReceived` is the total up to now; absent while it cannot be known. */
  isSilent(bytesReceived: number | undefined, now: number): boolean {
    const late = now - this.checkedAt > LATE_MS;
    this.checkedAt = now;
    if (late || bytesReceived === undefined || bytesReceived !== this.bytesReceived) {
      [this.bytesReceived, this.since] = [bytesReceived, now];
      return false;
    }
    if (now - this.since < SILENT_MS || now - this.reportedAt < PAUSE_MS) return false;
    this.reportedAt = now;
    return true;
  }
}

/** Grows with everything that arrives on the path in use: sound, reports, and responses to STUN requests. */
export function bytesReceived(stats: Pick<RTCStatsReport, "forEach">): number | undefined {
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
