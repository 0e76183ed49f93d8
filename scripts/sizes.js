// Measures what a program carries that imports from the library, bundled and minified for a browser, and writes the table
// to docs/library.md: `npm run sizes`. What is loaded when it is first needed is counted apart.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";

const root = resolve(import.meta.dirname, "..");
const page = join(root, "docs/library.md");

/** @type {readonly [names: string, entry: string][]} */
export const imports = [
  ["dice", "softdice"],
  ["diceOptimum", "softdice"],
  ["marginalOf", "softdice"],
  ["consensus", "softdice"],
  ["agreement", "softdice"],
  ["compareLosses", "softdice"],
  ["evaluate", "softdice"],
  ["descend", "softdice"],
  ["*", "softdice"],
  ["readVolumes", "softdice/formats"],
  ["*", "softdice/formats"],
  ["readStudy", "softdice/dicom"],
  ["*", "softdice/dicom"],
  ["*", "softdice/study"],
];

/**
 * Bytes of a bundle that imports these names, and its text.
 * @param {string} names @param {string} entry
 */
export async function measure(names, entry) {
  const from = `from ${JSON.stringify(entry)}`;
  const contents =
    names === "*"
      ? `import * as all ${from}; globalThis.kept = all;`
      : `import { ${names} } ${from}; globalThis.kept = [${names}];`;
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    ...{ bundle: true, minify: true, splitting: true, format: "esm", platform: "browser" },
    ...{ outdir: join(root, "dist/sizes"), write: false, metafile: true, logLevel: "error" },
  });
  const bytesOf = new Map(outputFiles.map(({ path, contents: bytes }) => [path, bytes]));
  const outputs = Object.entries(metafile.outputs);
  const atStart = new Set(
    outputs.filter(([, { entryPoint }]) => entryPoint === "<stdin>").map(([path]) => path),
  );
  for (const path of atStart) {
    for (const { path: other, kind } of metafile.outputs[path].imports)
      if (kind === "import-statement") atStart.add(other);
  }
  /** @param {boolean} isAtStart */
  const parts = (isAtStart) =>
    outputs
      .filter(([path]) => atStart.has(path) === isAtStart)
      .map(([path]) => bytesOf.get(resolve(path)) ?? new Uint8Array());
  /** @param {Uint8Array[]} bytes */
  const total = (bytes) => bytes.reduce((sum, { length }) => sum + length, 0);
  return {
    minified: total(parts(true)),
    gzipped: total(parts(true).map((bytes) => gzipSync(bytes, { level: 9 }))),
    later: total(parts(false)),
    text: outputFiles.map(({ text }) => text).join("\n"),
  };
}

/** @param {number} bytes */
export const inKb = (bytes) =>
  bytes < 10_000 ? (bytes / 1000).toFixed(1) : String(Math.round(bytes / 1000));

async function table() {
  const rows = [];
  for (const [names, entry] of imports) {
    const { minified, gzipped, later } = await measure(names, entry);
    const what = names === "*" ? "everything" : `\`${names}\``;
    rows.push(
      `| ${what} of \`${entry}\` | ${inKb(minified)} | ${inKb(gzipped)} | ${later > 0 ? inKb(later) : "–"} |`,
    );
  }
  return [
    "| imported | kB minified | kB gzipped | kB loaded when needed |",
    "| --- | ---: | ---: | ---: |",
    ...rows,
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = readFileSync(page, "utf8");
  const [start, end] = ["<!-- sizes: npm run sizes -->", "<!-- end of sizes -->"];
  const [head, tail] = [text.slice(0, text.indexOf(start)), text.slice(text.indexOf(end))];
  const written = `${head}${start}\n\n${(await table()).join("\n")}\n\n${tail}`;
  writeFileSync(page, await format(written, { ...(await resolveConfig(page)), filepath: page }));
}
