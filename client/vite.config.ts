// Builds into dist what the server embeds: hashed files under /assets/, found by way of the manifest.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Rolldown } from "vite";
import { defineConfig } from "vitest/config";
import type { VitestPluginContext } from "vitest/node";
import { filled } from "./filled.ts";

// Beside each text file its compressed forms: compressed once here, instead of by the server for each visitor.
const compressed = {
  name: "compressed",
  apply: "build" as const,
  writeBundle({ dir }: { dir?: string }) {
    const names = readdirSync(dir!, { recursive: true, encoding: "utf8" });
    for (const name of names.filter((name) => /\.(js|css|svg|wasm)$/.test(name))) {
      const file = join(dir!, name);
      const text = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(text));
      writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
    }
  },
};

// What PDF.js loads while it reads a file: decoders of scanned pages, the tables of East Asian fonts, and the fonts that every PDF
// may expect. It asks for them by their own names, so the folder has the version in its name: browsers keep all assets for good.
const pdfParts = {
  name: "pdf-parts",
  apply: "build" as const,
  generateBundle(this: Rolldown.PluginContext) {
    const library = resolve(import.meta.dirname, "node_modules/pdfjs-dist");
    const { version } = JSON.parse(readFileSync(join(library, "package.json"), "utf8")) as { version: string };
    for (const folder of ["wasm", "cmaps", "standard_fonts"]) {
      // The interpreter of scripts within a file is not for us.
      for (const name of readdirSync(join(library, folder)).filter((name) => !name.startsWith("quickjs"))) {
        const source = readFileSync(join(library, folder, name));
        this.emitFile({ type: "asset", fileName: `pdfjs-${version}/${folder}/${name}`, source });
      }
    }
  },
};

// The model that tells a person from the background: loaded by its own names, too. All browsers that have WebRTC's current form
// have WebAssembly with SIMD, so the slower form stays out.
const segmentationParts = {
  name: "segmentation-parts",
  apply: "build" as const,
  generateBundle(this: Rolldown.PluginContext) {
    const library = resolve(import.meta.dirname, "node_modules/@mediapipe/selfie_segmentation");
    const { version } = JSON.parse(readFileSync(join(library, "package.json"), "utf8")) as { version: string };
    const wanted = /^selfie_segmentation(\.js|\.binarypb|_landscape\.tflite|_solution_simd_wasm_bin\.(js|wasm))$/;
    for (const name of readdirSync(library).filter((name) => wanted.test(name))) {
      const source = readFileSync(join(library, name));
      this.emitFile({ type: "asset", fileName: `segmentation-${version}/${name}`, source });
    }
  },
};

// Texts as modules, a language each: lesson.ftl with all files of the folder lesson/. What a language lacks, it says in English.
const texts = {
  name: "texts",
  enforce: "pre" as const,
  load(id: string) {
    const texts = textsOf(id);
    return texts === undefined ? undefined : { code: `export default ${JSON.stringify(texts)};`, map: null };
  },
  // Vitest keeps what it has transformed, and would see only a change of lesson.ftl itself.
  configureVitest: ({ defineCacheKeyGenerator }: VitestPluginContext) =>
    defineCacheKeyGenerator(({ id }) => textsOf(id)),
};

/** The texts of a language, whose module is its lesson.ftl; nothing for any other module. */
function textsOf(id: string): string | undefined {
  const file = id.split("?")[0]!;
  if (!file.endsWith("/lesson.ftl")) return undefined;
  const folder = dirname(file);
  return filled(lessonTexts(folder), lessonTexts(resolve(folder, "../en")));
}

function lessonTexts(language: string): string {
  const parts = readdirSync(join(language, "lesson"));
  const files = ["lesson.ftl", ...parts.map((part) => join("lesson", part))];
  return files.map((file) => readFileSync(join(language, file), "utf8")).join("\n");
}

export default defineConfig({
  plugins: [texts, pdfParts, segmentationParts, compressed],
  base: "/assets/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    assetsDir: "",
    // The Content-Security-Policy allows no data: URLs for fonts.
    assetsInlineLimit: 0,
    manifest: true,
    target: "es2022",
    // three is one large file by nature, and is loaded only by the room in 3D.
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: ["src/room.tsx", "src/pages.ts", "src/docs.ts"] },
  },
  worker: { format: "es" },
  // Files share workers: starting one for each takes longer than all tests.
  test: { include: ["test/**/*.test.ts"], environment: "node", isolate: false, setupFiles: ["test/setup.ts"] },
});
