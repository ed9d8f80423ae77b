import { describe, expect, it } from "vitest";
import { PageData } from "../src/board/page";
import type { BoardContent, BoardElement, BoardOperation, ElementId } from "../src/net/protocol.gen";

const PLACE = { x: 0, y: 0, sx: 1000, sy: 1000 };
const STYLE = { colour: 0, width: 1 };

function note(id: ElementId): BoardElement {
  return { id, shape: { kind: "note", w: 100, h: 100 }, place: PLACE, style: STYLE };
}

const put = (id: ElementId): BoardOperation => ({ op: "put", element: note(id) });
const move = (id: ElementId, x: number): BoardOperation => ({ op: "move", id, place: { ...PLACE, x } });

/** What is to be seen of a page, whatever way it came about. */
function seen(page: PageData) {
  return [...page.entries.values()]
    .filter((entry) => page.shows(entry))
    .map(({ made, element }) => ({ made, element }))
    .sort((a, b) => a.made - b.made);
}

/** A number below another, the same in every run. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function randomOperation(roll: (below: number) => number): BoardOperation {
  const id: ElementId = [roll(2), roll(3)];
  const all: BoardOperation[] = [
    put(id),
    move(id, roll(9)),
    { op: "style", id, style: { colour: roll(9), width: 1 } },
    { op: "write", id, text: "ab".slice(roll(3)) },
    { op: "group", id, group: roll(3) },
    { op: "delete", id },
    { op: "restore", id },
    { op: "clear", until: roll(20) },
    { op: "hide", seat: roll(2), hidden: roll(2) === 0 },
  ];
  return all[roll(all.length)]!;
}

/** As the room numbers operations and refuses those that mean nothing. */
function numbered(roll: (below: number) => number): { told: [number, BoardOperation][]; room: PageData } {
  const room = new PageData();
  const told: [number, BoardOperation][] = [];
  for (let i = 0; i < 25; i++) {
    const operation = randomOperation(roll);
    const whole = operation.op === "clear" || operation.op === "hide";
    const known =
      !whole && room.get(operation.op === "put" ? operation.element.id : operation.id)?.element !== undefined;
    if (!whole && known === (operation.op === "put")) continue;
    const number = told.length + 1;
    room.apply(number, operation);
    if (operation.op === "restore") {
      const { made, element } = room.get(operation.id)!;
      told.push([number, { ...operation, made: { number: made, element: element! } }]);
    } else told.push([number, operation]);
  }
  return { told, room };
}

describe("a page of a whiteboard", () => {
  it("ends the same in every order of arrival, with each operation once or twice", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const roll = dice(seed);
      const { told, room } = numbered(roll);
      const shuffled = [...told, ...told.slice(0, roll(told.length + 1))];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const other = roll(i + 1);
        [shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!];
      }
      const page = new PageData();
      for (const [number, operation] of shuffled) page.apply(number, operation);
      expect(seen(page), `seed ${seed}`).toEqual(seen(room));
    }
  });

  it("takes in what came over the socket before its content", () => {
    const page = new PageData();
    const [a, b]: ElementId[] = [
      [1, 1],
      [1, 2],
    ];
    page.apply(3, put(b!));
    page.apply(4, move(a!, 7));
    const content: BoardContent = { number: 2, cleared: 0, hidden: [], elements: [{ number: 1, element: note(a!) }] };
    page.load(content);
    expect(seen(page).map(({ element }) => element!.place.x)).toEqual([7, 0]);
  });

  it("shows one's own change at once, and what the server numbers later wins", () => {
    const page = new PageData();
    page.apply(1, put([1, 1]));
    const provisional = page.applyOwn(move([1, 1], 5));
    page.apply(2, move([1, 1], 6));
    page.apply(4, move([1, 1], 8));
    expect(seen(page)[0]!.element!.place.x).toBe(5);
    page.settle(provisional, 3);
    expect(seen(page)[0]!.element!.place.x).toBe(8);
  });

  it("takes a refused change back, to what it is by now", () => {
    const page = new PageData();
    page.apply(1, put([1, 1]));
    const provisional = page.applyOwn(move([1, 1], 5));
    page.apply(2, move([1, 1], 6));
    page.revert(provisional);
    expect(seen(page)[0]!.element!.place.x).toBe(6);
    const own = page.applyOwn(put([2, 1]));
    expect(seen(page)).toHaveLength(2);
    page.revert(own);
    expect(seen(page)).toHaveLength(1);
  });

  it("hides what was cleared, and shows it again when that is undone", () => {
    const page = new PageData();
    page.apply(1, put([1, 1]));
    page.apply(2, { op: "clear", until: 1 });
    page.apply(3, put([1, 2]));
    expect(seen(page).map(({ made }) => made)).toEqual([3]);
    page.apply(4, { op: "clear", until: 0 });
    expect(seen(page)).toHaveLength(2);
  });
});
