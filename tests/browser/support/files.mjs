// Files that somebody has, made here, and the ways in which they come to a page.

/** A picture, painted by the browser itself. */
export function paintPicture(person, { width = 640, height = 420, words, type = "image/jpeg" }) {
  return person.page.evaluate(
    async ({ width, height, words, type }) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d");
      const sky = pen.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, "#1d2b53");
      sky.addColorStop(1, "#e8875a");
      pen.fillStyle = sky;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = "#2b1d0e";
      pen.beginPath();
      pen.moveTo(width * 0.1, height);
      pen.lineTo(width * 0.45, height * 0.35);
      pen.lineTo(width * 0.55, height * 0.35);
      pen.lineTo(width * 0.95, height);
      pen.fill();
      pen.fillStyle = "#ffca4b";
      pen.font = "bold 48px sans-serif";
      pen.fillText(words, 24, 64);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, type));
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    { width, height, words, type },
  );
}

/** A PDF with a page for each of these words, written by hand. */
export function makePdf(...pages) {
  return writePdf(pages);
}

/**
 * The same with more in it.
 * @param more `box` is the size of its pages, `catalogue` and `page` have further entries, and `trailer`, too
 */
export function writePdf(pages, { box = "0 0 480 320", catalogue = "", page = "", trailer = "" } = {}) {
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${4 + 2 * i} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...pages.flatMap((words, i) => {
      const stream = `BT /F1 48 Tf 60 180 Td (${words}) Tj ET`;
      const look = `/MediaBox [${box}] /Resources << /Font << /F1 3 0 R >> >> ${page}`;
      return [
        `<< /Type /Page /Parent 2 0 R ${look} /Contents ${5 + 2 * i} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  const end = `trailer\n<< /Size ${count} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 ${count}\n0000000000 65535 f \n${table}${end}`, "latin1");
}

/** Files that come by mouse or clipboard: `how` is "drop" or "paste". */
export function dropOrPaste(person, how, files) {
  return person.page.evaluate(
    ({ how, files }) => {
      const data = new DataTransfer();
      for (const { name, type, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
      const given = { bubbles: true, cancelable: true };
      const event =
        how === "drop"
          ? new DragEvent("drop", { ...given, dataTransfer: data })
          : new ClipboardEvent("paste", { ...given, clipboardData: data });
      document.querySelector("main").dispatchEvent(event);
    },
    { how, files },
  );
}
