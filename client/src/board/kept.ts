// A whiteboard of a lesson that has ended, on the lesson's page: a picture of it, and files to download.
import type { BoardContent, Template } from "../net/protocol.gen";
import { pictureOf, saveAs, type Format, type Paper } from "./save";
import { Sheet } from "./sheet";
import { paperOf, pdfPicture, photoPicture, type SlidePicture } from "./slide";

/** The longest side of the picture on the page, in pixels. */
const SHOWN = 1600;

/** Draws what the figure's data names. */
export async function showKept(figure: HTMLElement): Promise<void> {
  const { board = "", title = "", file = title, failed = "" } = figure.dataset;
  const template = (figure.dataset.template ?? "plain") as Template;
  const state = figure.querySelector("[role=status]")!;
  const fail = (error: unknown) => {
    console.error(error);
    state.textContent = failed;
  };
  try {
    const paper = await load(board, await slideOf(figure.dataset), template);
    const canvas = await pictureOf(paper, template, SHOWN);
    canvas.role = "img";
    canvas.ariaLabel = title;
    figure.querySelector("[data-picture]")!.replaceChildren(canvas);
    for (const button of figure.querySelectorAll<HTMLButtonElement>("button[data-format]")) {
      const format = button.dataset.format as Format;
      button.addEventListener("click", () => void saveAs(format, paper, template, file).catch(fail));
    }
    figure.querySelector<HTMLElement>("[data-files]")!.hidden = false;
  } catch (error) {
    fail(error);
  }
}

async function load(path: string, slide: SlidePicture | undefined, template: Template): Promise<Paper> {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const sheet = new Sheet(0);
  sheet.load((await answer.json()) as BoardContent);
  return { sheet, ...paperOf(slide, template) };
}

/** What lies under the ink; a file that cannot be shown any more leaves the ink on plain paper. */
async function slideOf({ slide, kind, pdfPage = "0" }: DOMStringMap): Promise<SlidePicture | undefined> {
  if (!slide) return undefined;
  try {
    if (kind === "photo") return await photoPicture(slide);
    if (kind !== "presentation") return undefined;
    const { PdfFile } = await import("../pdf/file");
    const file = new PdfFile(slide);
    try {
      return await pdfPicture(file, Number(pdfPage), new AbortController().signal);
    } finally {
      file.close();
    }
  } catch (error) {
    console.error(error);
    return undefined;
  }
}
