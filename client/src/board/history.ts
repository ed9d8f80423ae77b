// Undoing and doing again what this person drew. An undo names the numbers under which it knows what it takes back: what somebody
// else has changed since is passed over.
import type { BoardOperation } from "../net/protocol.gen";
import { signal } from "@preact/signals";
import type { Sheet } from "./sheet";

/** What changes pages: see model.ts. */
interface Changer {
  sheet(page: number): Sheet;
  change(
    page: number,
    operations: readonly BoardOperation[],
    expects?: readonly number[],
  ): Promise<(number | undefined)[]>;
}

/** How many steps back. */
const STEPS = 100;

interface Step {
  page: number;
  operations: readonly BoardOperation[];
  reverse: readonly BoardOperation[];
  /** The numbers of the operations that were done last, forwards or backwards. */
  numbers: Promise<(number | undefined)[]>;
}

export class History {
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);
  private done: Step[] = [];
  private undone: Step[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly model: Changer) {}

  record(page: number, operations: readonly BoardOperation[]): void {
    const reverse = this.reverse(page, operations);
    this.done.push({ page, operations, reverse, numbers: this.model.change(page, operations) });
    this.done = this.done.slice(-STEPS);
    this.undone = [];
    this.update();
  }

  readonly undo = () => this.go("back");
  readonly redo = () => this.go("on");

  /** One after the other: a step waits for the numbers of the one before. */
  private go(way: "back" | "on"): Promise<void> {
    const step = (way === "back" ? this.done : this.undone).pop();
    if (step) (way === "back" ? this.undone : this.done).push(step);
    this.update();
    this.running = this.running.then(async () => {
      if (!step) return;
      const numbers = await step.numbers;
      const wanted = way === "back" ? step.reverse : step.operations.map(again);
      // What was refused has not happened, so there is nothing to take back.
      const known = wanted.flatMap((operation, i) => (numbers[i] === undefined ? [] : [{ operation, i }]));
      // In the other direction, for one may rest on the one before.
      if (way === "back") known.reverse();
      const sent = this.model.change(
        step.page,
        known.map(({ operation }) => operation),
        known.map(({ i }) => numbers[i]!),
      );
      step.numbers = sent.then((told) => {
        const back = [...numbers];
        known.forEach(({ i }, k) => (back[i] = told[k]));
        return back;
      });
    });
    return this.running;
  }

  private update(): void {
    this.canUndo.value = this.done.length > 0;
    this.canRedo.value = this.undone.length > 0;
  }

  private reverse(page: number, operations: readonly BoardOperation[]): BoardOperation[] {
    const { data } = this.model.sheet(page);
    return operations.map((operation): BoardOperation => {
      switch (operation.op) {
        case "put":
          return { op: "delete", id: operation.element.id };
        case "delete":
          return { op: "restore", id: operation.id };
        case "restore":
          return { op: "delete", id: operation.id };
        case "clear":
          return { op: "clear", until: data.clearedUntil };
        case "hide":
          return { op: "hide", seat: operation.seat, hidden: !operation.hidden };
      }
      const before = data.get(operation.id)?.element;
      if (!before) return operation;
      const { place, style, text = "", group = 0 } = before;
      switch (operation.op) {
        case "move":
          return { op: "move", id: operation.id, place };
        case "style":
          return { op: "style", id: operation.id, style };
        case "write":
          return { op: "write", id: operation.id, text };
        case "group":
          return { op: "group", id: operation.id, group };
      }
    });
  }
}

/** Doing a `put` again brings the same element back. */
function again(operation: BoardOperation): BoardOperation {
  return operation.op === "put" ? { op: "restore", id: operation.element.id } : operation;
}
