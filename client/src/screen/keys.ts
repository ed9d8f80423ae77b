// Keys and swipes that turn pages.
import { useEffect } from "preact/hooks";
import { useModel } from "../ui/context";
import { isTyping } from "../ui/keys";
import { Turning, type Direction } from "./turning";

/** A clicker sends PageUp and PageDown. */
const ANYWHERE: Readonly<Record<string, Direction>> = {
  PageUp: "previous",
  PageDown: "next",
  Home: "first",
  End: "last",
};
/** In the room in 3D one walks with arrows. */
const AT_SLIDE: Readonly<Record<string, Direction>> = {
  ...ANYWHERE,
  ArrowLeft: "previous",
  ArrowUp: "previous",
  ArrowRight: "next",
  ArrowDown: "next",
};
/** What uses these keys itself. */
const OWN_KEYS = "input, textarea, select, video, [contenteditable], [role=slider]";
/** A finger that moves so far across, in pixels, and much less up or down, turns the page. */
const SWIPE = 50;

/** Turns pages by the keys that do so wherever nothing else uses them: not in a list that scrolls, say. */
export function usePageKeys(): void {
  const { go } = useModel(Turning);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const free = event.target === document.body || event.target instanceof HTMLCanvasElement;
      if (event.defaultPrevented || !free || isTyping(event)) return;
      turn(event, ANYWHERE[event.key], go);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

/** What an element with a slide in it does with keys and fingers. */
export function slideGestures(go: Turning["go"]) {
  let from: { x: number; y: number } | undefined;
  return {
    onKeyDown: (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest(OWN_KEYS)) return;
      turn(event, AT_SLIDE[event.key], go);
    },
    onTouchStart: ({ touches }: TouchEvent) => {
      const [one, another] = touches;
      // Two fingers enlarge.
      from = one && !another ? { x: one.clientX, y: one.clientY } : undefined;
    },
    onTouchEnd: ({ changedTouches: [touch] }: TouchEvent) => {
      if (!from || !touch) return;
      const direction = swiped(touch.clientX - from.x, touch.clientY - from.y);
      from = undefined;
      if (direction) go(direction);
    },
  };
}

/** The direction of a finger that has moved so far. */
export function swiped(across: number, down: number): Direction | undefined {
  if (Math.abs(across) < SWIPE || Math.abs(across) < 2 * Math.abs(down)) return undefined;
  return across < 0 ? "next" : "previous";
}

function turn(event: KeyboardEvent, direction: Direction | undefined, go: Turning["go"]): void {
  if (!direction) return;
  event.preventDefault();
  go(direction);
}
