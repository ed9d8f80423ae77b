import { describe, expect, it } from "vitest";
import { svg } from "../src/board/save";
import { Sheet, type Dirt } from "../src/board/sheet";
import type { BoardElement, BoardOperation, ElementId } from "../src/net/protocol.gen";

const STYLE = { colour: 0, width: 1 };

function note(id: ElementId, x = 0): BoardElement {
  return { id, shape: { kind: "note", w: 100, h: 100 }, place: { x, y: 0, sx: 1000, sy: 1000 }, style: STYLE };
}

const put = (id: ElementId, x = 0): BoardOperation => ({ op: "put", element: note(id, x) });

/** A page with so many notes side by side, and what it has told since. */
function full(count: number) {
  const sheet = new Sheet(1);
  const elements = Array.from({ length: count }, (_, i) => ({ number: i + 1, element: note([1, i + 1], i * 200) }));
  sheet.load({ number: count, cleared: 0, hidden: [], elements });
  sheet.all();
  const told: Dirt[] = [];
  sheet.listeners.add((dirt) => told.push(dirt));
  const tops = () =>
    told.map((dirt) =>
      dirt !== "all" && "top" in dirt ? dirt.top.map(({ key }) => key) : dirt === "all" ? dirt : "box",
    );
  return { sheet, tops };
}

describe("a page as it is drawn", () => {
  it("adds each new stroke on top, however many there are, also after the server has numbered one's own", () => {
    const { sheet, tops } = full(5000);
    for (let i = 0; i < 3; i++) {
      const operation = put([2, i], 5 * 200);
      const provisional = sheet.applyOwn(operation);
      sheet.settle(provisional, 5001 + i, operation);
      sheet.apply(5001 + i, operation);
    }
    expect(tops()).toEqual([["2.0"], ["2.1"], ["2.2"]]);
  });

  it("puts what others draw below one's own that the server has not numbered, and draws that over it", () => {
    const { sheet, tops } = full(10);
    const own = put([2, 1], 300);
    const provisional = sheet.applyOwn(own);
    sheet.apply(11, put([3, 1], 320));
    sheet.apply(12, put([3, 2], 1500));
    expect(tops()).toEqual([["2.1"], ["3.1", "2.1"], ["3.2"]]);
    sheet.settle(provisional, 13, own);
    expect(
      sheet
        .all()
        .slice(-3)
        .map(({ key }) => key),
    ).toEqual(["3.1", "3.2", "2.1"]);
  });

  it("knows what everything covers, and who has drawn", () => {
    const { sheet } = full(2);
    expect(sheet.extent()).toEqual([{ x0: 0, y0: 0, x1: 300, y1: 100 }]);
    sheet.apply(3, put([7, 1], -50));
    expect(sheet.extent()).toEqual([{ x0: -50, y0: 0, x1: 300, y1: 100 }]);
    sheet.apply(4, { op: "delete", id: [1, 2] });
    expect(sheet.extent()).toEqual([{ x0: -50, y0: 0, x1: 100, y1: 100 }]);
    sheet.apply(5, { op: "hide", seat: 1, hidden: true });
    expect(sheet.authors()).toEqual([1, 7]);
    sheet.apply(6, { op: "delete", id: [7, 1] });
    expect([sheet.authors(), sheet.isEmpty]).toEqual([[1], true]);
  });
});

it("a drawing of vectors contains its pictures, and markup in a text stays text", () => {
  const box = { x0: 0, y0: 0, x1: 100, y1: 100 };
  const place = { x: 0, y: 0, sx: 1000, sy: 1000 };
  const all: BoardElement[] = [
    { id: [1, 1], shape: { kind: "picture", w: 10, h: 10, file: "a.png" }, place, style: STYLE },
    { id: [1, 2], shape: { kind: "note", w: 10, h: 10 }, place, style: STYLE, text: "<script>alert(1)</script>" },
  ];
  const drawing = svg(
    all,
    box,
    () => undefined,
    "data:image/png;base64,UNDER",
    new Map([["a.png", "data:image/png;base64,OVER"]]),
  );
  expect(drawing.match(/href="[^"]*"/g)).toEqual([
    'href="data:image/png;base64,UNDER"',
    'href="data:image/png;base64,OVER"',
  ]);
  expect(drawing).not.toContain("<script");
});
