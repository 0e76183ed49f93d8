// Changes one operator at a time in the code that assembles the figures, and says which changes no test notices:
//   node scripts/mutate.js [part of a file's name …]
// It rewrites source files while it runs: use it on a copy or a clean checkout.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const FILES = [
  "src/raters/summary.ts",
  "src/raters/study.ts",
  "src/raters/study/observers.ts",
  "src/raters/study/limits.ts",
  "src/raters/warnings.ts",
  "src/raters/majority.ts",
  "src/raters/unbiased.ts",
  "src/raters/agreement/rows.ts",
  "src/raters/agreement/overlap.ts",
  "src/raters/agreement/leaveOneOut.ts",
  "src/raters/agreement/volumes.ts",
  "src/raters/agreement/measuredSurfaces.ts",
  "src/raters/agreement/disagreement.ts",
  "src/paper/goldAtlas/volumes.ts",
  "src/paper/goldAtlas/volumeTable.ts",
];
const TESTS = [
  "test/raters/assembly",
  "test/raters/warnings",
  "test/raters/study",
  "test/paper/goldAtlas/volumeTable",
];

/** An operator, and what it becomes. */
const CHANGES = [
  [" + ", " - "],
  [" - ", " + "],
  [" * ", " / "],
  [" / ", " * "],
  [" > ", " >= "],
  [" < ", " <= "],
  [" >= ", " > "],
  [" === ", " !== "],
  [" && ", " || "],
  [" ** 2", " ** 1"],
  ["100 *", "10 *"],
  ["Math.max", "Math.min"],
  ["Math.min", "Math.max"],
  ["0.5", "0.6"],
];

/**
 * @param {string} text of a source file
 * @returns {{ n: number, line: string, changed: string }[]} lines by number from 0, and what they become
 */
function mutants(text) {
  let isComment = false;
  return text.split("\n").flatMap((line, n) => {
    if (line.trim().startsWith("/*")) isComment = true;
    const skips =
      isComment ||
      /^\s*(?:\/\/|\*|import |export type|readonly )/u.test(line) ||
      /^\s*["`'].*["`'] ?\+?,?$/u.test(line);
    if (line.includes("*/")) isComment = false;
    if (skips) return [];
    return CHANGES.filter(([from]) => line.includes(from)).map(([from, to]) => ({
      n,
      line,
      changed: line.replace(from, to),
    }));
  });
}

const wanted = process.argv.slice(2);
const survivors = [];
let total = 0;
for (const file of FILES.filter(
  (name) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
)) {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  try {
    for (const { n, line, changed } of mutants(text)) {
      writeFileSync(file, lines.map((old, i) => (i === n ? changed : old)).join("\n"));
      const run = spawnSync(
        "npx",
        ["vitest", "run", "--project", "node", "--bail=1", "--maxWorkers=1", ...TESTS],
        { encoding: "utf8" },
      );
      total += 1;
      if (run.status !== 0) continue;
      survivors.push(`${file}:${n + 1}: ${line.trim()}  →  ${changed.trim()}`);
      console.log(`not noticed: ${survivors.at(-1)}`);
    }
  } finally {
    writeFileSync(file, text);
  }
  console.log(`${file}: ${total} changes so far, ${survivors.length} not noticed`);
}
process.exitCode = survivors.length > 0 ? 1 : 0;
