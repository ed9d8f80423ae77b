import { expect, it } from "vitest";
import { features } from "../src/features";

it("each folder with a feature is registered once, under a name of its own", () => {
  const folders = Object.keys(import.meta.glob("../src/*/feature.ts"));
  expect(features).not.toContain(undefined);
  expect(features).toHaveLength(folders.length);
  expect(new Set(features).size).toBe(folders.length);
  expect(new Set(features.map((feature) => feature.name)).size).toBe(folders.length);
});
