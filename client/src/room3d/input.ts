// Keys, stick, clicks and drags on the stage, as what they mean: walk this way, go there, look round, come nearer.
import { isTyping } from "../ui/keys";
import type { Wish } from "./walker";

export interface Meaning {
  tapped(x: number, y: number): void;
  dragged(dx: number, dy: number): void;
  zoomed(factor: number): void;
}

const KEYS: Record<string, [keyof Wish, number]> = {
  KeyW: ["forward", 1],
  ArrowUp: ["forward", 1],
  KeyS: ["forward", -1],
  ArrowDown: ["forward", -1],
  KeyA: ["right", -1],
  ArrowLeft: ["right", -1],
  KeyD: ["right", 1],
  ArrowRight: ["right", 1],
};
/** A press that moves less, and lasts no longer, is a tap. */
const TAP_PX = 8;
const TAP_MS = 450;

export class Input {
  private readonly held = new Set<string>();
  private readonly pointers = new Map<number, { x: number; y: number; moved: number; at: number }>();
  private stick: Wish = { right: 0, forward: 0 };
  private readonly off = new AbortController();

  constructor(
    canvas: HTMLElement,
    private readonly meaning: Meaning,
  ) {
    const { signal } = this.off;
    window.addEventListener("keydown", (event) => this.pressed(event), { signal });
    window.addEventListener("keyup", ({ code }) => this.held.delete(code), { signal });
    window.addEventListener("blur", () => this.held.clear(), { signal });
    canvas.addEventListener("pointerdown", (event) => this.down(canvas, event), { signal });
    canvas.addEventListener("pointermove", (event) => this.moved(event), { signal });
    canvas.addEventListener("pointerup", (event) => this.up(event), { signal });
    canvas.addEventListener("pointercancel", ({ pointerId }) => this.pointers.delete(pointerId), { signal });
    canvas.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
  }

  /** What is wanted right now. */
  get wish(): Wish {
    const wish = { ...this.stick };
    for (const code of this.held) {
      const [axis, amount] = KEYS[code]!;
      wish[axis] += amount;
    }
    return wish;
  }

  push(stick: Wish): void {
    this.stick = stick;
  }

  dispose(): void {
    this.off.abort();
  }

  private pressed(event: KeyboardEvent): void {
    if (!(event.code in KEYS) || isTyping(event)) return;
    // Arrows scroll the panels.
    if (event.code.startsWith("Arrow")) {
      if (event.target instanceof HTMLElement && event.target.closest(".panels")) return;
      event.preventDefault();
    }
    this.held.add(event.code);
  }

  private down(canvas: HTMLElement, event: PointerEvent): void {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: 0, at: event.timeStamp });
  }

  private moved(event: PointerEvent): void {
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer) return;
    const before = this.spread();
    const [dx, dy] = [event.clientX - pointer.x, event.clientY - pointer.y];
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    pointer.moved += Math.hypot(dx, dy);
    if (this.pointers.size === 1) {
      if (pointer.moved > TAP_PX) this.meaning.dragged(dx, dy);
    } else if (before > 0) this.meaning.zoomed(before / Math.max(1, this.spread()));
  }

  private up(event: PointerEvent): void {
    const pointer = this.pointers.get(event.pointerId);
    const alone = this.pointers.size === 1;
    this.pointers.delete(event.pointerId);
    if (!pointer || !alone || pointer.moved > TAP_PX || event.timeStamp - pointer.at > TAP_MS) return;
    this.meaning.tapped(event.clientX, event.clientY);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    this.meaning.zoomed(Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.04 : 0.0012)));
  }

  /** How far two fingers are apart. */
  private spread(): number {
    const [a, b] = [...this.pointers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }
}
