// What this browser stores about a lesson. The tab's own memory lets a reload return to the same seat at once. What outlives the
// tab is only offered: another child may sit at the computer by then.
import type { Avatar } from "../net/protocol.gen";

export interface Memory {
  username?: string;
  avatar?: Avatar;
  /** The secret for the same seat. */
  resume?: string;
}

/** A guest's seat in a lesson, as an earlier tab left it. */
export interface FormerSeat {
  username: string;
  avatar: Avatar;
  resume: string;
}

/** For so long a former seat is offered; the lesson is over by then. */
const OFFERED_MS = 12 * 60 * 60 * 1000;
const PREFIX = "lyceum-seat:";

export function recall(code: string): Memory {
  return read<Memory>(() => sessionStorage, key(code)) ?? {};
}

export function keep(code: string, memory: Memory): void {
  write(() => sessionStorage, key(code), memory);
}

/** Has later tabs offer this guest's seat. */
export function keepSeat(code: string, seat: FormerSeat): void {
  write(() => localStorage, seatKey(code), { ...seat, until: Date.now() + OFFERED_MS });
}

/** The seat that an earlier tab has left here. Forgets those whose time is over. */
export function formerSeat(code: string): FormerSeat | undefined {
  try {
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const seat = read<{ until: number }>(() => localStorage, name);
      if (!seat || !(seat.until > Date.now())) localStorage.removeItem(name);
    }
  } catch {
    // A browser without storage.
  }
  return read<FormerSeat>(() => localStorage, seatKey(code));
}

export function forgetSeat(code: string): void {
  const { resume: _, ...rest } = recall(code);
  keep(code, rest);
  try {
    localStorage.removeItem(seatKey(code));
  } catch {
    // There was none.
  }
}

function read<T>(storage: () => Storage, name: string): T | undefined {
  try {
    return (JSON.parse(storage().getItem(name) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: () => Storage, name: string, value: object): void {
  try {
    storage().setItem(name, JSON.stringify(value));
  } catch {
    // A browser without storage: a reload asks for the name again.
  }
}

function key(code: string): string {
  return `lyceum:${code.toUpperCase()}`;
}

function seatKey(code: string): string {
  return `${PREFIX}${code.toUpperCase()}`;
}
