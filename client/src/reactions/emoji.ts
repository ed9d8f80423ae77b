// The emoji that one can react with: their names on the wire, their signs, and the keys of their words.
import type { Emoji } from "../net/protocol.gen";

export const EMOJI = {
  thumbs_up: { sign: "👍", label: "reaction-thumbs-up" },
  clap: { sign: "👏", label: "reaction-clap" },
  heart: { sign: "❤️", label: "reaction-heart" },
  laugh: { sign: "😂", label: "reaction-laugh" },
  surprise: { sign: "😮", label: "reaction-surprise" },
  celebrate: { sign: "🎉", label: "reaction-celebrate" },
} as const satisfies Record<Emoji, { sign: string; label: string }>;

export const ALL_EMOJI = Object.keys(EMOJI) as Emoji[];
