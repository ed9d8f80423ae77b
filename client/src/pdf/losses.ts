// PDF.js draws a page without the pictures and the letters that it cannot read, and tells only the console. Its worker's messages say
// which these were: an object of a page, or one that several pages share, without its content.

interface Message {
  action?: string;
  data?: unknown;
}

/** Listens to the library's worker. `on(page)` tells whether something of this page, counted from 1, could not be read. */
export function watchLosses(worker: Pick<Worker, "addEventListener">): { on(page: number): boolean } {
  const pages = new Set<number>();
  let shared = false;
  worker.addEventListener("message", (event) => {
    const { action, data } = (event as MessageEvent<Message>).data;
    if (!Array.isArray(data)) return;
    if (action === "obj") {
      const [, page, kind, content] = data as [string, number, string, unknown];
      if (kind === "Image" && content === null) pages.add(page + 1);
    } else if (action === "commonobj") {
      const [, kind, content] = data as [string, string, object | null];
      // Nothing tells which pages have it.
      if (kind === "Image" ? content === null : kind === "Font" && content !== null && "error" in content)
        shared = true;
    }
  });
  return { on: (page) => shared || pages.has(page) };
}
