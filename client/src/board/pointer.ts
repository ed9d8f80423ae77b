// What fingers, pens and mice do on a page: one draws with the tool in hand, two fingers move and zoom, and while a pen is near
// the hand that holds it does nothing.
import type { BoardElement } from "../net/protocol.gen";
import { connector, copies, move, remove, scale } from "./deeds";
import type { Desk } from "./desk";
import { boundsOf, contains, meets, type Point } from "./geometry";
import { CURSOR, LASER, MARKER, PEN } from "./ink";
import type { BoardModel } from "./model";
import type { Entry } from "./page";
import type { Points } from "./points";
import { HANDLE, type Surface } from "./surface";
import { shape, straightened, strokes, type Tool } from "./tools";
import { pan, toPixels, toUnits, zoom } from "./view";

/** For so long after a pen was near, touches are the hand that holds it. */
const PALM_MS = 1000;
/** How near a finger or a mouse has to be, in pixels. */
const NEAR = { touch: 16, pen: 8, mouse: 6 } as Record<string, number>;

type Drag =
  | { does: "pan"; last: Point }
  | { does: "draw"; kind: "pen" | "marker"; points: Points; sent: number; id: BoardElement["id"] }
  | { does: "laser"; points: Points; sent: number }
  | { does: "erase"; gone: Set<string> }
  | { does: "shape"; tool: Tool; from: Point; to: Point }
  | { does: "connect"; from: Entry; to: Point }
  | { does: "frame"; from: Point; to: Point }
  | { does: "move"; from: Point; entries: Entry[]; to: Point; copies: boolean }
  | { does: "scale"; about: Point; from: Point; entries: Entry[]; to: Point };

