import { describe, expect, it } from "vitest";
import { ACROSS, DOWN, write, type Block, type Pen } from "../src/room3d/board";

interface Painted {
  text: string;
  x: number;
  y: number;
  right: number;
}

/** Paints with letters that are half as wide as high. */
function painted(blocks: readonly Block[]): Painted[] {
  const all: Painted[] = [];
  const pen = {
    font: "",
    measureText: (text: string) => ({ width: text.length * size() * 0.5 }),
    fillText: (text: string, x: number, y: number) =>
      void all.push({ text, x, y, right: x + text.length * size() * 0.5 }),
    fillRect: () => {},
  };
  const size = () => Number(/(\d+(\.\d+)?)px/.exec(pen.font)![1]);
  write(pen as unknown as Pen, blocks);
  return all;
}

const row = (...cells: string[]): Block => ({ cells, size: 1, table: 0, isHead: false });

describe("a table on the board", () => {
  it("has its cells in columns", () => {
    const all = painted([row("Planet", "Moons", "Rings"), row("Saturn", "274", "yes"), row("Mars", "2", "no")]);
    expect(all.map(({ text }) => text)).toEqual("Planet Moons Rings Saturn 274 yes Mars 2 no".split(" "));
    const columns = [0, 1, 2].map((column) => new Set(all.filter((_, i) => i % 3 === column).map(({ x }) => x)));
    expect(columns.map(({ size }) => size)).toEqual([1, 1, 1]);
    const [first, second] = columns.map((column) => [...column][0]!);
    expect(Math.max(...all.filter((_, i) => i % 3 === 0).map(({ right }) => right))).toBeLessThan(second!);
    expect(first).toBeLessThan(second!);
  });

  it("breaks long cells within their column, and stays on the board", () => {
    const long = "a long sentence about the rings of this planet that does not fit into one line at all ".repeat(3);
    const all = painted([row("Planet", "What is known"), row("Saturn", long.trim())]);
    const at = all.find(({ text }) => text === "What is known")!;
    const lines = all.filter(({ text }) => /rings|sentence|planet that/.test(text));
    expect(lines.length).toBeGreaterThan(1);
    for (const { x, right, y } of lines) {
      expect(x).toBe(at.x);
      expect(right).toBeLessThan(ACROSS - 60);
      expect(y).toBeLessThan(DOWN - 40);
    }
  });
});

it("words without a table are one line below the other, as large as they fit", () => {
  const all = painted([
    { text: "Volcanoes", size: 1.6 },
    { text: "They are hot.", size: 1 },
  ]);
  expect(all.map(({ text, x }) => [text, x])).toEqual([
    ["Volcanoes", 80],
    ["They are hot.", 80],
  ]);
  expect(all[1]!.y).toBeGreaterThan(all[0]!.y);
});
