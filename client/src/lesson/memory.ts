// What this tab stores about a lesson, so that a reload returns to the same seat. It is gone with the tab.
import type { Avatar } from "../net/protocol.gen";

export interface Memory {
  username?: string;
  avatar?: Avatar;
  /** The secret for the same seat. */
  resume?: string;
}

export function recall(code: string): Memory {
  try {
    return JSON.parse(sessionStorage.getItem(key(code)) ?? "{}") as Memory;
  } catch {
    return {};
  }
}

export function keep(code: string, memory: Memory): void {
  try {
    sessionStorage.setItem(key(code), JSON.stringify(memory));
  } catch {
    // A browser without storage: a reload asks for the name again.
  }
}

export function forgetSeat(code: string): void {
  const { resume: _, ...rest } = recall(code);
  keep(code, rest);
}

function key(code: string): string {
  return `lyceum:${code.toUpperCase()}`;
}
