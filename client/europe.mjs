// Makes src/board/europe.ts, the outlines of Europe's countries for the template of that name: `node europe.mjs`. Natural Earth's
// data is in the public domain.
import { readFileSync, writeFileSync } from "node:fs";
import { mesh } from "topojson-client";

const [WEST, EAST, SOUTH, NORTH] = [-25, 45, 33, 72];
/** Lines are thinned by this, in units of a page. */
const TOLERANCE = 14;
const UNITS = 16_384;
const HEIGHT = (UNITS * 9) / 16;

const world = JSON.parse(readFileSync(new URL("node_modules/world-atlas/countries-50m.json", import.meta.url), "utf8"));

/** A cone that touches at 52° north, as maps of Europe are drawn. */
const [MIDDLE, TOUCHES] = [12, 52];
const radians = (degrees) => (degrees * Math.PI) / 180;
const n = Math.sin(radians(TOUCHES));
function flat([longitude, latitude]) {
  const far = 1 / Math.tan(radians(TOUCHES)) - Math.tan(radians(latitude - TOUCHES));
  const turn = n * radians(longitude - MIDDLE);
  return [far * Math.sin(turn), far * Math.cos(turn)];
}
const [left] = flat([WEST, 48]);
const [right] = flat([EAST, 48]);
const [, top] = flat([MIDDLE, NORTH]);
const [, bottom] = flat([MIDDLE, SOUTH + 1]);
const scale = Math.min(UNITS / (right - left), HEIGHT / (bottom - top));
const toPage = (place) => {
  const [x, y] = flat(place);
  return [Math.round(UNITS / 2 + x * scale), Math.round((y - top) * scale)];
};

const inside = ([longitude, latitude]) => longitude > WEST && longitude < EAST && latitude > SOUTH && latitude < NORTH;

/** The parts of a line that lie in Europe. */
function parts(line) {
  const found = [[]];
  for (const place of line) {
    if (inside(place)) found.at(-1).push(toPage(place));
    else if (found.at(-1).length > 0) found.push([]);
  }
  return found.filter((part) => part.length > 1);
}

function thin(line) {
  if (line.length < 3) return line;
  const [a, b] = [line[0], line.at(-1)];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let [far, most] = [0, TOLERANCE];
  for (let i = 1; i + 1 < line.length; i++) {
    const [x, y] = line[i];
    const distance =
      length === 0
        ? Math.hypot(x - a[0], y - a[1])
        : Math.abs((b[0] - a[0]) * (a[1] - y) - (a[0] - x) * (b[1] - a[1])) / length;
    if (distance > most) [far, most] = [i, distance];
  }
  return far === 0 ? [a, b] : [...thin(line.slice(0, far + 1)), ...thin(line.slice(far)).slice(1)];
}

const lines = mesh(world, world.objects.countries).coordinates.flatMap(parts).map(thin);
const large = lines.filter((line) => {
  const [xs, ys] = [line.map(([x]) => x), line.map(([, y]) => y)];
  return Math.max(...xs) - Math.min(...xs) + Math.max(...ys) - Math.min(...ys) > 90;
});
// Each point as how far it is from the one before, in base 36.
const told = large.map((line) => {
  let [lastX, lastY] = [0, 0];
  return line
    .flatMap(([x, y]) => {
      const step = [(x - lastX).toString(36), (y - lastY).toString(36)];
      [lastX, lastY] = [x, y];
      return step;
    })
    .join(" ");
});
writeFileSync(
  new URL("src/board/europe.ts", import.meta.url),
  `// Made by europe.mjs from Natural Earth (public domain). Do not edit.\n\n// prettier-ignore\nexport const EUROPE = ${JSON.stringify(told.join(";"))};\n`,
);
console.log(
  large.length,
  "lines,",
  large.reduce((sum, { length }) => sum + length, 0),
  "points",
);
