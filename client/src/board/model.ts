// Drawing, as the views see it: the pages that are open, what was drawn and has not been kept yet, and undoing. Changes show at
// once and go to the server one after the other; a lost connection sends them again.
import { computed, signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { Refused } from "../net/connection";
import {
  BOARD_BATCH,
  type BoardChanged,
  type BoardContent,
  type BoardElement,
  type BoardOperation,
  type Drawing,
  type ElementId,
  type NumberedChange,
  type Opened,
  type ParticipantId,
  type Surface,
  type Template,
} from "../net/protocol.gen";
import { t } from "../texts";
import { History } from "./history";
import { Live } from "./live";
import { Sheet } from "./sheet";
import { boardState } from "./state";

/** After a refusal because of too many requests, this long until the next try. */
const RETRY_MS = 700;
/** A request of this many letters still fits into a frame of 16 KiB. */
const LETTERS_MOST = 12_000;

interface Unsent {
  page: number;
  operation: BoardOperation;
  provisional: number;
  /** The number that its field should still have. */
  expects: number | undefined;
  size: number;
  settled: (number: number | undefined) => void;
}

export class BoardModel {
  /** The page in view: a whiteboard, or ink over the screen. */
  readonly view = signal<number | undefined>(undefined);
  /** Counts what has changed on the page in view, for the list of its contents. */
  readonly revision = signal(0);
  readonly history = new History(this);
  readonly live: Live;

  readonly state = computed(() => this.lesson.room.value && boardState.of(this.lesson.room.value));
  readonly boards = computed(() => (this.state.value?.pages ?? []).filter(({ over }) => !over));
  readonly mayDraw = computed(() => {
    const [state, me] = [this.state.value, this.lesson.me.value];
    if (!state || !me) return false;
    if (me.role === "teacher" || state.drawing === "everyone") return true;
    return state.drawing === "chosen" && state.drawers.has(me.participantId);
  });

  private readonly sheets = new Map<number, Sheet>();
  private unsent: Unsent[] = [];
  private sending = false;
  /** Requests whose replies were lost: their repeats are told apart by the page as the server has it. */
  private doubtful = false;
  private counter = 0;
  private entered = false;

  constructor(readonly lesson: Lesson) {
    this.live = new Live(lesson);
  }

  get seat(): number {
    return this.lesson.room.value?.seat ?? 0;
  }

  /** A fresh id of one's own: higher than any before, also before a reload. */
  freshId(): ElementId {
    const hundredths = Math.floor((Date.now() - 1_780_000_000_000) / 10) % 2 ** 31;
    this.counter = Math.max(this.counter + 1, hundredths);
    return [this.seat, this.counter];
  }

  pageOver(surface: Surface): number | undefined {
    const is = (over: Surface) => over.itemId === surface.itemId && over.pdfPage === surface.pdfPage;
    return this.state.value?.pages.find(({ over }) => over && is(over))?.page;
  }

  templateOf(page: number): Template {
    return this.state.value?.pages.find((one) => one.page === page)?.template ?? "plain";
  }

  /** The page's content, which comes as soon as it is asked for. */
  sheet(page: number): Sheet {
    let sheet = this.sheets.get(page);
    if (!sheet) {
      this.sheets.set(page, (sheet = new Sheet(page)));
      sheet.listeners.add(() => {
        if (this.view.peek() === page) this.revision.value++;
      });
      void this.fetch(sheet);
    }
    return sheet;
  }

  private async fetch(sheet: Sheet): Promise<void> {
    try {
      const path = `/boards/${this.lesson.session.value.id}/pages/${sheet.page}`;
      const headers = { accept: "application/json", authorization: `Bearer ${this.lesson.resume}` };
      const answer = await fetch(path, { headers });
      if (!answer.ok) throw new Error(String(answer.status));
      sheet.load((await answer.json()) as BoardContent);
      for (const unsent of this.unsent) {
        if (unsent.page === sheet.page) unsent.provisional = sheet.applyOwn(unsent.operation);
      }
    } catch {
      // The way is closed for now: the next entry into the room asks again.
      if (this.lesson.link.value.state !== "open") return;
      // It has been deleted.
      if (!this.state.value?.pages.some(({ page }) => page === sheet.page)) return;
      setTimeout(() => void this.fetch(sheet), 2000);
    }
  }

  /** Everything anew: events were missed. */
  private refresh(): void {
    for (const [page, sheet] of this.sheets) {
      const isWanted = page === this.view.value || sheet.listeners.size > 1;
      if (isWanted || this.unsent.some((one) => one.page === page)) {
        sheet.ready = false;
        void this.fetch(sheet);
      } else this.sheets.delete(page);
    }
  }

  onEnter(): void {
    if (this.view.value !== undefined && !this.state.value?.pages.some(({ page }) => page === this.view.value)) {
      this.view.value = undefined;
    }
    // One who comes later sees what everyone sees.
    const shown = this.state.value?.shown;
    if (!this.entered && shown !== undefined) this.view.value = shown;
    this.entered = true;
    this.doubtful = this.unsent.length > 0;
    this.refresh();
    this.sending = false;
    void this.pump();
  }

  onChange({ page, number, operations }: NumberedChange): void {
    this.live.arrived(operations);
    const sheet = this.sheets.get(page);
    if (!sheet) return;
    const brings = operations.some(
      (one) => (one.op === "clear" && one.until < sheet.data.clearedUntil) || (one.op === "hide" && !one.hidden),
    );
    operations.forEach((operation, i) => sheet.apply(number + i, operation));
    // What was hidden may be unknown here.
    if (brings) {
      sheet.ready = false;
      void this.fetch(sheet);
    }
  }

  /** A whiteboard has been deleted: the server refuses what was not sent yet. */
  onRemove(page: number): void {
    this.sheets.delete(page);
    if (this.view.value === page) this.view.value = undefined;
  }

  /** Changes a page. @returns the numbers of the operations, once they are kept; nothing for a refused one */
  change(
    page: number,
    operations: readonly BoardOperation[],
    expects?: readonly number[],
  ): Promise<(number | undefined)[]> {
    const sheet = this.sheet(page);
    const kept = operations.map(
      (operation, i) =>
        new Promise<number | undefined>((settled) => {
          const provisional = sheet.applyOwn(operation);
          const size = JSON.stringify(operation).length + 1;
          this.unsent.push({ page, operation, provisional, expects: expects?.[i], size, settled });
        }),
    );
    void this.pump();
    return Promise.all(kept);
  }

  private async pump(): Promise<void> {
    if (this.sending || this.unsent.length === 0) return;
    this.sending = true;
    let alone = false;
    while (this.unsent.length > 0) {
      const batch = this.batch(alone);
      const outcome = await this.send(batch);
      // The connection is gone, or there is another one by now.
      if (outcome === "lost") return;
      if (outcome === "later") await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      // One bad operation is not to take the others with it.
      else if (outcome === "refused" && batch.length > 1) alone = true;
      else alone = alone && outcome === "refused";
    }
    this.sending = false;
  }

  private batch(alone: boolean): Unsent[] {
    const [first] = this.unsent;
    if (!first || alone) return this.unsent.slice(0, 1);
    let [count, size] = [0, 0];
    for (const { page, expects, size: more } of this.unsent) {
      const fits = page === first.page && (expects === undefined) === (first.expects === undefined);
      if (!fits || count === BOARD_BATCH || (count > 0 && size + more > LETTERS_MOST)) break;
      count++;
      size += more;
    }
    return this.unsent.slice(0, count);
  }

  private async send(batch: readonly Unsent[]): Promise<"kept" | "refused" | "later" | "lost"> {
    const { page, expects } = batch[0]!;
    const sheet = this.sheet(page);
    try {
      const { number } = await this.lesson.connection.request<BoardChanged, "on.boardChange">("on.boardChange", {
        page,
        operations: batch.map(({ operation }) => operation),
        ...(expects !== undefined && { expects: batch.map(({ expects }) => expects ?? 0) }),
      });
      this.unsent = this.unsent.slice(batch.length);
      batch.forEach((one, i) => {
        const own = number - batch.length + 1 + i;
        sheet.settle(one.provisional, own, one.operation);
        one.settled(own);
      });
      if (this.doubtful && this.unsent.length === 0) {
        this.doubtful = false;
        this.refresh();
      }
      return "kept";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === "timeout") this.lesson.connection.drop();
      if (error.code === "timeout" || error.code === "offline" || error.code === "not_joined") return "lost";
      if (error.isTransient) return "later";
      if (batch.length > 1) return "refused";
      this.unsent = this.unsent.slice(1);
      sheet.revert(batch[0]!.provisional, batch[0]!.operation);
      batch[0]!.settled(undefined);
      // An undo that somebody else was faster than is passed over.
      if (error.code !== "element_changed") this.lesson.notify(error.message);
      return "refused";
    }
  }

  /** Draws: what is done here can be undone. */
  draw(page: number, operations: readonly BoardOperation[]): void {
    if (operations.length > 0) this.history.record(page, operations);
  }

  async addBoard(template: Template): Promise<number | undefined> {
    try {
      const { page } = await this.lesson.connection.request<Opened, "on.boardAdd">("on.boardAdd", { template });
      return page;
    } catch (error) {
      return this.told(error);
    }
  }

  /** The page over a page of the screen: the first who draws there makes it. */
  async openOver(surface: Surface): Promise<number | undefined> {
    const there = this.pageOver(surface);
    if (there !== undefined) return there;
    try {
      return (await this.lesson.connection.request<Opened, "on.boardOpen">("on.boardOpen", surface)).page;
    } catch (error) {
      return this.told(error);
    }
  }

  private told(error: unknown): undefined {
    if (!(error instanceof Refused)) throw error;
    this.lesson.notify(error.message);
  }

  readonly show = (page: number | null) => this.lesson.ask("on.boardShow", { page });
  readonly rename = (page: number, name: string) => this.lesson.ask("on.boardName", { page, name });
  readonly remove = (page: number) => this.lesson.ask("on.boardRemove", { page });
  readonly allow = (drawing: Drawing) => this.lesson.ask("on.drawingAllow", { drawing });
  readonly choose = (participantId: ParticipantId, may: boolean) =>
    this.lesson.ask("on.drawingChoose", { participantId, may });

  /** Whether this person may change it. */
  owns(element: BoardElement): boolean {
    return this.lesson.teaches.value || element.id[0] === this.seat;
  }

  /** What a whiteboard is called: as the teacher has named it, or by its number. */
  titleOf(page: number): string {
    const number = this.boards.value.findIndex((board) => board.page === page) + 1;
    return this.boards.value[number - 1]?.name || t("board-number", { number });
  }

  nameOfSeat(seat: number): string {
    const person = this.lesson.people.value.find((person) => person.seat === seat);
    return person ? this.lesson.nameOf(person) : t("board-somebody");
  }
}
