import { expect, it } from "vitest";
import { watchLosses } from "../src/pdf/losses";

/** The page numbers, of 1 to 3, on which something is missing after these messages of the worker. */
function incomplete(...messages: unknown[]): number[] {
  const worker = new EventTarget();
  const losses = watchLosses(worker as unknown as Worker);
  for (const data of messages) worker.dispatchEvent(new MessageEvent("message", { data }));
  return [1, 2, 3].filter((page) => losses.on(page));
}

it("knows the pages with a picture that could not be read", () => {
  expect(incomplete({ action: "obj", data: ["img_p1_1", 1, "Image", null] })).toEqual([2]);
});

it("suspects every page once something is missing that pages share", () => {
  expect(incomplete({ action: "commonobj", data: ["g_d0_f1", "Font", { error: "no such encoding" }] })).toHaveLength(3);
  expect(incomplete({ action: "commonobj", data: ["g_d0_img_1", "Image", null] })).toHaveLength(3);
});

it("says nothing about what could be read", () => {
  expect(
    incomplete(
      { action: "obj", data: ["img_p0_1", 0, "Image", { width: 1 }] },
      { action: "commonobj", data: ["g_d0_f1", "Font", { buffer: new ArrayBuffer(1) }] },
      { action: "commonobj", data: ["g_d0_f2_path_1", "FontPath", new ArrayBuffer(1)] },
      { action: "ready" },
    ),
  ).toEqual([]);
});
