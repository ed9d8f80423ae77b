// What the screen shows, and as the teacher turning its pages.
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { screenState } from "./state";

export class ScreenModel {
  /** Nothing when the lesson has no content. */
  readonly shown = computed(() => {
    const room = this.lesson.room.value;
    return room && screenState.of(room);
  });

  constructor(private readonly lesson: Lesson) {}

  /** @param pdfPage of a presentation, from 0 */
  readonly turn = (page: number, pdfPage = 0) =>
    this.lesson.ask("on.screenTurn", { page, ...(pdfPage > 0 && { pdfPage }) });
}
