// What is done with the selected elements.
import type { BoardElement, BoardOperation, BoardStyle, ElementId } from "../net/protocol.gen";
import { boundsOf, middle, moved, scaled, type Point } from "./geometry";
import type { Entry } from "./page";
import type { Sheet } from "./sheet";

export type Side = "left" | "centre" | "right" | "top" | "middle" | "bottom";

export const remove = (entries: readonly Entry[]): BoardOperation[] => entries.map(({ id }) => ({ op: "delete", id }));

export function move(entries: readonly Entry[], dx: number, dy: number): BoardOperation[] {
  return entries.flatMap(({ id, element }) =>
    element!.shape.kind === "connector" ? [] : [{ op: "move", id, place: moved(element!.place, dx, dy) }],
  );
}

export function scale(entries: readonly Entry[], about: Point, mx: number, my: number): BoardOperation[] {
  return entries.flatMap(({ id, element }) =>
    element!.shape.kind === "connector" ? [] : [{ op: "move", id, place: scaled(element!.place, about, mx, my) }],
  );
}

export function restyle(entries: readonly Entry[], change: Partial<BoardStyle>): BoardOperation[] {
  return entries.map(({ id, element }) => ({ op: "style", id, style: { ...element!.style, ...change } }));
}

/** A line between two elements, which follows them. */
export function connector(from: Entry, to: Entry, style: BoardStyle, id: ElementId, sheet: Sheet): BoardElement {
  const [x, y] = middle(boundsOf(from.element!, sheet.find));
  const place = { x: Math.round(x), y: Math.round(y), sx: 1000, sy: 1000 };
  return { id, shape: { kind: "connector", from: from.id, to: to.id }, place, style };
}

/** Makes one group of them; elements that are one already are freed. */
export function group(entries: readonly Entry[], fresh: number): BoardOperation[] {
  const [first] = entries;
  const number = first?.element?.group ?? 0;
  const isOne = number !== 0 && entries.every(({ element }) => element!.group === number);
  return entries.map(({ id }) => ({ op: "group", id, group: isOne ? 0 : fresh }));
}

export function align(entries: readonly Entry[], side: Side, sheet: Sheet): BoardOperation[] {
  const all = sheet.bounds(entries);
  if (!all) return [];
  const [cx, cy] = middle(all);
  return entries.flatMap((entry) => {
    const { x0, y0, x1, y1 } = boundsOf(entry.element!, sheet.find);
    const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const by: Record<Side, Point> = {
      left: [all.x0 - x0, 0],
      centre: [cx - mx, 0],
      right: [all.x1 - x1, 0],
      top: [0, all.y0 - y0],
      middle: [0, cy - my],
      bottom: [0, all.y1 - y1],
    };
    const [dx, dy] = by[side];
    return dx === 0 && dy === 0 ? [] : move([entry], dx, dy);
  });
}

/** The same elements as new ones of one's own, a bit aside; connectors lead to the copies. */
export function copies(
  elements: readonly BoardElement[],
  dx: number,
  dy: number,
  freshId: () => ElementId,
): BoardElement[] {
  const ids = new Map(elements.map(({ id }) => [id.join("."), freshId()]));
  const groups = new Map<number, number>();
  const groupOf = (number: number) => {
    if (!groups.has(number)) groups.set(number, freshId()[1]);
    return groups.get(number)!;
  };
  return elements.flatMap((element) => {
    const { shape, group } = element;
    const id = ids.get(element.id.join("."))!;
    const copy = { ...element, id, place: moved(element.place, dx, dy), ...(group && { group: groupOf(group) }) };
    if (shape.kind !== "connector") return [copy];
    const [from, to] = [ids.get(shape.from.join(".")), ids.get(shape.to.join("."))];
    return from && to ? [{ ...copy, shape: { ...shape, from, to } }] : [];
  });
}

/** What is put on a page from a text that was pasted. */
export function pastedText(text: string, [x, y]: Point, style: BoardStyle, id: ElementId): BoardElement {
  return {
    id,
    shape: { kind: "text", w: 5200, h: 400 },
    place: { x: Math.round(x), y: Math.round(y), sx: 1000, sy: 1000 },
    style,
    text: text.slice(0, 2000),
  };
}
