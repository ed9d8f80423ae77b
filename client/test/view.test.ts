import { afterEach, expect, it, vi } from "vitest";
import { offerListOnce } from "../src/ui/view";

afterEach(() => vi.unstubAllGlobals());

it("the list view is offered once in a browser", () => {
  const kept = new Map<string, string>();
  const getItem = (key: string) => kept.get(key) ?? null;
  vi.stubGlobal("localStorage", { getItem, setItem: (key: string, value: string) => void kept.set(key, value) });
  const offer = vi.fn();
  offerListOnce(offer);
  offerListOnce(offer);
  expect(offer).toHaveBeenCalledTimes(1);
});
