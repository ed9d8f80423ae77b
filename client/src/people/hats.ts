// How a hat covers the hair.
import type { Hat } from "../net/protocol.gen";

/** Whether the hat hides hair that stands up: all but a crown do. */
export function hatCovers(hat: Hat): boolean {
  return hat !== "none" && hat !== "crown";
}
