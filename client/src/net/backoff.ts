// When a lost connection is tried again: soon at first, then less and less often, and never for all clients at the same moment.
import { CLOSE_CODES, type CloseReason } from "./protocol.gen";

const FIRST_MS = 500;
/** For half a minute attempts are frequent: after a restart of the server everyone is back within five seconds. */
const LONG_MS = 2000;
const OFTEN = 20;
const LONGEST_MS = 8000;

/** The wait before attempt number `attempt` (from 0): between half of the step and the whole of it. */
export function delay(attempt: number, random: number): number {
  const step = Math.min(attempt < OFTEN ? LONG_MS : LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(step * (0.5 + random / 2));
}

const FINAL: ReadonlySet<CloseReason> = new Set([
  "ended",
  "removed",
  "turned_away",
  "replaced",
  "left",
  "join_timeout",
  "abusive",
]);

/** Why the server closed, or nothing when the network did. */
export function closeReason(code: number): CloseReason | undefined {
  return CLOSE_CODES[code];
}

/** Whether to come back after this close. */
export function comesBack(reason: CloseReason | undefined): boolean {
  return reason === undefined || !FINAL.has(reason);
}
