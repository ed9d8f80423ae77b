// The stick that a thumb walks with, on screens that are touched.
import type { Wish } from "./walker";

const REACH = 42;

export function joystick(host: HTMLElement, push: (wish: Wish) => void): HTMLElement {
  const base = document.createElement("div");
  base.className = "stick";
  base.setAttribute("aria-hidden", "true");
  const knob = document.createElement("div");
  knob.className = "stick-knob";
  base.append(knob);
  host.append(base);

  let held: number | undefined;
  const move = (event: PointerEvent) => {
    if (event.pointerId !== held) return;
    const box = base.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
    const length = Math.hypot(x, y);
    const scale = length > REACH ? REACH / length : 1;
    knob.style.transform = `translate(${x * scale}px, ${y * scale}px)`;
    push({ right: (x * scale) / REACH, forward: (-y * scale) / REACH });
  };
  const drop = (event: PointerEvent) => {
    if (event.pointerId !== held) return;
    held = undefined;
    knob.style.transform = "";
    push({ right: 0, forward: 0 });
  };
  base.addEventListener("pointerdown", (event) => {
    held = event.pointerId;
    base.setPointerCapture(held);
    move(event);
  });
  base.addEventListener("pointermove", move);
  base.addEventListener("pointerup", drop);
  base.addEventListener("pointercancel", drop);
  return base;
}
