// How often the verdict on Table 1 (S) says that tables depart which do not: npm run bench:build, then
// node dist/bench/falseAlarms.js RUN…, with folders of softdice reproduce synthetic, each with a seed of its own.
//
// Prints the spread of single errors as src/paper/table1/spread.ts holds it, and the rates. A table of n samples a row is
// drawn from the runs' samples with replacement and compared with another of 1000, rounded to three decimals as the
// paper's is, and with the paper's own. Beside the rule in use, that of 3 standard errors of the sample itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../src/core/random.ts";
import { compareWithPaper } from "../src/paper/table1/compare.ts";
import { PUBLISHED_ITERATIONS, PUBLISHED_TABLE, type PublishedRow } from "../src/paper/table1/published.ts";
import type { TableRow } from "../src/paper/table1/table.ts";

const TABLES = 4000;
const SIZES = [5, 20, 50, 100, 200, 500, 1000];
const COLUMNS = 2 * PUBLISHED_ITERATIONS.length;

/** Errors by row of the paper's table, COLUMNS a sample. */
const pool = new Map<string, number[]>(
  PUBLISHED_TABLE.filter(({ experiment }) => experiment === "S").map(({ row }) => [row, []]),
);
for (const folder of process.argv.slice(2)) {
  const [, ...lines] = readFileSync(join(folder, "samples.csv"), "utf8").trim().split("\n");
  for (const line of lines) {
    const fields = line.split(",");
    pool.get(fields[1])?.push(...fields.slice(-COLUMNS).map(Number));
  }
}

for (const [row, errors] of pool) {
  const columns = Array.from({ length: COLUMNS }, (_, c) =>
    moments(errors.filter((_, i) => i % COLUMNS === c)),
  );
  const list = (of: (m: Moments) => number, digits: number): string =>
    columns.map((m) => Number(of(m).toPrecision(digits))).join(", ");
  console.log(
    `  "${row}": { deviations: [${list((m) => m.deviation, 3)}], skewnesses: [${list((m) => m.skewness, 2)}] },`,
  );
}
const samples = [...pool.values()][0].length / COLUMNS;
console.log(`\n${samples} samples a row\n`);
console.log(
  "| samples a row | drawn tables | the paper's table | 3 own standard errors, drawn | … the paper's |",
);
console.log("| --- | --- | --- | --- | --- |");
const random = new Random(1);
for (const n of SIZES) {
  const alarms = [0, 0, 0, 0];
  for (let table = 0; table < TABLES; table++) {
    const ours = draw(n);
    const drawn = draw(1000).map((row): PublishedRow => ({
      ...row,
      errors: row.errors.map((value) => Number(value.toFixed(3))),
    }));
    [drawn, PUBLISHED_TABLE].forEach((published, i) => {
      if (departs(ours, published)) alarms[i] += 1;
      if (departsByOwnErrors(ours, published)) alarms[2 + i] += 1;
    });
  }
  console.log(`| ${[n, ...alarms.map((count) => `${((100 * count) / TABLES).toFixed(2)} %`)].join(" | ")} |`);
}

/** A table of n samples a row, drawn with replacement. */
function draw(n: number): TableRow[] {
  return [...pool].map(([row, errors]) => {
    const sums = new Float64Array(COLUMNS);
    const squares = new Float64Array(COLUMNS);
    for (let k = 0; k < n; k++) {
      const start = COLUMNS * random.integer(errors.length / COLUMNS);
      for (let c = 0; c < COLUMNS; c++) {
        sums[c] += errors[start + c];
        squares[c] += errors[start + c] ** 2;
      }
    }
    const means = Array.from(sums, (sum) => sum / n);
    const standardErrors = means.map((mean, c) =>
      Math.sqrt(Math.max(0, squares[c] / n - mean ** 2) / (n - 1)),
    );
    return { experiment: "S", row, samples: n, errors: means, standardErrors };
  });
}

function departs(ours: readonly TableRow[], published: readonly PublishedRow[]): boolean {
  return compareWithPaper(ours, PUBLISHED_ITERATIONS, published).some(({ cells }) =>
    cells.some(({ agrees }) => agrees === false),
  );
}

function departsByOwnErrors(ours: readonly TableRow[], published: readonly PublishedRow[]): boolean {
  return ours.some(({ row, samples: n, errors, standardErrors }) => {
    const other = published.find(({ experiment, row: name }) => experiment === "S" && name === row);
    return errors.some((error, c) => {
      const combined = standardErrors[c] * Math.sqrt(1 + n / 1000);
      return Math.abs(error - (other?.errors[c] ?? Number.NaN)) > 3 * combined + 0.0006;
    });
  });
}

interface Moments {
  readonly deviation: number;
  readonly skewness: number;
}

function moments(values: readonly number[]): Moments {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const central = (power: number): number =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  const deviation = Math.sqrt(central(2));
  return { deviation, skewness: central(3) / deviation ** 3 };
}
