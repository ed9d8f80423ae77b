// What of a PDF can be shown, and how large.

/** The most pages of a PDF that can be shown, as the server has it (src/protocol/screen.rs). */
export const MOST_PAGES = 1000;

/** Why a PDF cannot be shown. */
export type PdfTrouble = "password" | "broken" | "long" | "lost";

/** What an error of PDF.js means for people. */
export function troubleOf(error: unknown): PdfTrouble {
  switch ((error as Error | undefined)?.name) {
    case "PasswordException":
      return "password";
    default:
      return "broken";
  }
}

interface Size {
  width: number;
  height: number;
}

/** A canvas has at most so many pixels across or down, whatever the page is: a phone's memory is small. */
const LONGEST = 2400;

/** How much a page of this size is enlarged to fit into a box of so many pixels. */
export function scaleToFit({ width, height }: Size, box: Size): number {
  const [across, down] = [Math.min(LONGEST, Math.max(1, box.width)), Math.min(LONGEST, Math.max(1, box.height))];
  return Math.min(across / width, down / height);
}
