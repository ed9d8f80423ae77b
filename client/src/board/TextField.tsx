// The field in which a text or a note is written, where it stands on the page.
import { useEffect, useRef } from "preact/hooks";
import { BOARD_TEXT_LIMIT, type BoardElement } from "../net/protocol.gen";
import { t } from "../texts";
import { COLOURS } from "./colours";
import { boundsOf, LETTERS } from "./geometry";
import type { Surface } from "./surface";
import { toPixels } from "./view";

interface Props {
  surface: Surface;
  element: BoardElement;
  onWritten: (text: string) => void;
}

export function TextField({ surface, element, onWritten }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  const finish = () => {
    if (done.current) return;
    done.current = true;
    onWritten(field.current?.value ?? "");
  };
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    const { x0, y0, x1, y1 } = boundsOf(element, surface.sheet!.find);
    const [left, top] = toPixels(surface.view, x0, y0);
    const isNote = element.shape.kind !== "text";
    const letter = isNote ? 400 : (LETTERS[element.style.width] ?? LETTERS[0]);
    // On a phone it is not larger than the part of the page that is visible.
    const width = Math.min((x1 - x0) * surface.view.scale, surface.size.width - 16);
    const x = Math.max(8, Math.min(left, surface.size.width - width - 8));
    area.style.left = `${x}px`;
    area.style.top = `${Math.max(8, Math.min(top, surface.size.height - 60))}px`;
    area.style.width = `${Math.max(120, width)}px`;
    area.style.minHeight = `${Math.max(44, isNote ? (y1 - y0) * surface.view.scale : 0)}px`;
    area.style.fontSize = `${Math.max(14, letter * surface.view.scale)}px`;
    area.style.color = (COLOURS[isNote ? 0 : element.style.colour] ?? COLOURS[0]).ink;
    area.focus();
    return finish;
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const ends = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!ends) return;
    finish();
    surface.canvas.focus();
  };
  return (
    <textarea
      ref={field}
      class="board-text"
      dir="auto"
      maxLength={BOARD_TEXT_LIMIT}
      aria-label={t("board-text")}
      onKeyDown={onKeyDown}
      onBlur={finish}
      defaultValue={element.text ?? ""}
    />
  );
}
