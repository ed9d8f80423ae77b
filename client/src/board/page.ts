// What is on one page. For each element and each of its fields the operation with the highest number holds, as on the server
// (src/room/state/board/page.rs): so the page of an HTTP answer and what came over the socket meanwhile fit together in any
// order. What this client has just done holds at once, under a provisional number, until the server has numbered it.
import type {
  BoardContent,
  BoardElement,
  BoardOperation,
  BoardPlace,
  BoardStyle,
  ElementId,
  MadeElement,
} from "../net/protocol.gen";

/** Numbers from here on are provisional. */
const PROVISIONAL = 2 ** 50;

type Field = "place" | "style" | "text" | "group" | "deleted";

interface Values {
  place: BoardPlace;
  style: BoardStyle;
  text: string;
  group: number;
  deleted: boolean;
}

export interface Entry {
  readonly key: string;
  readonly id: ElementId;
  /** The operation that made it: later ones lie above. */
  made: number;
  /** Nothing while only changes of it have arrived. */
  element: BoardElement | undefined;
  deleted: boolean;
  numbers: Record<Field, number>;
  early: [number, BoardOperation][];
}

/** A change of this client's own that the server has not numbered yet. */
interface Own {
  readonly number: number;
  readonly operation: BoardOperation;
  /** What the field was before. */
  readonly before: { number: number; value: unknown } | undefined;
  /** What has arrived meanwhile about the same field. */
  readonly held: [number, BoardOperation][];
}

export const keyOf = ([seat, counter]: ElementId) => `${seat}.${counter}`;

const FIELDS = {
  move: "place",
  style: "style",
  write: "text",
  group: "group",
  delete: "deleted",
  restore: "deleted",
} as const;

export class PageData {
  number = 0;
  readonly entries = new Map<string, Entry>();
  private cleared = { number: 0, until: 0 };
  private readonly hidden = new Map<number, { number: number; hidden: boolean }>();
  private readonly own = new Map<number, Own>();
  private next = PROVISIONAL;

  /** Takes in what an HTTP answer has. @returns the elements, in their order */
  load({ number, cleared, hidden, elements }: BoardContent): void {
    this.number = Math.max(this.number, number);
    for (const made of elements) this.put(made, number);
    if (this.cleared.number <= number) this.cleared = { number, until: cleared };
    for (const seat of hidden) {
      if ((this.hidden.get(seat)?.number ?? 0) <= number) this.hidden.set(seat, { number, hidden: true });
    }
  }

  get clearedUntil(): number {
    return this.cleared.until;
  }

  isHidden(seat: number): boolean {
    return this.hidden.get(seat)?.hidden ?? false;
  }

  /** Whether an element is to be seen. */
  shows({ element, deleted, made, id }: Entry): boolean {
    return element !== undefined && !deleted && made > this.cleared.until && !this.isHidden(id[0]);
  }

  get(id: ElementId): Entry | undefined {
    return this.entries.get(keyOf(id));
  }

  /** The number under which the field is known that an operation sets. */
  numberOf(operation: BoardOperation): number {
    if (operation.op === "clear") return this.cleared.number;
    if (operation.op === "hide") return this.hidden.get(operation.seat)?.number ?? 0;
    if (operation.op === "put") return 0;
    return this.get(operation.id)?.numbers[FIELDS[operation.op]] ?? 0;
  }

  /** Applies an operation of the server. @returns the element that it is about; nothing for one about the whole page */
  apply(number: number, operation: BoardOperation): Entry | undefined {
    this.number = Math.max(this.number, number);
    switch (operation.op) {
      case "clear":
        if (number > this.cleared.number) this.cleared = { number, until: operation.until };
        return undefined;
      case "hide":
        if (number > (this.hidden.get(operation.seat)?.number ?? 0)) {
          this.hidden.set(operation.seat, { number, hidden: operation.hidden });
        }
        return undefined;
      case "put":
        return this.put({ number, element: operation.element }, number);
      case "restore":
        if (operation.made) this.put(operation.made, number);
    }
    const entry = this.entry(operation.id);
    this.set(entry, number, operation);
    return entry;
  }