export class Pointer {
  private drag: Drag | undefined;
  private readonly touches = new Map<number, Point>();
  private penAt = -Infinity;
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly surface: Surface,
    private readonly model: BoardModel,
    private readonly desk: Desk,
    /** Opens the field for an element's text. */
    private readonly write: (element: BoardElement, isNew: boolean) => void,
  ) {
    const { canvas } = surface;
    const listen = <E extends Event>(name: string, on: (event: E) => void, options?: AddEventListenerOptions) => {
      canvas.addEventListener(name, on as EventListener, options);
      this.ends.push(() => canvas.removeEventListener(name, on as EventListener, options));
    };
    listen("pointerdown", this.down);
    listen("pointermove", this.move);
    listen("pointerup", this.up);
    listen("pointercancel", this.up);
    listen("dblclick", this.twice);
    listen("wheel", this.wheel, { passive: false });
    listen("contextmenu", (event: Event) => event.preventDefault());
  }

  end(): void {
    for (const end of this.ends) end();
  }

  private at({ offsetX, offsetY }: MouseEvent): Point {
    return toUnits(this.surface.view, offsetX, offsetY);
  }

  private near({ pointerType }: PointerEvent): number {
    return (NEAR[pointerType] ?? 6) / this.surface.view.scale;
  }

  private readonly down = (event: PointerEvent): void => {
    const { canvas, sheet, page } = this.surface;
    canvas.focus({ preventScroll: true });
    if (event.pointerType === "pen") this.penAt = event.timeStamp;
    const isPalm = event.pointerType === "touch" && event.timeStamp - this.penAt < PALM_MS;
    if (isPalm || !sheet) return;
    canvas.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch") {
      this.touches.set(event.pointerId, [event.offsetX, event.offsetY]);
      if (this.touches.size === 2) return this.cancel();
    }
    this.surface.cursor = undefined;
    const at = this.at(event);
    const { tool, style } = this.desk;
    // A click ends what is being written; it begins nothing else.
    if (this.desk.writing.value) {
      this.desk.writing.value = undefined;
      return;
    }
    const pans = event.button === 1 || event.button === 2 || tool.value === "hand" || !this.model.mayDraw.value;
    if (pans) {
      this.drag = { does: "pan", last: [event.offsetX, event.offsetY] };
      return;
    }
    switch (tool.value) {
      case "pen":
      case "marker":
        this.drag = { does: "draw", kind: tool.value, points: [], sent: 0, id: this.model.freshId() };
        return this.draw(event);
      case "laser":
        this.drag = { does: "laser", points: [], sent: 0 };
        return this.draw(event);
      case "eraser":
        this.drag = { does: "erase", gone: new Set() };
        return this.erase(at, this.near(event));
      case "select":
        return this.pick(event, at);
      case "connector": {
        const from = sheet.at(...at, this.near(event));
        if (from) this.drag = { does: "connect", from, to: at };
        return;
      }
      case "text": {
        const there = sheet.at(...at, this.near(event));
        if (there?.element?.shape.kind === "text" && this.model.owns(there.element)) {
          event.preventDefault();
          return this.write(there.element, false);
        }
      }
    }
    void [style, page];
    this.drag = { does: "shape", tool: tool.value, from: at, to: at };
  };

  private pick(event: PointerEvent, at: Point): void {
    const { surface, desk } = this;
    const sheet = surface.sheet!;
    const box = surface.selectionBox();
    const selected = surface.selected();
    if (box) {
      const [x, y] = toPixels(surface.view, box.x1, box.y1);
      const reach = Math.max(HANDLE, NEAR[event.pointerType] ?? 6);
      if (Math.abs(event.offsetX - x) <= reach && Math.abs(event.offsetY - y) <= reach) {
        this.drag = { does: "scale", about: [box.x0, box.y0], from: at, entries: selected, to: at };
        return;
      }
    }
    const hit = sheet.at(...at, this.near(event));
    if (!hit) {
      if (box && contains(box, ...at) && selected.length > 0 && !event.shiftKey) {
        this.drag = { does: "move", from: at, entries: selected, to: at, copies: event.altKey };
        return;
      }
      if (!event.shiftKey) desk.selected.value = new Set();
      this.drag = { does: "frame", from: at, to: at };
      return;
    }
    const together = sheet.together(hit).map(({ key }) => key);
    const isSelected = desk.selected.value.has(hit.key);
    if (event.shiftKey) {
      const keys = new Set(desk.selected.value);
      for (const key of together)
        if (isSelected) keys.delete(key);
        else keys.add(key);
      desk.selected.value = keys;
    } else if (!isSelected) desk.selected.value = new Set(together);
    const entries = surface.selected().filter(({ element }) => this.model.owns(element!));
    this.drag = { does: "move", from: at, entries, to: at, copies: event.altKey };
  }

  private readonly move = (event: PointerEvent): void => {
    if (event.pointerType === "pen") this.penAt = event.timeStamp;
    if (this.touches.has(event.pointerId)) {
      if (this.touches.size === 2) return this.pinch(event);
      this.touches.set(event.pointerId, [event.offsetX, event.offsetY]);
    }
    const { drag, surface } = this;
    const at = this.at(event);
    if (!drag) return this.tellCursor(at);
    switch (drag.does) {
      case "pan": {
        const [x, y] = drag.last;
        surface.show(pan(surface.view, event.offsetX - x, event.offsetY - y));
        drag.last = [event.offsetX, event.offsetY];
        return;
      }
      case "draw":
      case "laser":
        return this.draw(event);
      case "erase":
        return this.erase(at, this.near(event));
      case "shape": {
        drag.to = event.shiftKey ? straightened(drag.tool, drag.from, at) : at;
        const element = shape(drag.tool, drag.from, drag.to, this.desk.style.value, [0, 0]);
        return surface.setDraft(element ? { element } : {});
      }
      case "connect": {
        drag.to = at;
        const [x, y] = centre(drag.from, surface);
        const place = { x: Math.round(x), y: Math.round(y), sx: 1000, sy: 1000 };
        const line = { kind: "arrow", x: Math.round(at[0] - x), y: Math.round(at[1] - y) } as const;
        return surface.setDraft({ element: { id: [0, 0], shape: line, place, style: this.desk.style.value } });
      }
      case "frame":
        drag.to = at;
        return surface.setDraft({ frame: boxOf(drag.from, at) });
      case "move":
      case "scale":
        drag.to = at;
        return surface.setDraft({ moving: this.future(drag) });
    }
  };

  /** The selected elements as they will be after the drag. */
  private future(drag: Drag & { does: "move" | "scale" }): BoardElement[] {
    const places = new Map(
      this.outcome(drag).flatMap((one) => (one.op === "move" ? [[one.id.join("."), one.place] as const] : [])),
    );
    return drag.entries.flatMap(({ key, element }) => {
      const place = places.get(key);
      return place ? [{ ...element!, place }] : [];
    });
  }

  private outcome(drag: Drag & { does: "move" | "scale" }) {
    const { from, to, entries } = drag;
    if (drag.does === "move") return move(entries, to[0] - from[0], to[1] - from[1]);
    const [ax, ay] = drag.about;
    const times = (to: number, from: number) => Math.max(0.05, to / (Math.abs(from) < 1 ? 1 : from));
    const by = Math.max(times(to[0] - ax, from[0] - ax), times(to[1] - ay, from[1] - ay));
    return scale(entries, drag.about, by, by);
  }

  private draw(event: PointerEvent): void {
    const { drag, surface, desk } = this;
    if (drag?.does !== "draw" && drag?.does !== "laser") return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const one of moves.length > 0 ? moves : [event]) {
      const [x, y] = this.at(one.offsetX || one.offsetY ? one : event);
      // A mouse says half its greatest pressure.
      const pressure = one.pointerType === "pen" ? Math.round(one.pressure * 255) : 128;
      drag.points.push(Math.round(x), Math.round(y), pressure);
    }
    const isMarker = drag.does === "draw" && drag.kind === "marker";
    if (drag.does === "draw") surface.setDraft({ points: drag.points, isMarker });
    const { colour, width } = desk.style.value;
    const kind = drag.does === "laser" ? LASER : isMarker ? MARKER : PEN;
    const counter = drag.does === "draw" ? drag.id[1] : 0;
    const ink = { page: surface.page, kind, counter, colour, width, points: drag.points };
    this.model.live.send(ink, drag.sent, (points) => (drag.sent = points));
    if (drag.does === "laser") this.model.live.point(ink);
  }

  private erase([x, y]: Point, near: number): void {
    const { drag, surface, model } = this;
    if (drag?.does !== "erase") return;
    const hit = surface.sheet!.at(x, y, near);
    if (!hit || drag.gone.has(hit.key) || !model.owns(hit.element!)) return;
    drag.gone.add(hit.key);
    model.draw(surface.page, remove(surface.sheet!.together(hit)));
  }

  private readonly up = (event: PointerEvent): void => {
    this.touches.delete(event.pointerId);
    const { drag, surface, model, desk } = this;
    if (!drag) return;
    this.drag = undefined;
    surface.setDraft({});
    if (event.type === "pointercancel" && drag.does !== "draw") return;
    const { page } = surface;
    const sheet = surface.sheet!;
    switch (drag.does) {
      case "draw": {
        let first: BoardElement["id"] | undefined = drag.id;
        const freshId = () => {
          const id = first ?? model.freshId();
          first = undefined;
          return id;
        };
        const made = strokes(drag.kind, drag.points, desk.style.value, freshId);
        return model.draw(
          page,
          made.map((element) => ({ op: "put", element })),
        );
      }
      case "shape": {
        const element = shape(drag.tool, drag.from, drag.to, desk.style.value, model.freshId());
        if (!element) return;
        if (drag.tool === "text" || drag.tool === "note") return this.write(element, true);
        return model.draw(page, [{ op: "put", element }]);
      }
      case "connect": {
        const to = sheet.at(...drag.to, this.near(event));
        if (!to || to === drag.from) return;
        const element = connector(drag.from, to, desk.style.value, model.freshId(), sheet);
        return model.draw(page, [{ op: "put", element }]);
      }
      case "frame": {
        const box = boxOf(drag.from, drag.to);
        const inside = sheet.within(box).filter((entry) => meets(boundsOf(entry.element!, sheet.find), box));
        const keys = new Set(desk.selected.value);
        for (const entry of inside) for (const { key } of sheet.together(entry)) keys.add(key);
        desk.selected.value = keys;
        return;
      }
      case "move": {
        const [dx, dy] = [drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]];
        if (Math.hypot(dx, dy) * surface.view.scale < 3) return;
        if (!drag.copies) return model.draw(page, this.outcome(drag));
        const made = copies(
          drag.entries.map(({ element }) => element!),
          dx,
          dy,
          () => model.freshId(),
        );
        return model.draw(
          page,
          made.map((element) => ({ op: "put", element })),
        );
      }
      case "scale":
        if (drag.from !== drag.to) model.draw(page, this.outcome(drag));
    }
  };

  /** A second finger: what the first has begun is not meant. */
  private cancel(): void {
    this.drag = undefined;
    this.surface.setDraft({});
  }

  private pinch(event: PointerEvent): void {
    const { surface, touches } = this;
    const before = touches.get(event.pointerId)!;
    const now: Point = [event.offsetX, event.offsetY];
    const [other] = [...touches].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    touches.set(event.pointerId, now);
    if (!other) return;
    const far = ([x, y]: Point) => Math.max(1, Math.hypot(x - other[0], y - other[1]));
    const view = pan(surface.view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    surface.show(zoom(view, far(now) / far(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2));
  }

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { surface } = this;
    const isZoom = event.ctrlKey || event.metaKey;
    surface.show(
      isZoom
        ? zoom(surface.view, Math.exp(-event.deltaY / 300), event.offsetX, event.offsetY)
        : pan(surface.view, event.shiftKey ? -event.deltaY : -event.deltaX, event.shiftKey ? 0 : -event.deltaY),
    );
  };

  private readonly twice = (event: MouseEvent): void => {
    const hit = this.surface.sheet?.at(...this.at(event), 6 / this.surface.view.scale);
    const kind = hit?.element?.shape.kind;
    const hasText = kind === "text" || kind === "note" || kind === "frame";
    if (hasText && this.model.owns(hit!.element!)) this.write(hit!.element!, false);
  };

  private tellCursor([x, y]: Point): void {
    if (!this.model.mayDraw.value) return;
    const { colour, width } = this.desk.style.value;
    const points = [Math.round(x), Math.round(y), 0];
    this.model.live.send({ page: this.surface.page, kind: CURSOR, counter: 0, colour, width, points }, 0, () => {});
  }
}

function boxOf([ax, ay]: Point, [bx, by]: Point) {
  return { x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) };
}

function centre({ element }: Entry, surface: Surface): Point {
  const { x0, y0, x1, y1 } = boundsOf(element!, surface.sheet!.find);
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}
