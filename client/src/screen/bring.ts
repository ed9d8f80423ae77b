// Brings files to the lesson and shows them: by choice, drop or paste.
import { signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { askApi, uploadFile } from "../net/api";
import type { PdfTrouble } from "../pdf/options";
import { t } from "../texts";
import { ScreenModel } from "./model";
import { troubleInWords } from "./trouble";

/** A file up to this size is looked at before it is sent, in bytes: its pages are read from memory. */
const READ_BEFORE = 64 * 1024 * 1024;

/** What a file picker offers. */
export const ACCEPTED = "application/pdf,image/jpeg,image/png,image/webp,image/gif,video/mp4,video/webm";

/** A file on its way. */
export interface Bringing {
  name: string;
  /** How much of it has been sent, from 0 to 1. */
  part: number;
}

export class BringModel {
  readonly bringing = signal<Bringing | undefined>(undefined);

  constructor(private readonly lesson: Lesson) {}

  /** Uploads files one after the other, and shows the first. A notice says what is refused. */
  async bring(files: readonly File[]): Promise<void> {
    if (!this.lesson.teaches.value || this.bringing.value || files.length === 0) return;
    let first: number | undefined;
    for (const file of files) {
      this.bringing.value = { name: file.name, part: 0 };
      try {
        const page = await this.one(file);
        first ??= page;
      } catch (error) {
        this.lesson.notify(t("bring-refused", { name: file.name, why: (error as Error).message }));
        break;
      }
    }
    this.bringing.value = undefined;
    if (first !== undefined) await this.lesson.model(ScreenModel).turn(first);
  }

  /** @returns its page of the screen. @throws why it was refused, in a sentence */
  private async one(file: File): Promise<number> {
    const trouble = await inspect(file);
    if (trouble) throw new Error(troubleInWords(trouble));
    const [media] = await uploadFile<[{ id: string }]>("/api/upload", file, (part) => {
      this.bringing.value = { name: file.name, part };
    });
    const items = `/api/sessions/${this.lesson.session.value.id}/items`;
    return (await askApi<{ page: number }>("POST", items, { media: media.id })).page;
  }
}

/** Why a PDF could not be shown: better known before it is sent. */
async function inspect(file: File): Promise<PdfTrouble | undefined> {
  if (file.type !== "application/pdf" || file.size > READ_BEFORE) return undefined;
  const { PdfError, PdfFile } = await import("../pdf/file");
  const read = new PdfFile(new Uint8Array(await file.arrayBuffer()));
  try {
    await read.opened;
    return undefined;
  } catch (error) {
    return error instanceof PdfError ? error.trouble : "broken";
  } finally {
    read.close();
  }
}
