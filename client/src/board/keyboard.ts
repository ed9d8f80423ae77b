// All but freehand by keyboard: a cursor that arrows move over a grid, and Enter, which begins and ends a line, a shape or a text.
import type { BoardElement, BoardOperation } from "../net/protocol.gen";
import { connector, copies, group, move, remove, scale } from "./deeds";
import type { Desk } from "./desk";
import type { Point } from "./geometry";
import type { BoardModel } from "./model";
import { describe } from "./describe";
import type { Entry } from "./page";
import type { Surface } from "./surface";
import { KEYS, shape, TOOLS } from "./tools";
import { toPixels, toUnits, zoom, pan } from "./view";

/** How far an arrow goes, in units; with Shift four times as far. */
const STEP = 256;
const ARROWS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How much larger and smaller the keys make what is selected. */
const LARGER = 1.1;

/** What was copied last, on any page of this lesson, and how the clipboard says it to other programs. */
let copied: readonly BoardElement[] = [];
let words = "";

export class Keyboard {
  private begun: Point | undefined;
  /** The element at which a connector begins. */
  private from: Entry | undefined;

  constructor(
    private readonly surface: Surface,
    private readonly model: BoardModel,
    private readonly desk: Desk,
    private readonly write: (element: BoardElement, isNew: boolean) => void,
    private readonly leave: () => void,
    private readonly choosePicture: () => void,
  ) {}

