import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Lesson } from "../src/lesson/lesson";
import { BringModel } from "../src/screen/bring";
import { connecting, letIn } from "./support/lesson";
import { Wire } from "./support/wire";

let lesson: Lesson;
let asked: string[];
/** What the server answers to each upload, and how far a conversion is each time it is asked. */
let uploads: { status: number; body: unknown }[];
let conversion: object[];

class Upload {
  upload = { addEventListener: (_: string, told: (event: object) => void) => told({ loaded: 1, total: 2 }) };
  status = 0;
  responseText = "";
  private load = () => {};
  open(method: string, path: string): void {
    asked.push(`${method} ${path}`);
  }
  setRequestHeader(): void {}
  addEventListener(name: string, load: () => void): void {
    if (name === "load") this.load = load;
  }
  send(): void {
    const { status, body } = uploads.shift()!;
    [this.status, this.responseText] = [status, JSON.stringify(body)];
    setTimeout(this.load);
  }
}

beforeEach(async () => {
  lesson = connecting();
  [asked, uploads, conversion] = [[], [], []];
  vi.stubGlobal("XMLHttpRequest", Upload);
  vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body?: string }) => {
    asked.push(`${method} ${path.replace(lesson.session.value.id, "lesson")} ${body ?? ""}`.trim());
    return { ok: true, json: async () => (method === "GET" ? conversion.shift() : { itemId: "i", page: 3 }) };
  });
  await letIn();
  lesson.me.value = { ...lesson.me.value!, role: "teacher" };
});
afterEach(() => {
  lesson.end("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const file = (name: string) => new File(["x"], name);
const turned = () => Wire.last.sent.filter(({ event }) => event === "on.screenTurn").map(({ data }) => data);

it("a picture is uploaded, brought to the lesson and shown", async () => {
  uploads.push({ status: 201, body: [{ id: "m" }] });
  const model = lesson.model(BringModel);
  const parts: (number | undefined)[] = [];
  model.bringing.subscribe((bringing) => void parts.push(bringing?.part));
  const bringing = model.bring([file("etna.png")]);
  await vi.advanceTimersByTimeAsync(10);
  Wire.last.answer("on.screenTurn", {});
  await bringing;
  expect(asked).toEqual(["POST /api/upload", 'POST /api/sessions/lesson/items {"media":"m"}']);
  expect(turned()).toEqual([{ page: 3 }]);
  expect(parts).toEqual([undefined, 0, 0, 0.5, undefined]);
});

it("an office file is converted first, and the teacher sees how far it is", async () => {
  uploads.push({ status: 202, body: { id: "c", state: "waiting" } });
  conversion.push({ id: "c", state: "converting" }, { id: "c", state: "done", media: { id: "m" } });
  const model = lesson.model(BringModel);
  void model.bring([file("Moons.PPTX")]);
  await vi.advanceTimersByTimeAsync(10);
  expect(model.bringing.value?.state).toBe("waiting");
  await vi.advanceTimersByTimeAsync(1000);
  expect(model.bringing.value?.state).toBe("converting");
  await vi.advanceTimersByTimeAsync(1000);
  const items = 'POST /api/sessions/lesson/items {"media":"m"}';
  expect(asked).toEqual(["POST /api/office", "GET /api/office/c", "GET /api/office/c", items]);
  expect(turned()).toEqual([{ page: 3 }]);
});

it("a notice says why a file was refused, and those after it are not sent", async () => {
  uploads.push({ status: 202, body: { id: "c", state: "waiting" } });
  conversion.push({ id: "c", state: "failed", error: { code: "office_slow", details: "slow" } });
  const model = lesson.model(BringModel);
  void model.bring([file("Moons.odp"), file("etna.png")]);
  await vi.advanceTimersByTimeAsync(1100);
  expect(lesson.notice.value?.text).toBe("Moons.odp: Converting this file took too long. Save it as PDF first.");
  expect(asked).toEqual(["POST /api/office", "GET /api/office/c"]);
  expect(model.bringing.value).toBeUndefined();
});

it("a student brings nothing", async () => {
  lesson.me.value = { ...lesson.me.value!, role: "student" };
  await lesson.model(BringModel).bring([file("etna.png")]);
  expect(asked).toEqual([]);
});
