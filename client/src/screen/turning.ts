// Turning pages: the teacher turns for everyone, through the pages of a presentation and on to the next slide; others look around in the
// presentation for themselves.
import { computed, effect } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { ScreenModel } from "./model";
import { PresentationModel } from "./presentation";

export type Direction = "previous" | "next" | "first" | "last";

/** The reply to a turn comes before its news, which come with the next tick. */
const NEWS_MS = 500;

interface Place {
  page: number;
  pdfPage: number;
}

export class Turning {
  private readonly screen: ScreenModel;
  private readonly presentation: PresentationModel;
  /** Where the teacher has asked to be: quick presses count from there, and not from what the server has said so far. */
  private asked: Place | undefined;
  /** The page of each presentation that was shown last. */
  private readonly left = new Map<number, number>();

  constructor(private readonly lesson: Lesson) {
    this.screen = lesson.model(ScreenModel);
    this.presentation = lesson.model(PresentationModel);
    effect(() => {
      const shown = this.screen.shown.value;
      if (shown) this.arrived({ page: shown.page, pdfPage: shown.pdfPage ?? 0 });
    });
  }

  readonly canGoBack = computed(() => this.target("previous") !== undefined);
  readonly canGoOn = computed(() => this.target("next") !== undefined);

  readonly go = (direction: Direction): void => {
    const to = this.target(direction);
    if (!to) return;
    if (this.lesson.teaches.value) void this.turn(to);
    else this.presentation.lookAt(to.pdfPage);
  };

  /** Goes to a page of the presentation on the screen. */
  readonly goTo = (pdfPage: number): void => {
    const page = this.screen.shown.value?.page ?? 0;
    if (this.lesson.teaches.value) void this.turn({ page, pdfPage });
    else this.presentation.lookAt(pdfPage);
  };

  private async turn(to: Place): Promise<void> {
    this.left.set(to.page, to.pdfPage);
    this.asked = to;
    this.presentation.backToTeacher();
    await this.screen.turn(to.page, to.pdfPage);
    // A turn that was refused has no news.
    setTimeout(() => this.arrived(to), NEWS_MS);
  }

  private arrived(at: Place): void {
    if (this.asked?.page === at.page && this.asked.pdfPage === at.pdfPage) this.asked = undefined;
  }

  /** Where a direction leads; nowhere at an end, or for someone who may not leave the slide. */
  private target(direction: Direction): Place | undefined {
    const shown = this.screen.shown.value;
    if (!shown) return undefined;
    const teaches = this.lesson.teaches.value;
    const seen = { page: shown.page, pdfPage: this.presentation.page.value };
    const from = teaches ? (this.asked ?? seen) : seen;
    // The pages of another slide are not known before it is shown.
    const pages = from.page === shown.page ? (this.presentation.opened.value?.pages ?? 1) : 1;
    const last = pages - 1;
    switch (direction) {
      case "previous":
        if (from.pdfPage > 0) return { ...from, pdfPage: from.pdfPage - 1 };
        if (!teaches || from.page === 0) return undefined;
        return { page: from.page - 1, pdfPage: this.left.get(from.page - 1) ?? 0 };
      case "next":
        if (from.pdfPage < last) return { ...from, pdfPage: from.pdfPage + 1 };
        return teaches && from.page + 1 < shown.pages ? { page: from.page + 1, pdfPage: 0 } : undefined;
      case "first":
        return from.pdfPage > 0 ? { ...from, pdfPage: 0 } : undefined;
      case "last":
        return from.pdfPage < last ? { ...from, pdfPage: last } : undefined;
    }
  }
}
