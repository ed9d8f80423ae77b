// Counts reactions and says the counts in a sentence. Pure.
import type { Emoji, Reaction } from "../net/protocol.gen";
import { t } from "../texts";
import { ALL_EMOJI, EMOJI } from "./emoji";

export type Counts = ReadonlyMap<Emoji, number>;

export function add(counts: Counts, reactions: readonly Reaction[]): Counts {
  const sum = new Map(counts);
  for (const { emoji, count } of reactions) sum.set(emoji, (sum.get(emoji) ?? 0) + count);
  return sum;
}

/** "5 reactions: Clapping 3, Heart 2" */
export function inWords(counts: Counts): string {
  const which = ALL_EMOJI.filter((emoji) => counts.has(emoji));
  return t("reactions-counted", {
    count: [...counts.values()].reduce((sum, count) => sum + count, 0),
    which: which.map((emoji) => `${t(EMOJI[emoji].label)} ${counts.get(emoji)}`).join(", "),
  });
}
