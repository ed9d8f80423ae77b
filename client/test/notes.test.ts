import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import { NotesModel } from "../src/screen/notes";
import { PresentationModel } from "../src/screen/presentation";
import { connecting, letIn } from "./support/lesson";

const slide = { kind: "presentation", url: "/files/moons.pdf", name: "Moons", caption: "" } as const;
let lesson: Lesson;
let asked: string[];

beforeEach(async () => {
  lesson = connecting();
  asked = [];
  const open = () => Promise.resolve({ file: { close: () => {} } as never, pages: 5 });
  const models = (lesson as unknown as { models: Map<unknown, object> }).models;
  models.set(PresentationModel, new PresentationModel(lesson, open));
  vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body?: string }) => {
    asked.push(`${method} ${path} ${body ?? ""}`.trim());
    return { ok: true, json: async () => (method === "GET" ? [{ page: 1, text: "Ask about Io" }] : {}) };
  });
  await letIn({ screen: { page: 0, pages: 1, itemId: "moons", slide } });
});
afterEach(() => {
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a student's client asks for no notes", async () => {
  lesson.model(NotesModel);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toEqual([]);
});

it("a teacher reads the note of each page, and what they write is saved once they pause or turn", async () => {
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
  const notes = lesson.model(NotesModel);
  expect(notes.text.value).toBeUndefined();
  await vi.advanceTimersByTimeAsync(0);
  expect(notes.text.value).toBe("");
  lesson.model(PresentationModel).lookAt(1);
  expect(notes.text.value).toBe("Ask about Io");
  notes.write("Ask about");
  notes.write("Ask about Europa");
  lesson.model(PresentationModel).lookAt(2);
  notes.write("Break");
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([
    "GET /api/items/moons/notes",
    'PUT /api/items/moons/notes {"page":1,"text":"Ask about Europa"}',
    'PUT /api/items/moons/notes {"page":2,"text":"Break"}',
  ]);
});
