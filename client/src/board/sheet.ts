// One page as it is drawn: its elements by place and in their order, and who wants to know what has changed.
import type { BoardContent, BoardElement, BoardOperation, ElementId } from "../net/protocol.gen";
import { boundsOf, hits, inkBoundsOf, meets, union, type Box } from "./geometry";
import { Grid } from "./grid";
import { keyOf, PageData, type Entry } from "./page";

/** What has to be drawn again: elements above all that is drawn, from below to above; a part of the page, or all of it. */
export type Dirt = { top: readonly Entry[] } | { box: Box } | "all";

/** So many that lie above a new element are drawn again over it; more than those are drawn with their part of the page. */
const ABOVE = 40;

export class Sheet {
  data = new PageData();
  /** Whether its content has come. */
  ready = false;
  readonly listeners = new Set<(dirt: Dirt) => void>();
  private grid = new Grid();
  private order: Entry[] = [];
  private sorted = true;
  /** The connectors of each element. */
  private readonly links = new Map<string, Set<Entry>>();
  /** What all elements cover; nothing when it has to be found anew. */
  private covers: Box[] | undefined;
  private waiting: [number, BoardOperation][] = [];

  constructor(readonly page: number) {}

  /** Everything anew, as the server has it. */
  load(content: BoardContent): void {
    this.data = new PageData();
    this.data.load(content);
    for (const [number, operation] of this.waiting) this.data.apply(number, operation);
    this.waiting = [];
    this.ready = true;
    this.index();
    this.changed("all");
  }

  private index(): void {
    this.grid = new Grid();
    this.links.clear();
    this.order = [...this.data.entries.values()].filter(({ element }) => element);
    this.sorted = false;
    for (const entry of this.order) this.link(entry);
    for (const entry of this.order) this.place(entry);
  }

  readonly find = (id: ElementId): BoardElement | undefined => {
    const entry = this.data.get(id);
    return entry && this.data.shows(entry) ? entry.element : undefined;
  };

  /** What the server has told. */
  apply(number: number, operation: BoardOperation): void {
    if (!this.ready) return void this.waiting.push([number, operation]);
    this.change(operation, () => this.data.apply(number, operation));
  }

  /** What this client does. @returns the provisional number */
  applyOwn(operation: BoardOperation): number {
    let number = 0;
    this.change(operation, () => {
      number = this.data.applyOwn(operation);
    });
    return number;
  }

  settle(provisional: number, number: number, operation: BoardOperation): void {
    this.change(operation, () => this.data.settle(provisional, number));
    if (operation.op !== "put" || !this.sorted) return;
    // It stays where it is unless others were faster.
    const at = this.order.findLastIndex(
      ({ id }) => id[0] === operation.element.id[0] && id[1] === operation.element.id[1],
    );
    const [before, after] = [this.order[at - 1], this.order[at + 1]];
    if ((before && before.made > number) || (after && after.made < number)) this.sorted = false;
  }

  revert(provisional: number, operation: BoardOperation): void {
    this.change(operation, () => this.data.revert(provisional));
    if (operation.op === "put") {
      this.order = this.order.filter((entry) => this.data.entries.get(entry.key) === entry);
      this.changed("all");
    }
  }

  private change(operation: BoardOperation, change: () => void): void {
    if (operation.op === "clear" || operation.op === "hide") {
      change();
      this.index();
      return this.changed("all");
    }
    const id = operation.op === "put" ? operation.element.id : operation.id;
    const known = this.data.get(id);
    const [before, was] = [known?.element, known && this.data.shows(known)];
    change();
    const entry = this.data.get(id);
    if (!entry?.element) {
      if (known?.element) this.grid.delete(known.key);
      return;
    }
    const above = before ? [] : this.add(entry);
    const shows = this.data.shows(entry);
    if (before === entry.element && was === shows) return;
    const boxes = [this.grid.box(entry.key), this.place(entry)];
    for (const connector of this.links.get(entry.key) ?? []) {
      boxes.push(this.grid.box(connector.key), this.place(connector));
    }
    const box = union(boxes.filter((box) => box !== undefined));
    if (!before && shows && above) this.changed({ top: [entry, ...above.filter((one) => this.isOver(one, entry))] });
    else if (box) this.changed({ box });
  }

