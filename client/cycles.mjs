// Fails when files of src import each other in a circle, be it only for types: `npm run check` calls it. Such files can be
// understood and changed only together; what both need belongs into a third one.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"|import\.meta\.glob(?:<[^>]*>+)?\(\s*"(\.[^"]+)"/g;

/**
 * The files that each file imports; those that are loaded later or found by a glob count, too.
 * @param {Map<string, string>} sources each file's text by its path, with "/" between folders
 * @returns {Map<string, string[]>}
 */
export function importsOf(sources) {
  const files = [...sources.keys()];
  return new Map(
    files.map((file) => {
      const wanted = [...sources.get(file).matchAll(IMPORT)].flatMap(([, one, glob]) => {
        const path = join(dirname(file), one ?? glob).replaceAll("\\", "/");
        const pattern = path.replace(/[.+^$(){}|[\]]/g, "\\$&").replaceAll("*", "[^/]*");
        const matches = new RegExp(`^${pattern}(\\.tsx?|/index\\.tsx?)?$`);
        return files.filter((other) => other !== file && matches.test(other));
      });
      return [file, [...new Set(wanted)]];
    }),
  );
}

/**
 * Each circle that a walk through all imports comes upon, as the files on it.
 * @param {Map<string, string[]>} imports
 * @returns {string[][]}
 */
export function findCycles(imports) {
  const cycles = [];
  const done = new Set();
  const path = [];
  const visit = (file) => {
    if (path.includes(file)) return void cycles.push(path.slice(path.indexOf(file)));
    if (done.has(file)) return;
    path.push(file);
    for (const next of imports.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return cycles;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(dirname(argv[1]), "src");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const sources = new Map(
    names.map((name) => [relative(".", name).split(sep).join("/"), readFileSync(join(root, name), "utf8")]),
  );
  const cycles = findCycles(importsOf(sources));
  for (const cycle of cycles) console.error(`src imports in a circle: ${[...cycle, cycle[0]].join(" → ")}`);
  if (cycles.length > 0) exit(1);
}
