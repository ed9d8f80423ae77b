import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchEnds, RangeTransport, readByRanges } from "../src/pdf/ranges";

const MEGABYTE = 1024 * 1024;
/** What two seconds bring on 10 Mbit/s. */
const TWO_SECONDS = 2.5e6;

/** A file of which only what is not zero is in memory. */
class Sparse {
  length = 0;
  private readonly parts: { at: number; bytes: Uint8Array }[] = [];

  write(text: string): number {
    const at = this.length;
    this.parts.push({ at, bytes: new TextEncoder().encode(text) });
    this.length += text.length;
    return at;
  }
  zeros(count: number): void {
    this.length += count;
  }
  read(begin: number, end: number): Uint8Array<ArrayBuffer> {
    const read = new Uint8Array(end - begin);
    for (const { at, bytes } of this.parts) {
      const from = Math.max(begin, at);
      const to = Math.min(end, at + bytes.length);
      if (from < to) read.set(bytes.subarray(from - at, to - at), from - begin);
    }
    return read;
  }
}

/**
 * A scanned book of 200 MB: 40 pages with a picture of 5 MB each, but for the first, which has 1 MB.
 * @param linearized with the first page's objects and a table of them at the beginning (ISO 32000-1, Annex F)
 */
function book(linearized: boolean): Sparse {
  const [PAGES, ACROSS] = [40, 1024];
  const file = new Sparse();
  const places: number[] = [];
  const begin = (number: number) => (places[number] = file.length);
  const object = (number: number, body: string) => {
    begin(number);
    file.write(`${number} 0 obj\n${body}\nendobj\n`);
  };
  const pageOf = (i: number) => 3 + 3 * i;
  const page = (i: number) => {
    const down = (i === 0 ? 1 : 5) * ACROSS;
    const number = pageOf(i);
    const look = `/MediaBox [0 0 600 800] /Resources << /XObject << /Scan ${number + 2} 0 R >> >>`;
    object(number, `<< /Type /Page /Parent 2 0 R ${look} /Contents ${number + 1} 0 R >>`);
    const drawn = "600 0 0 800 0 0 cm /Scan Do";
    object(number + 1, `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
    begin(number + 2);
    const size = `/Width ${ACROSS} /Height ${down} /ColorSpace /DeviceGray /BitsPerComponent 8`;
    file.write(`${number + 2} 0 obj\n<< /Type /XObject /Subtype /Image ${size} /Length ${ACROSS * down} >>\nstream\n`);
    file.zeros(ACROSS * down);
    file.write("\nendstream\nendobj\n");
  };
  const catalogue = () => object(1, "<< /Type /Catalog /Pages 2 0 R >>");
  const tree = () => {
    const kids = Array.from({ length: PAGES }, (_, i) => `${pageOf(i)} 0 R`).join(" ");
    object(2, `<< /Type /Pages /Count ${PAGES} /Kids [${kids}] >>`);
  };
  const row = (number: number) => `${String(places[number] ?? 0).padStart(10, "0")} 00000 n \n`;
  const count = pageOf(PAGES);
  const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i)).join("");

  file.write("%PDF-1.5\n");
  if (!linearized) {
    catalogue();
    tree();
    for (let i = 0; i < PAGES; i++) page(i);
    const table = file.write(`xref\n0 ${count}\n0000000000 65535 f \n${rows(1, count)}`);
    file.write(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
    return file;
  }
  // What is told at the beginning is known at the end: there is room for it.
  const HEAD = 1024;
  const head = file.length;
  file.zeros(HEAD);
  catalogue();
  tree();
  page(0);
  const firstEnds = file.length;
  for (let i = 1; i < PAGES; i++) page(i);
  const table = file.write(`xref\n0 1\n0000000000 65535 f \n${pageOf(1)} ${count - pageOf(1)}\n`);
  file.write(`${rows(pageOf(1), count)}trailer\n<< /Size ${count + 1} >>\nstartxref\n${head}\n%%EOF\n`);
  const hints = `/O ${pageOf(0)} /E ${firstEnds} /N ${PAGES} /T ${table} /H [ ${firstEnds} 10 ]`;
  const told = `${count} 0 obj\n<< /Linearized 1 /L ${file.length} ${hints} >>\nendobj\n`;
  const first = `xref\n1 ${pageOf(1) - 1}\n${rows(1, pageOf(1))}`;
  const begun = `${told}${first}trailer\n<< /Size ${count + 1} /Root 1 0 R /Prev ${table} >>\nstartxref\n0\n%%EOF\n`;
  const end = file.length;
  file.length = head;
  file.write(begun.padEnd(HEAD));
  file.length = end;
  return file;
}

/** A server with this file, and what was fetched of it. */
function serve(file: Sparse, fails: () => boolean = () => false) {
  const fetched = { bytes: 0, requests: 0 };
  vi.stubGlobal("fetch", async (_: string, { headers }: { headers: Record<string, string> }) => {
    fetched.requests++;
    if (fails()) throw new TypeError("the network is gone");
    const [from, to] = headers.range!.replace("bytes=", "").split("-");
    const begin = from === "" ? file.length - Number(to) : Number(from);
    const end = from === "" ? file.length : Math.min(Number(to) + 1, file.length);
    const bytes = file.read(begin, end);
    fetched.bytes += bytes.length;
    const range = `bytes ${begin}-${end - 1}/${file.length}`;
    return new Response(bytes, { status: 206, headers: { "content-range": range } });
  });
  return fetched;
}

async function open() {
  const ends = await fetchEnds("/files/book.pdf", new AbortController().signal);
  const range = new RangeTransport("/files/book.pdf", ends, () => {});
  return getDocument({ range, ...readByRanges, verbosity: 0 });
}

afterEach(() => vi.unstubAllGlobals());

describe.each([false, true])("of a book of 200 MB, linearized: %s", (linearized) => {
  it("the first page is read after what two seconds bring on 10 Mbit/s", async () => {
    const file = book(linearized);
    expect(file.length).toBeGreaterThan(195 * MEGABYTE);
    const fetched = serve(file);
    const loading = await open();
    const pdf = await loading.promise;
    expect(pdf.numPages).toBe(40);
    const list = await (await pdf.getPage(1)).getOperatorList();
    expect(list.fnArray.length).toBeGreaterThan(1);
    expect(fetched.bytes).toBeLessThan(TWO_SECONDS);
    // One for each page's entry, at once; each of the others waits for the one before.
    expect(fetched.requests).toBeLessThan(40 + 14);
    const before = fetched.bytes;
    await (await pdf.getPage(30)).getOperatorList();
    expect(fetched.bytes - before).toBeLessThan(5.5 * MEGABYTE);
    await loading.destroy();
  });
});

it("a part that the network has lost is asked for again", async () => {
  let failures = 2;
  serve(book(false), () => failures-- > 0);
  vi.useFakeTimers();
  const ends = fetchEnds("/files/book.pdf", new AbortController().signal);
  await vi.advanceTimersByTimeAsync(2500);
  expect((await ends).first.length).toBe((await ends).last.length);
  vi.useRealTimers();
});
