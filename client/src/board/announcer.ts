// Says to screen readers what others put on the page in view: what they wrote, and of strokes only that they draw, now and then.
import type { Lesson } from "../lesson/lesson";
import type { NumberedChange } from "../net/protocol.gen";
import { t } from "../texts";
import { BoardModel } from "./model";

/** So often it is said at most that somebody has drawn. */
const DRAWN_MS = 10_000;

export class Announcer {
  private saidAt = -Infinity;

  constructor(private readonly lesson: Lesson) {}

  onChange({ page, operations }: NumberedChange): void {
    const model = this.lesson.model(BoardModel);
    if (model.view.value !== page) return;
    for (const operation of operations) {
      if (operation.op !== "put" || operation.element.id[0] === model.seat) continue;
      const { id, text } = operation.element;
      const name = model.nameOfSeat(id[0]);
      if (text) this.lesson.spoken.value = t("board-news-wrote", { name, text });
      else if (performance.now() - this.saidAt > DRAWN_MS) {
        this.saidAt = performance.now();
        this.lesson.spoken.value = t("board-news-drew", { name });
      }
    }
  }
}