  /**
   * Puts a new element into the order: those that this client has drawn and the server has not numbered yet stay above.
   * @returns those above it; nothing if they are to be drawn with their part of the page
   */
  private add(entry: Entry): Entry[] | undefined {
    this.link(entry);
    let at = this.order.length;
    if (this.sorted) while (at > 0 && this.order[at - 1]!.made > entry.made) at--;
    const above = this.order.slice(at);
    this.order.splice(at, 0, entry);
    // A marker that is drawn twice is darker.
    const fits = this.sorted && above.length <= ABOVE && above.every(({ element }) => element?.shape.kind !== "marker");
    return fits ? above : undefined;
  }

  private isOver(one: Entry, entry: Entry): boolean {
    const [a, b] = [this.grid.box(one.key), this.grid.box(entry.key)];
    return !!a && !!b && meets(a, b) && this.data.shows(one);
  }

  private link(entry: Entry): void {
    const shape = entry.element!.shape;
    if (shape.kind !== "connector") return;
    for (const id of [shape.from, shape.to]) {
      const key = keyOf(id);
      if (!this.links.has(key)) this.links.set(key, new Set());
      this.links.get(key)!.add(entry);
    }
  }

  /** Puts an element into the grid, or takes it out when it is not to be seen. */
  private place(entry: Entry): Box | undefined {
    if (!this.data.shows(entry)) return void this.grid.delete(entry.key);
    const box = inkBoundsOf(entry.element!, this.find);
    this.grid.set(entry.key, box);
    return box;
  }

  /** What everything on the page covers: one box, or none for an empty page. */
  extent(): readonly Box[] {
    this.covers ??= [this.bounds(this.all())].filter((box) => box !== undefined);
    return this.covers;
  }

  private changed(dirt: Dirt): void {
    const fresh = dirt !== "all" && "top" in dirt ? this.bounds(dirt.top.slice(0, 1)) : undefined;
    this.covers = fresh && this.covers && [union([...this.covers, fresh])!];
    for (const listener of this.listeners) listener(dirt);
  }

  get isEmpty(): boolean {
    return !this.order.some((entry) => this.data.shows(entry));
  }

  /** The seats of those who have drawn what is on the page, hidden or not. */
  authors(): number[] {
    const there = this.order.filter(({ deleted, made }) => !deleted && made > this.data.clearedUntil);
    return [...new Set(there.map(({ id }) => id[0]))].sort((a, b) => a - b);
  }

  /** What is to be seen, from below to above. */
  all(): Entry[] {
    if (!this.sorted) this.order.sort((a, b) => a.made - b.made);
    this.sorted = true;
    return this.order.filter((entry) => this.data.shows(entry));
  }

  within(box: Box): Entry[] {
    const near = this.grid.near(box);
    if (!near) return this.all().filter(({ key }) => meets(this.grid.box(key) ?? box, box));
    const found: Entry[] = [];
    for (const key of near) {
      const entry = this.data.entries.get(key);
      const covers = this.grid.box(key);
      if (entry && covers && meets(covers, box) && this.data.shows(entry)) found.push(entry);
    }
    return found.sort((a, b) => a.made - b.made);
  }

  /** The uppermost element under a point. */
  at(x: number, y: number, near: number): Entry | undefined {
    const around = this.within({ x0: x - near, y0: y - near, x1: x + near, y1: y + near });
    return around.findLast(({ element }) => hits(element!, x, y, near, this.find));
  }

  bounds(entries: readonly Entry[]): Box | undefined {
    return union(entries.map(({ element }) => boundsOf(element!, this.find)));
  }

  /** An element with all that move with it. */
  together(entry: Entry): Entry[] {
    const group = entry.element?.group;
    if (!group) return [entry];
    return this.all().filter(({ element, id }) => element!.group === group && id[0] === entry.id[0]);
  }
}
