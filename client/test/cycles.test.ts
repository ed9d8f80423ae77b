import { describe, expect, it } from "vitest";
import { findCycles, importsOf } from "../cycles.mjs";

const cycles = (sources: Record<string, string>) => findCycles(importsOf(new Map(Object.entries(sources))));

describe("imports", () => {
  it("in a circle are found, be they for types, for later, or by a glob", () => {
    const back = 'import { a } from "../a";';
    for (const there of [
      'import { b } from "./b/b";',
      'import type { B } from "./b/b";',
      'export { b } from "./b/b";',
      'import "./b/b";',
      'const b = () => import("./b/b");',
      'const all = import.meta.glob<Record<string, B>>("./*/b.tsx", { eager: true });',
    ]) {
      expect(cycles({ "a.ts": there, "b/b.tsx": back })).toEqual([["a.ts", "b/b.tsx"]]);
    }
  });

  it("that come together without a circle are none", () => {
    const sources = {
      "a.ts": 'import "./b"; import "./c";',
      "b.ts": 'import "./d";',
      "c.ts": 'import "./d";',
      "d.ts": "",
    };
    expect(cycles(sources)).toEqual([]);
  });
});
