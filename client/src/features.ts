// The features of the room, by their folders, in the order of their dock buttons, panels and announcements.
import type { Feature } from "./feature";

const found = import.meta.glob<Feature>("./*/feature.ts", { eager: true, import: "default" });

// prettier-ignore
const NAMES = [
  "microphone",
  "showing",
  "hands",
  "speaking",
  "reactions",
  "audio",
  "pointer",
  "poll",
  "handin",
  "quiz",
  "board",
  "screen",
  "moderation",
  "people",
  "chat",
];

export const features: readonly Feature[] = NAMES.map((name) => found[`./${name}/feature.ts`]!);
