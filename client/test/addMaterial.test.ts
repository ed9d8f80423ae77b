import { h } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { FlatScreen, ScreenBar } from "../src/screen/Screen";
import { rendered, settled } from "./support/dom";
import { connecting, letIn } from "./support/lesson";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("the teacher adds a material to a lesson without one, and a student is offered nothing", async () => {
  const lesson = connecting();
  await letIn();
  for (const view of [FlatScreen, ScreenBar]) {
    const { root, unmount } = rendered(lesson, h(view, {}));
    expect(root.all("button")).toEqual([]);
    unmount();
  }
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const answers: Record<string, unknown> = {
    "GET /api/experiences": [
      { id: "e1", Title: "Empty" },
      { id: "e2", Title: "Volcanoes" },
    ],
  };
  const pages = { e1: [], e2: [{}] };
  vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body?: string }) => {
    asked.push(`${method} ${path}`);
    const wanted = body === undefined ? undefined : (JSON.parse(body) as { experiences: "e1" | "e2" });
    if (wanted) bodies.push(wanted);
    const answer = wanted ? { experiences: { content: pages[wanted.experiences] } } : answers[`${method} ${path}`];
    return { ok: true, json: async () => answer };
  });
  const { root, unmount } = rendered(lesson, h(ScreenBar, {}));
  root.button("Add material")!.click();
  await settled();
  root.button("Empty")!.click();
  await settled();
  expect(root.text).toContain("This material has no pages yet.");
  root.button("Volcanoes")!.click();
  await settled();
  const session = `PUT /api/sessions/${lesson.session.value.id}`;
  expect(asked).toEqual(["GET /api/experiences", session, session]);
  expect(bodies).toEqual([{ experiences: "e1" }, { experiences: "e2" }]);
  unmount();
  lesson.end("left");
});

it("a material made in another tab is in the list when the teacher comes back", async () => {
  const lesson = connecting();
  await letIn();
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  let made = [{ id: "e1", Title: "Volcanoes" }];
  let asked = 0;
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    return { ok: true, json: async () => made };
  });
  const { root, unmount } = rendered(lesson, h(ScreenBar, {}));
  root.button("Add material")!.click();
  await settled();
  expect(root.button("Glaciers")).toBeUndefined();
  made = [{ id: "e2", Title: "Glaciers" }, ...made];
  window.dispatchEvent(new Event("focus"));
  await settled();
  expect(root.button("Glaciers")).toBeDefined();
  made = made.slice(1);
  document.dispatchEvent(new Event("visibilitychange"));
  await settled();
  expect(root.button("Glaciers")).toBeUndefined();
  unmount();
  await settled();
  const before = asked;
  window.dispatchEvent(new Event("focus"));
  await settled();
  expect(asked, "the dialog is closed").toBe(before);
  lesson.end("left");
});
