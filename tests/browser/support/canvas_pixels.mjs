// What a 3D picture shows, by its pixels: a ring around somebody's head is there only while they are heard, and a badge once its
// picture has come. Pictures of the page are looked at, as people see it: in a room in which nothing moves, nothing is drawn anew.

/** Of client/src/room3d/halo.ts. */
const RING = [0x1f, 0x9d, 0x6b];

/**
 * Looks until so many pixels of a colour are seen, and has that picture as PNG; or until there were not in so many pictures:
 * nothing then.
 * @param {number[]} colour red, green and blue
 * @param {object} [how] `off`: by how much the three together may differ; `on`: the canvas
 */
export async function showsColour(
  person,
  colour,
  { least = 40, off = 30, frames = Infinity, on = ".world canvas" } = {},
) {
  const canvas = person.page.locator(on);
  await canvas.waitFor();
  for (let seen = 0; seen < frames; seen++) {
    const png = await canvas.screenshot();
    if ((await count(person, png, colour, off)) >= least) return png;
  }
  return undefined;
}

function count({ page }, png, colour, off) {
  return page.evaluate(
    async ({ base64, colour, off }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      pen.drawImage(picture, 0, 0);
      const { data } = pen.getImageData(0, 0, picture.width, picture.height);
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (colour.reduce((sum, part, i) => sum + Math.abs(data[at + i] - part), 0) < off) found++;
      }
      return found;
    },
    { base64: png.toString("base64"), colour, off },
  );
}

export const showsSpeakingRing = (person, how) => showsColour(person, RING, how);

/** How often something is drawn into a 3D picture in so many frames. */
export function countDrawCalls({ page }, frames) {
  return page.evaluate(async (frames) => {
    const all = WebGL2RenderingContext.prototype;
    const { drawElements } = all;
    let drawn = 0;
    all.drawElements = function (...what) {
      drawn++;
      return drawElements.apply(this, what);
    };
    for (let seen = 0; seen < frames; seen++) await new Promise(requestAnimationFrame);
    all.drawElements = drawElements;
    return drawn;
  }, frames);
}

/** Runs in the page: remembers the words that are painted from now on. */
export function recordPaintedWords() {
  globalThis.paintedWords = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (words, ...where) {
    globalThis.paintedWords.push(words);
    return fillText.call(this, words, ...where);
  };
}
