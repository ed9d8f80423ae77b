// The presentation on the screen: its file, open once for all who draw it, and which of its pages this person looks at.
import { computed, effect, signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { Screen } from "../net/protocol.gen";
import type { PdfFile } from "../pdf/file";
import type { PdfTrouble } from "../pdf/options";
import { ScreenModel } from "./model";

/** Opens a file. @throws an error with its `trouble` */
export type OpenPdf = (url: string) => Promise<{ file: PdfFile; pages: number }>;

/** The library is large, and wanted by few lessons. */
const openPdf: OpenPdf = async (url) => {
  const { PdfFile } = await import("../pdf/file");
  const file = new PdfFile(url);
  try {
    return { file, pages: await file.opened };
  } catch (error) {
    file.close();
    throw error;
  }
};

export class PresentationModel {
  /** Nothing while it is loaded, and for other slides. */
  readonly opened = signal<{ file: PdfFile; pages: number } | undefined>(undefined);
  readonly trouble = signal<PdfTrouble | undefined>(undefined);
  /** The page that this person has turned to for themselves; nothing while they follow the teacher. */
  readonly ownPage = signal<number | undefined>(undefined);

  /** The page to which the teacher has turned, from 0. */
  readonly teachersPage = computed(() => this.within(this.screen.shown.value?.pdfPage ?? 0));
  /** The page that this person sees. */
  readonly page = computed(() => this.within(this.ownPage.value ?? this.teachersPage.value));

  private readonly screen: ScreenModel;
  private item: string | undefined;
  private url: string | undefined;

  constructor(
    lesson: Lesson,
    private readonly open = openPdf,
  ) {
    this.screen = lesson.model(ScreenModel);
    effect(() => this.follow(this.screen.shown.value));
  }

  readonly lookAt = (page: number) => {
    this.ownPage.value = this.within(page);
  };

  readonly backToTeacher = () => {
    this.ownPage.value = undefined;
  };

  private within(page: number): number {
    const last = (this.opened.value?.pages ?? Infinity) - 1;
    return Math.max(0, Math.min(page, last));
  }

  private follow(screen: Screen | undefined): void {
    if (screen?.itemId !== this.item) this.ownPage.value = undefined;
    this.item = screen?.itemId;
    const url = screen?.slide.kind === "presentation" ? screen.slide.url : undefined;
    if (url === this.url) return;
    this.url = url;
    this.opened.peek()?.file.close();
    this.opened.value = this.trouble.value = undefined;
    if (!url) return;
    this.open(url).then(
      (opened) => {
        // The teacher may have gone on meanwhile.
        if (this.url === url) this.opened.value = opened;
        else opened.file.close();
      },
      (error: { trouble?: PdfTrouble }) => {
        if (this.url === url) this.trouble.value = error.trouble ?? "lost";
      },
    );
  }
}