  readonly pressed = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    const takes = event.ctrlKey || event.metaKey ? this.command(event) : this.key(event);
    // Keys that mean something here are not to walk about in the room.
    event.stopPropagation();
    if (takes) event.preventDefault();
  };

  private command({ key, shiftKey }: KeyboardEvent): boolean {
    const { model, surface, desk } = this;
    const selected = surface.selected();
    const own = selected.filter(({ element }) => model.owns(element!));
    switch (key.toLowerCase()) {
      case "z":
        void (shiftKey ? model.history.redo() : model.history.undo());
        return true;
      case "y":
        void model.history.redo();
        return true;
      case "a":
        desk.take("select");
        desk.selected.value = new Set(surface.sheet?.all().map(({ key }) => key));
        return true;
      case "d":
        this.put(selected.map(({ element }) => element!));
        return true;
      case "g":
        this.draw(group(own, model.freshId()[1]));
        return true;
      default:
        return false;
    }
  }

  /** Copies what is selected. @returns how other programs paste it; nothing if nothing is selected */
  copy(cuts: boolean): string | undefined {
    const selected = this.surface.selected();
    if (selected.length === 0) return undefined;
    copied = selected.map(({ element }) => element!);
    words = copied.map((element) => element.text || describe(element)).join("\n");
    if (cuts) this.draw(remove(selected.filter(({ element }) => this.model.owns(element!))));
    return words;
  }

  /** Pastes what was copied here, if the clipboard still has that. @returns whether it has */
  paste(text: string): boolean {
    if (copied.length === 0 || text !== words) return false;
    this.put(copied);
    return true;
  }

  private put(elements: readonly BoardElement[]): void {
    const made = copies(elements, 2 * STEP, 2 * STEP, () => this.model.freshId());
    copied = made;
    this.draw(made.map((element) => ({ op: "put", element })));
    this.desk.take("select");
    this.desk.selected.value = new Set(made.map(({ id }) => id.join(".")));
  }

  private draw(operations: readonly BoardOperation[]): void {
    if (this.model.mayDraw.value) this.model.draw(this.surface.page, operations);
  }

  private key(event: KeyboardEvent): boolean {
    const { surface, desk, model } = this;
    const { key, shiftKey } = event;
    const direction = ARROWS[key];
    const own = surface.selected().filter(({ element }) => model.owns(element!));
    if (direction) {
      const by = STEP * (shiftKey ? 4 : 1);
      if (own.length > 0 && !this.from) this.draw(move(own, direction[0] * by, direction[1] * by));
      else this.go(direction[0] * by, direction[1] * by);
      return true;
    }
    switch (key) {
      case "Escape":
        if (this.begun || this.from) this.end();
        else if (desk.selected.value.size > 0) desk.selected.value = new Set();
        else this.leave();
        return true;
      case "Delete":
      case "Backspace":
        this.draw(remove(own));
        return true;
      case "Enter":
      case " ":
        this.enter();
        return true;
      case "+":
      case "-":
        surface.show(zoom(surface.view, key === "+" ? 1.25 : 0.8, surface.size.width / 2, surface.size.height / 2));
        return true;
      case "0":
        surface.fitAll();
        return true;
      case ">":
      case "<": {
        const box = surface.selectionBox();
        const by = key === ">" ? LARGER : 1 / LARGER;
        if (box && own.length > 0) this.draw(scale(own, [box.x0, box.y0], by, by));
        return own.length > 0;
      }
    }
    const tool = TOOLS.find((tool) => KEYS[tool] === key.toUpperCase());
    if (tool === "picture") this.choosePicture();
    else if (tool && model.mayDraw.value) desk.take(tool);
    return tool !== undefined;
  }

  private go(dx: number, dy: number): void {
    const { surface } = this;
    const { view, size } = surface;
    const [x, y] = (surface.cursor ?? toUnits(view, size.width / 2, size.height / 2)).map(
      (at) => Math.round(at / STEP) * STEP,
    ) as [number, number];
    surface.cursor = [x + dx, y + dy];
    const [px, py] = toPixels(view, ...surface.cursor);
    // The page follows the cursor.
    const [over, under] = [
      Math.max(0, px - size.width + 20) || Math.min(0, px - 20),
      Math.max(0, py - size.height + 20) || Math.min(0, py - 20),
    ];
    if (over || under) surface.show(pan(view, -over, -under));
    this.preview();
    surface.redraw();
  }

  private enter(): void {
    const { surface, desk, model } = this;
    const at = surface.cursor;
    if (!at) return this.go(0, 0);
    const tool = desk.tool.value;
    if (tool === "select" || tool === "eraser") {
      const hit = surface.sheet?.at(...at, STEP / 2);
      if (!hit) return;
      if (tool === "select") desk.selected.value = new Set(surface.sheet!.together(hit).map(({ key }) => key));
      else if (model.owns(hit.element!)) this.draw(remove(surface.sheet!.together(hit)));
      return;
    }
    if (!model.mayDraw.value) return;
    if (tool === "connector") return this.connect(surface.sheet?.at(...at, STEP / 2));
    if (tool === "text" || tool === "note") {
      const element = shape(tool, at, at, desk.style.value, model.freshId());
      if (element) this.write(element, true);
      return;
    }
    if (!this.begun) {
      this.begun = at;
      return;
    }
    const element = shape(this.tool, this.begun, at, desk.style.value, model.freshId());
    this.end();
    if (element) this.draw([{ op: "put", element }]);
  }

  /** The pen draws a straight line from point to point. */
  private get tool() {
    const tool = this.desk.tool.value;
    return tool === "pen" || tool === "marker" ? "line" : tool;
  }

  private preview(): void {
    const { begun, surface } = this;
    if (!begun || !surface.cursor) return;
    const element = shape(this.tool, begun, surface.cursor, this.desk.style.value, [0, 0]);
    surface.setDraft(element ? { element } : {});
  }

  /** The first Enter chooses an element, the second leads a line to another. */
  private connect(hit: Entry | undefined): void {
    const { from, model } = this;
    if (!hit || hit === from) return;
    if (!from) {
      this.from = hit;
      this.desk.selected.value = new Set([hit.key]);
      return;
    }
    this.end();
    this.desk.selected.value = new Set();
    this.draw([
      { op: "put", element: connector(from, hit, this.desk.style.value, model.freshId(), this.surface.sheet!) },
    ]);
  }

  private end(): void {
    this.begun = this.from = undefined;
    this.surface.setDraft({});
  }
}
