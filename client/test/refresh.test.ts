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
let answer: string[] | undefined;
let asked: string[];
let redirected: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  [replaced, notes, answer, asked, redirected] = [0, 0, [], [], false];
  vi.stubGlobal("location", { href: "http://school.example/dashboard/sessions/1" });
  vi.stubGlobal("fetch", (from: string) => {
    asked.push(from);
    return Promise.resolve({ ok: true, redirected, text: () => Promise.resolve("") });
  });
  vi.stubGlobal(
    "DOMParser",
    class {
      parseFromString = () => ({ querySelector: () => (answer ? new Part(answer) : null) });
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
function show(part: Part): { hidden: boolean } {
  const page = { hidden: false, activeElement: null, querySelector: () => part };
  keepFresh(page as unknown as Document);
  return page;
}

it("shows who has come, with a sound", async () => {
  const part = new Part([]);
  show(part);
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

it("of another page is silent", async () => {
  answer = ["ana"];
  const part = new Part([], { refresh: "3" });
  show(part);
  await pass();
  expect([part.names, notes]).toEqual([["ana"], 0]);
});

it("asks for nothing while nobody looks, and goes on afterwards", async () => {
  const page = show(new Part([]));
  page.hidden = true;
  await pass();
  await pass();
  expect(asked).toEqual([]);
  page.hidden = false;
  await pass();
  expect(asked).toEqual(["http://school.example/dashboard/sessions/1"]);
});

it("chimes behind another page, too, though it is fetched more seldom", async () => {
  const page = show(new Part([]));
  page.hidden = true;
  answer = ["ana"];
  for (let tick = 0; tick < 5; tick++) await pass();
  expect([asked.length, notes]).toEqual([1, 2]);
});

it("asks for the part alone where the server offers that", async () => {
  show(new Part([], { refresh: "3", refreshFrom: "/dashboard/sessions/1/waiting" }));
  await pass();
  expect(asked).toEqual(["/dashboard/sessions/1/waiting"]);
});

it("stops when the lesson has ended or the login has", async () => {
  for (const end of [() => (answer = undefined), () => (redirected = true)]) {
    [asked, answer, redirected] = [[], ["ana"], false];
    const part = new Part([]);
    show(part);
    await pass();
    end();
    await pass();
    expect(asked.length).toBe(2);
    await pass();
    await pass();
    expect([asked.length, part.names], "what was there stays").toEqual([2, ["ana"]]);
  }
});
