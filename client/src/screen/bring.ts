// Brings files to the lesson and shows them: by choice, drop or paste.
import { signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { askApi, uploadFile } from "../net/api";
import type { PdfTrouble } from "../pdf/options";
import { refusal, t } from "../texts";
import { ScreenModel } from "./model";
import { troubleInWords } from "./trouble";

/** A file up to this size is looked at before it is sent, in bytes: its pages are read from memory. */
const READ_BEFORE = 64 * 1024 * 1024;

/** The endings of office files, which the server converts to PDF. */
const OFFICE = [".pptx", ".ppt", ".odp", ".docx", ".odt", ".xlsx"];
/** How often it is asked how far that is. */
const ASK_MS = 1000;

/** What a file picker offers. */
export const ACCEPTED = [
  "application/pdf,image/jpeg,image/png,image/webp,image/gif,video/mp4,video/webm",
  ...OFFICE,
].join();

/** A file on its way. */
export interface Bringing {
  name: string;
  /** How much of it has been sent, from 0 to 1. */
  part: number;
  /** What goes on with it. */
  state: "uploading" | "waiting" | "converting";
}

interface Media {
  id: string;
}

/** How far an office file is. */
interface Conversion {
  id: string;
  state: "waiting" | "converting" | "done" | "failed";
  media?: Media;
  error?: { code: string; details: string };
}

export class BringModel {
  readonly bringing = signal<Bringing | undefined>(undefined);

  constructor(private readonly lesson: Lesson) {}

  /** Uploads files one after the other, and shows the first. A notice says what is refused. */
  async bring(files: readonly File[]): Promise<void> {
    if (!this.lesson.teaches.value || this.bringing.value || files.length === 0) return;
    let first: number | undefined;
    for (const file of files) {
      this.bringing.value = { name: file.name, part: 0, state: "uploading" };
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
    const media = isOffice(file) ? await this.convert(file) : (await this.upload<[Media]>("/api/upload", file))[0];
    const items = `/api/sessions/${this.lesson.session.value.id}/items`;
    return (await askApi<{ page: number }>("POST", items, { media: media.id })).page;
  }

  private upload<T>(path: string, file: File): Promise<T> {
    const { name } = file;
    this.bringing.value = { name, part: 0, state: "uploading" };
    return uploadFile<T>(path, file, (part) => (this.bringing.value = { name, part, state: "uploading" }));
  }

  /** Has the server make a PDF of an office file. @throws why it could not, in a sentence */
  private async convert(file: File): Promise<Media> {
    let conversion = await this.upload<Conversion>("/api/office", file);
    for (;;) {
      const { id, state, media, error } = conversion;
      if (media) return media;
      if (state !== "waiting" && state !== "converting") throw new Error(refusal(error!.code, error!.details));
      this.bringing.value = { name: file.name, part: 1, state };
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
      conversion = await askApi<Conversion>("GET", `/api/office/${id}`);
    }
  }
}

function isOffice({ name }: File): boolean {
  return OFFICE.some((ending) => name.toLowerCase().endsWith(ending));
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
