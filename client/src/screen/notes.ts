// A teacher's notes about the pages of the presentation. They never go through the room: only their writer asks for them.
import { computed, effect, signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { askApi } from "../net/api";
import { ScreenModel } from "./model";
import { PresentationModel } from "./presentation";

/** What is written is saved when nothing more is typed for so long. */
const SAVE_MS = 1000;

interface Note {
  page: number;
  text: string;
}

export class NotesModel {
  /** By page, of the item on the screen; nothing until they are there. */
  private readonly notes = signal<ReadonlyMap<number, string> | undefined>(undefined);
  /** Why they could not be read or saved. */
  readonly problem = signal<string | undefined>(undefined);
  /** The note about the page in sight; nothing until it is there. */
  readonly text = computed(() => this.notes.value && (this.notes.value.get(this.page.value) ?? ""));
  readonly page = computed(() => this.lesson.model(PresentationModel).page.value);

  private readonly item = computed(() => {
    const screen = this.lesson.model(ScreenModel).shown.value;
    return this.lesson.teaches.value && screen?.slide.kind === "presentation" ? screen.itemId : undefined;
  });
  private waiting: { path: string; note: Note } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly lesson: Lesson) {
    effect(() => {
      const item = this.item.value;
      void this.flush();
      this.notes.value = this.problem.value = undefined;
      if (item) void this.read(item);
    });
  }

  /** What the teacher types about this page. It is saved in a moment. */
  write(text: string): void {
    const [item, page] = [this.item.peek(), this.page.peek()];
    if (!item || !this.notes.peek()) return;
    this.notes.value = new Map(this.notes.peek()).set(page, text);
    const path = pathOf(item);
    // Another page's note does not wait with this one.
    if (this.waiting && (this.waiting.path !== path || this.waiting.note.page !== page)) void this.flush();
    this.waiting = { path, note: { page, text } };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), SAVE_MS);
  }

  /** Saves what has not been saved. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const saved = this.waiting;
    this.waiting = undefined;
    if (!saved) return;
    try {
      await askApi("PUT", saved.path, saved.note);
      this.problem.value = undefined;
    } catch (error) {
      this.problem.value = (error as Error).message;
    }
  }

  private async read(item: string): Promise<void> {
    try {
      const all = await askApi<readonly Note[]>("GET", pathOf(item));
      if (this.item.peek() === item) this.notes.value = new Map(all.map(({ page, text }) => [page, text]));
    } catch (error) {
      if (this.item.peek() === item) this.problem.value = (error as Error).message;
    }
  }
}

function pathOf(item: string): string {
  return `/api/items/${item}/notes`;
}
