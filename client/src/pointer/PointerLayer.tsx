// Over the slide: the teacher's pointer, and for a teacher who points what follows the mouse or the finger.
import { useRef } from "preact/hooks";
import type { SlidePlace } from "../feature";
import { useLesson, useModel } from "../ui/context";
import { PointerModel, type Point } from "./model";

export function PointerLayer({ followed }: SlidePlace) {
  const model = useModel(PointerModel);
  const points = useLesson().teaches.value && model.on.value;
  const place = useRef<HTMLDivElement>(null);
  const last = useRef<Point | undefined>(undefined);
  const at = followed ? model.at.value : undefined;
  // It fades where it was.
  if (at) last.current = at;
  const move = (event: PointerEvent) => {
    const box = place.current!.getBoundingClientRect();
    model.point({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  const handlers = points && {
    onPointerDown: move,
    onPointerMove: move,
    onPointerLeave: () => model.point(undefined),
  };
  const dot = last.current;
  return (
    <div ref={place} class={points ? "pointer-layer is-on" : "pointer-layer"} aria-hidden="true" {...handlers}>
      {dot && (
        <span
          class={at ? "pointer-dot" : "pointer-dot is-gone"}
          style={{ left: `${dot.x * 100}%`, top: `${dot.y * 100}%` }}
        />
      )}
    </div>
  );
}
