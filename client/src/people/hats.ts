// What a hat does to the hair.
import type { Hat } from "../net/protocol.gen";

/** Whether hair that stands up is under it: all but a crown. */
export function hatCovers(hat: Hat): boolean {
  return hat !== "none" && hat !== "crown";
}
