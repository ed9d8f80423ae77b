import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, it } from "vitest";
import { scaleToFit, troubleOf, type PdfTrouble } from "../src/pdf/options";

const END = "trailer << /Size 4 /Root 1 0 R EXTRA >>\n%%EOF\n";
const PAGE = "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >> endobj\n";
const whole = (extra = "") =>
  `%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n${PAGE}${END.replace("EXTRA", extra)}`;
const HEX = "00".repeat(32);
const LOCKED = `/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${HEX}> /U <${HEX}> >>`;

async function troubleWith(text: string): Promise<PdfTrouble | undefined> {
  const loading = getDocument({ data: new TextEncoder().encode(text), verbosity: 0 });
  try {
    await loading.promise;
    return undefined;
  } catch (error) {
    return troubleOf(error);
  } finally {
    await loading.destroy();
  }
}

it("each way in which a PDF cannot be read has its word", async () => {
  expect(await troubleWith(whole())).toBeUndefined();
  expect(await troubleWith(whole(LOCKED))).toBe("password");
  for (const broken of ["", "PK\x03\x04 and no more", "%PDF-1.7 and no more", "hello"]) {
    expect(await troubleWith(broken)).toBe("broken");
  }
});

describe("a page is drawn", () => {
  it("as large as its box, and never larger than a phone's memory allows", () => {
    expect(scaleToFit({ width: 400, height: 300 }, { width: 800, height: 800 })).toBe(2);
    expect(scaleToFit({ width: 300, height: 400 }, { width: 800, height: 800 })).toBe(2);
    for (const page of [
      { width: 14400, height: 14400 },
      { width: 1, height: 14400 },
      { width: 14400, height: 1 },
    ]) {
      const scale = scaleToFit(page, { width: 99_999, height: Infinity });
      expect(Math.max(page.width, page.height) * scale).toBeLessThanOrEqual(2400);
    }
  });
});
