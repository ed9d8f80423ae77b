// Fetches a file in parts, from its first byte on only what is asked for. A request for the whole file would have to be broken off: by then
// the network is full of what nobody wants yet.
//
// PDF.js looks at every page's entry before it shows the first, and those may lie far apart: so it asks for small parts. What it then reads
// in one go, such as a table of ten thousand objects, it would ask for in as many small parts, one after the other: so parts that
// follow one another are fetched ahead, twice as much each time.
import { PDFDataRangeTransport } from "pdfjs-dist/legacy/build/pdf.mjs";

/** PDF.js asks for multiples of this. */
const CHUNK = 4 * 1024;
/** How much is fetched at once of a file's beginning and of its end, where its table is. */
const ENDS = 64 * 1024;
/** How much is fetched ahead at first, and at most. */
const [AHEAD, MOST_AHEAD] = [16 * 1024, 512 * 1024];
/** So many blocks that were fetched are kept for what is asked next. */
const BLOCKS = 8;
/** A part that does not come is asked for again after these times, in ms. */
const RETRY_MS = [500, 2000, 5000];

/** How PDF.js reads: nothing is fetched before a page needs it, for 300 people at once would fetch the file. */
export const readByRanges = { disableAutoFetch: true, disableStream: true, rangeChunkSize: CHUNK } as const;

/** The ends of a file; the whole, if it is small. */
export interface Ends {
  first: Uint8Array;
  last: Uint8Array;
  /** How long the file is. */
  length: number;
}

/** @throws when it cannot be loaded */
export async function fetchEnds(url: string, signal: AbortSignal): Promise<Ends> {
  const [begins, ends] = await Promise.all([
    fetchRange(url, `0-${ENDS - 1}`, signal),
    fetchRange(url, `-${ENDS}`, signal),
  ]);
  const [first, last] = await Promise.all([bytesOf(begins), bytesOf(ends)]);
  const told = /\/(\d+)$/.exec(begins.headers.get("content-range") ?? "");
  return { first, last, length: told ? Number(told[1]) : first.length };
}

interface Block {
  begin: number;
  end: number;
  bytes: Promise<Uint8Array>;
}

/** Gives PDF.js the parts that it asks for. */
export class RangeTransport extends PDFDataRangeTransport {
  private readonly over = new AbortController();
  private blocks: Block[] = [];
  /** Where a part ended that was asked for, and how much was fetched ahead there. */
  private readonly ahead = new Map<number, number>();

  /** @param onLost is called when a part cannot be had */
  constructor(
    private readonly url: string,
    { first, last, length }: Ends,
    private readonly onLost: () => void,
  ) {
    super(length, first);
    this.keep({ begin: length - last.length, end: length, bytes: Promise.resolve(last) });
  }

  override requestDataRange(begin: number, end: number): void {
    const ahead = this.ahead.get(begin);
    this.ahead.delete(begin);
    const known = this.blocks.find((block) => block.begin <= begin && end <= block.end);
    const further = known ? (ahead ?? 0) : ahead === undefined ? 0 : Math.max(AHEAD, Math.min(MOST_AHEAD, 2 * ahead));
    this.ahead.set(end, further);
    const block = known ?? this.fetch(begin, Math.min(this.length, Math.max(end, begin + further)));
    block.bytes
      .then((bytes) => this.onDataRange(begin, bytes.slice(begin - block.begin, end - block.begin)))
      .catch(() => {
        if (!this.over.signal.aborted) this.onLost();
      });
  }

  override abort(): void {
    this.over.abort();
  }

  private fetch(begin: number, end: number): Block {
    const bytes = fetchRange(this.url, `${begin}-${end - 1}`, this.over.signal).then(bytesOf);
    return this.keep({ begin, end, bytes });
  }

  private keep(block: Block): Block {
    this.blocks = [block, ...this.blocks].slice(0, BLOCKS);
    return block;
  }
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  return new Uint8Array(await answer.arrayBuffer());
}

/** One range of bytes (RFC 9110, 14.2); asked for again where the network fails. */
async function fetchRange(url: string, range: string, signal: AbortSignal): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt >= RETRY_MS.length;
    try {
      const answer = await fetch(url, { headers: { range: `bytes=${range}` }, signal });
      if (answer.ok) return answer;
      if (answer.status < 500 || isLast) throw new NotThere();
    } catch (error) {
      if (signal.aborted || error instanceof NotThere || isLast) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS[attempt]));
  }
}

class NotThere extends Error {}
