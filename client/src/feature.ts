// A feature of the room as the client registers it: what the lesson needs of it, and where people see it. Everything but
// its name is optional. A feature's folder exports one of these, and features.ts lists them.
import type { ComponentType } from "preact";
import type { Lesson, LessonFeature } from "./lesson/lesson";
import type { ItemId, Participant } from "./net/protocol.gen";

export interface Feature extends LessonFeature {
  /** A button of one's own in the dock. */
  readonly DockButton?: ComponentType;
  /** A card beside the stage, and the dock button that opens it. */
  readonly panel?: PanelOptions;
  /** Above the stage, when there is something to say. */
  readonly Banner?: ComponentType;
  /** What belongs to the stage: above the list of people, and over the room in 3D. */
  readonly stage?: { readonly List: ComponentType; readonly Room: ComponentType };
  /** Over the slide, wherever it is shown flat: it fills the slide's box. */
  readonly SlideLayer?: ComponentType<SlidePlace>;
  /** A button under the slide. */
  readonly SlideTool?: ComponentType;
  /** Beside a person's name in the lists of people. */
  readonly BesideName?: ComponentType<{ person: Participant }>;
  /** How much of it is new: the page's title shows the sum. */
  unread?(lesson: Lesson): number;
}

/** Which page of the content a box shows. */
export interface SlidePlace {
  readonly itemId: ItemId;
  /** Of a presentation, from 0. */
  readonly pdfPage: number;
  /** Whether it is the page to which the teacher has turned, and not one that this person looks at for themselves. */
  readonly followed: boolean;
}

export interface PanelOptions {
  readonly Body: ComponentType;
  readonly Icon: ComponentType;
  /** Keys of texts: its title, and what closes it. */
  readonly title: string;
  readonly close: string;
  /** Whether it scrolls as a whole, so that the keyboard must reach it even where it has nothing to press. */
  readonly scrolls?: boolean;
  /** Beside the title: how many of what. */
  count?(lesson: Lesson): string;
  /** On the dock button: what is new. A count of 0 shows nothing. */
  badges(lesson: Lesson): readonly Badge[];
}

export interface Badge {
  readonly count: number;
  /** What is counted, beside the number: an icon for those who see it, words for the others. */
  readonly Icon?: ComponentType;
  readonly words: string;
}

/** A feature, by the name under which its state and its panel are found. */
export function feature(name: string, parts: Omit<Feature, "name">): Feature {
  return { name, ...parts };
}
