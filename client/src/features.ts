// The features of the room, one line each, in the order of their dock buttons, panels and announcements.
import { sound } from "./audio/feature";
import { chat } from "./chat/feature";
import type { Feature } from "./feature";
import { hands } from "./hands/feature";
import { microphone } from "./microphone/feature";
import { moderation } from "./moderation/feature";
import { people } from "./people/feature";
import { quiz } from "./quiz/feature";
import { screen } from "./screen/feature";
import { video } from "./video/feature";

export const features: readonly Feature[] = [microphone, hands, sound, quiz, screen, moderation, people, chat, video];
