// Whether the 3D room shows a ring around somebody's head: by the pixels of its picture, frame after frame, since a ring is
// there only while its owner is heard.

/** Looks until a ring is drawn, and has that picture as PNG; or until none was for so many frames: nothing then. */
export async function ringed(person, { frames = Infinity } = {}) {
  const picture = await person.page.evaluate(async (frames) => {
    const canvas = document.querySelector(".world canvas");
    const pen = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    for (let seen = 0; seen < frames;) {
      // What was drawn in a frame can be read in that frame only.
      await new Promise(requestAnimationFrame);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(canvas, 0, 0);
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      if (data[3] === 0) continue;
      seen++;
      let green = 0;
      for (let at = 0; at < data.length; at += 4) {
        // The colour of client/src/room3d/halo.ts.
        const off = Math.abs(data[at] - 0x1f) + Math.abs(data[at + 1] - 0x9d) + Math.abs(data[at + 2] - 0x6b);
        if (off < 30 && ++green > 40) {
          const png = new Uint8Array(await (await pen.canvas.convertToBlob()).arrayBuffer());
          return png.reduce((text, byte) => text + String.fromCharCode(byte), "");
        }
      }
    }
    return undefined;
  }, frames);
  return picture && Buffer.from(picture, "latin1");
}
