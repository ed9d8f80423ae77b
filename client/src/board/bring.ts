// A picture that the teacher puts on a whiteboard: it goes the way of every file that a teacher brings.
import type { Lesson } from "../lesson/lesson";
import { refusal, t } from "../texts";
import type { BoardModel } from "./model";

/** As wide as a third of a page. */
const WIDTH = 5400;

interface Uploaded {
  url: string;
  width: number | null;
  height: number | null;
}

export async function bringPicture(
  lesson: Lesson,
  model: BoardModel,
  page: number,
  file: File,
  x: number,
  y: number,
): Promise<void> {
  const form = new FormData();
  form.append("files", file, file.name);
  try {
    const answer = await fetch("/api/upload", { method: "POST", body: form, headers: { accept: "application/json" } });
    if (!answer.ok) {
      const { error } = (await answer.json().catch(() => ({}))) as { error?: { code: string; details: string } };
      throw new Error(refusal(error?.code ?? "busy", error?.details ?? t("refusal-busy")));
    }
    const [{ url, width, height }] = (await answer.json()) as [Uploaded];
    const h = Math.round((WIDTH * (height ?? 3)) / (width ?? 4));
    const shape = { kind: "picture", w: WIDTH, h, file: url.slice(url.lastIndexOf("/") + 1) } as const;
    const place = { x: Math.round(x - WIDTH / 2), y: Math.round(y - h / 2), sx: 1000, sy: 1000 };
    model.draw(page, [{ op: "put", element: { id: model.freshId(), shape, place, style: { colour: 0, width: 0 } } }]);
  } catch (error) {
    lesson.notify(error instanceof TypeError ? t("refusal-offline") : (error as Error).message);
  }
}