  /** Does at once what the server is asked for. @returns the provisional number */
  applyOwn(operation: BoardOperation): number {
    const number = this.next++;
    if (operation.op === "put") {
      this.put({ number, element: operation.element }, number);
      this.own.set(number, { number, operation, before: undefined, held: [] });
      return number;
    }
    if (operation.op === "clear" || operation.op === "hide") return number;
    const [entry, field] = [this.entry(operation.id), FIELDS[operation.op]];
    const before = entry.element && { number: entry.numbers[field], value: read(entry, field) };
    this.own.set(number, { number, operation, before, held: [] });
    this.set(entry, number, operation);
    return number;
  }

  /** The server has numbered one's own operation. */
  settle(provisional: number, number: number): void {
    const own = this.own.get(provisional);
    this.own.delete(provisional);
    if (!own) return;
    const { operation } = own;
    if (operation.op === "put") {
      const entry = this.entry(operation.element.id);
      if (entry.made === provisional) entry.made = number;
      for (const field of Object.keys(entry.numbers) as Field[]) {
        if (entry.numbers[field] === provisional) entry.numbers[field] = number;
      }
      return;
    }
    if (operation.op === "clear" || operation.op === "hide") return;
    const [entry, field] = [this.entry(operation.id), FIELDS[operation.op]];
    if (entry.numbers[field] === provisional) entry.numbers[field] = number;
    for (const [later, held] of own.held) this.set(entry, later, held);
  }

  /** The server has refused it. */
  revert(provisional: number): void {
    const own = this.own.get(provisional);
    this.own.delete(provisional);
    if (!own) return;
    const { operation, before, held } = own;
    if (operation.op === "put") {
      const key = keyOf(operation.element.id);
      // It may be on the page all the same, from an earlier try.
      if (this.entries.get(key)?.made === provisional) this.entries.delete(key);
      return;
    }
    if (operation.op === "clear" || operation.op === "hide") return;
    const [entry, field] = [this.entry(operation.id), FIELDS[operation.op]];
    if (entry.numbers[field] === provisional && before) {
      entry.numbers[field] = before.number;
      write(entry, field, before.value);
    }
    for (const [later, change] of held) this.set(entry, later, change);
  }

  private entry(id: ElementId): Entry {
    const key = keyOf(id);
    let entry = this.entries.get(key);
    if (!entry) {
      const numbers = { place: 0, style: 0, text: 0, group: 0, deleted: 0 };
      entry = { key, id, made: 0, element: undefined, deleted: false, numbers, early: [] };
      this.entries.set(key, entry);
    }
    return entry;
  }

  /** Adds an element that contains all changes up to a number. */
  private put({ number, element }: MadeElement, upTo: number): Entry {
    const entry = this.entry(element.id);
    if (entry.element) {
      // One's own, told back before the answer.
      if (entry.made >= PROVISIONAL && number < PROVISIONAL) this.settle(entry.made, number);
      return entry;
    }
    entry.element = element;
    entry.made = number;
    entry.numbers = { place: upTo, style: upTo, text: upTo, group: upTo, deleted: upTo };
    const early = entry.early;
    entry.early = [];
    for (const [number, change] of early) this.set(entry, number, change);
    return entry;
  }

  private set(entry: Entry, number: number, operation: BoardOperation): void {
    if (operation.op === "put" || operation.op === "clear" || operation.op === "hide") return;
    if (!entry.element) return void entry.early.push([number, operation]);
    const field = FIELDS[operation.op];
    const holds = entry.numbers[field];
    const own = holds >= PROVISIONAL && number < PROVISIONAL && this.own.get(holds);
    // One's own holds until the server says which was later.
    if (own && own.operation.op !== "put") return void own.held.push([number, operation]);
    if (number <= holds) return;
    entry.numbers[field] = number;
    switch (operation.op) {
      case "move":
        return write(entry, field, operation.place);
      case "style":
        return write(entry, field, operation.style);
      case "write":
        return write(entry, field, operation.text);
      case "group":
        return write(entry, field, operation.group);
      default:
        return write(entry, field, operation.op === "delete");
    }
  }
}

function read(entry: Entry, field: Field): Values[Field] {
  if (field === "deleted") return entry.deleted;
  const { place, style, text = "", group = 0 } = entry.element!;
  return { place, style, text, group }[field];
}

function write(entry: Entry, field: Field, value: unknown): void {
  if (field === "deleted") entry.deleted = value as boolean;
  else entry.element = { ...entry.element!, [field]: value };
}
