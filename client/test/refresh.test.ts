import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepFresh } from "../src/pages/refresh";

/** A part of a page that names people, as much of it as the script uses. */
class Part {
  constructor(
    public names: string[],
    readonly dataset: Record<string, string> = { refresh: "3", chime: "" },
  ) {}
  get innerHTML(): string {
    return this.names.join();
  }
  get childNodes(): string[] {
    return this.names;
  }
  replaceChildren(...names: string[]): void {
    this.names = names;
    replaced++;
  }
  querySelectorAll = () => this.names.map((key) => ({ dataset: { key } }));
  querySelector = () => null;
  contains = () => false;
}

let replaced: number;
let notes: number;
let answer: string[];

beforeEach(() => {
  vi.useFakeTimers();
  [replaced, notes, answer] = [0, 0, []];
  vi.stubGlobal("location", { href: "http://school.example/dashboard/sessions/1" });
  vi.stubGlobal("fetch", () => Promise.resolve({ ok: true, redirected: false, text: () => Promise.resolve("") }));
  vi.stubGlobal(
    "DOMParser",
    class {
      parseFromString = () => ({ querySelector: () => new Part(answer) });
    },
  );
  const node = {
    connect: () => node,
    start: () => notes++,
    stop: () => {},
    gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} },
  };
  vi.stubGlobal(
    "AudioContext",
    class {
      currentTime = 0;
      resume = () => Promise.resolve();
    },
  );
  for (const name of ["OscillatorNode", "GainNode"])
    vi.stubGlobal(name, function () {
      return node;
    });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = () => vi.advanceTimersByTimeAsync(3000);
const show = (part: Part, hidden = false) =>
  keepFresh({ hidden, activeElement: null, querySelector: () => part } as unknown as Document);

it("shows who has come, with a sound, also while nobody looks", async () => {
  const part = new Part([]);
  show(part, true);
  await pass();
  expect([replaced, notes]).toEqual([0, 0]);
  answer = ["ana"];
  await pass();
  expect([part.names, notes]).toEqual([["ana"], 2]);
  await pass();
  expect([replaced, notes], "what has not changed is neither read nor heard again").toEqual([1, 2]);
  answer = [];
  await pass();
  expect([part.names, notes], "who goes makes no sound").toEqual([[], 2]);
});

it("of another page waits while nobody looks, and is silent", async () => {
  answer = ["ana"];
  const part = new Part([], { refresh: "3" });
  show(part, true);
  await pass();
  expect(replaced).toBe(0);
  show(part);
  await pass();
  expect([part.names, notes]).toEqual([["ana"], 0]);
});
