// What a 3D picture shows, by its pixels, frame after frame: a ring around somebody's head is there only while they are heard,
// and a badge once its picture has come.

/** Of client/src/room3d/halo.ts. */
const RING = [0x1f, 0x9d, 0x6b];

/**
 * Looks until so many pixels of a colour are drawn, and has that picture as PNG; or until there were not for so many frames:
 * nothing then.
 * @param {number[]} colour red, green and blue
 * @param {object} [how] `off`: by how much the three together may differ; `on`: the canvas
 */
export async function painted(person, colour, { least = 40, off = 30, frames = Infinity, on = ".world canvas" } = {}) {
  await person.page.locator(on).waitFor();
  const picture = await person.page.evaluate(
    async ({ colour, least, off, frames, on }) => {
      const canvas = document.querySelector(on);
      const pen = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      for (let seen = 0; seen < frames;) {
        // What was drawn in a frame can be read in that frame only.
        await new Promise(requestAnimationFrame);
        pen.clearRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(canvas, 0, 0);
        const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
        let [drawn, found] = [false, 0];
        for (let at = 0; at < data.length; at += 4) {
          drawn ||= data[at + 3] > 0;
          const differs = colour.reduce((sum, part, i) => sum + Math.abs(data[at + i] - part), 0);
          if (data[at + 3] > 0 && differs < off && ++found >= least) {
            const png = new Uint8Array(await (await pen.canvas.convertToBlob()).arrayBuffer());
            return png.reduce((text, byte) => text + String.fromCharCode(byte), "");
          }
        }
        if (drawn) seen++;
      }
      return undefined;
    },
    { colour, least, off, frames, on },
  );
  return picture && Buffer.from(picture, "latin1");
}

export const ringed = (person, how) => painted(person, RING, how);
