import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { compareWithPaper, verdict } from "../../../src/paper/table1/compare.ts";
import { PUBLISHED_ITERATIONS, PUBLISHED_TABLE } from "../../../src/paper/table1/published.ts";
import { errorNames, measure, type Sample, samplesCsv } from "../../../src/paper/table1/sample.ts";
import { tableCsv, tabulate } from "../../../src/paper/table1/table.ts";

const iterations = [1, 10];
const sample = (row: string, index: number, errors: readonly number[]): Sample => ({
  experiment: "S",
  row,
  sample: index,
  volume: 0.03,
  supDice: 0.9,
  threshold: 0.45,
  optimalVolume: 0.031,
  errors,
  method: "voxel-exact",
  note: "",
});

const publishedFile = new URL("../../../../shared/paper/table1.csv", import.meta.url);

describe("the published table", () => {
  it.skipIf(!existsSync(publishedFile))("equals the paper's table figure by figure", () => {
    const [, ...lines] = readFileSync(publishedFile, "utf8").trim().split("\n");
    const rows = PUBLISHED_TABLE.map(({ experiment, row, samples, errors }) =>
      [experiment, row, samples, ...errors.map((value) => value.toFixed(3))].join(","),
    );
    expect(rows).toEqual(lines.map((line) => line.trim()));
  });
});

describe("tabulate", () => {
  it("gives means and standard errors of the mean, by row", () => {
    const rows = tabulate([
      sample("0.01", 0, [0.1, 0.2, 0.3, 0.4]),
      sample("0.02", 0, [0.5, 0.5, 0.5, 0.5]),
      sample("0.01", 1, [0.3, 0.2, 0.1, 0.2]),
    ]);
    expect(rows.map(({ row, samples }) => [row, samples])).toEqual([
      ["0.01", 2],
      ["0.02", 1],
    ]);
    // Two values x, y have the standard error |x − y| / 2.
    [0.2, 0.2, 0.2, 0.3].forEach((mean, i) => expect(rows[0].errors[i]).toBeCloseTo(mean, 15));
    [0.1, 0, 0.1, 0.1].forEach((error, i) => expect(rows[0].standardErrors[i]).toBeCloseTo(error, 15));
    expect(rows[1].standardErrors).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe("the CSV files", () => {
  const samples = [sample("0.01", 0, [0.5, 0.25, 0.125, 0]), sample("0.01", 1, [0.5, 0.75, 0.125, 0])];

  it("have the columns of the contract", () => {
    expect(samplesCsv(samples, iterations).split("\n").slice(0, 2)).toEqual([
      "experiment,row,sample,volume,supDice,threshold,optimalVolume,e0_1,e1_1,e0_10,e1_10",
      "S,0.01,0,0.030000000,0.900000000,0.450000000,0.031000000,0.500000000,0.250000000,0.125000000,0.000000000",
    ]);
    expect(tableCsv(tabulate(samples), iterations)).toBe(
      "experiment,row,samples,e0_1,e1_1,e0_10,e1_10,se_e0_1,se_e1_1,se_e0_10,se_e1_10\n" +
        "S,0.01,2,0.500000,0.500000,0.125000,0.000000,0.000000,0.250000,0.000000,0.000000\n",
    );
  });

  it("begin with the header of the paper's table for the paper's iterations", () => {
    expect(["experiment", "row", "samples", ...errorNames(PUBLISHED_ITERATIONS)].join(",")).toBe(
      "experiment,row,samples,e0_1,e1_1,e0_10,e1_10,e0_20,e1_20,e0_100,e1_100,e0_200,e1_200",
    );
  });
});

describe("compareWithPaper", () => {
  /** The paper's row ρ = 0.05 itself, shifted by `shift`, with standard errors `error` from 1000 samples. */
  const row = (shift: number, error: number, samples = 1000) => {
    const { errors } = PUBLISHED_TABLE.find((published) => published.row === "0.05")!;
    return {
      experiment: "S" as const,
      row: "0.05",
      samples,
      errors: errors.map((value) => value + shift),
      standardErrors: errors.map(() => error),
    };
  };
  const compare = (...rows: Parameters<typeof compareWithPaper>[0]) =>
    compareWithPaper(rows, PUBLISHED_ITERATIONS);

  it("allows three standard errors of the difference and the rounding", () => {
    // Combined: 0.001 √(1 + 1000/1000); allowed: 3 · 0.001414 + 0.0006 = 0.004843.
    expect(compare(row(0.0048, 0.001))[0].cells.every(({ agrees }) => agrees)).toBe(true);
    expect(compare(row(0.0049, 0.001))[0].cells.some(({ agrees }) => agrees)).toBe(false);
    expect(compare(row(0.0049, 0.001))[0].cells[2].deviation).toBeCloseTo(0.0049 / (0.001 * Math.SQRT2), 9);
  });

  it("says in one sentence whether the tables agree, and where not", () => {
    expect(verdict(compare(row(0, 0.001)))).toMatch(
      /^Our table agrees with the paper's: all 10 figures lie within/,
    );
    expect(verdict(compare(row(0.1, 0.001)))).toMatch(
      /departs from the paper's in 10 of 10 .*e0,10 of 0\.05/,
    );
    expect(verdict(compare(row(0, 0.001, 20)))).toMatch(/^A first look: 10 of 10 figures/);
  });

  it("says so where the paper has no figures", () => {
    const cells = compareWithPaper([{ ...row(0, 0.1), row: "0.055" }], PUBLISHED_ITERATIONS)[0].cells;
    expect(cells.every(({ paper, agrees }) => paper === undefined && agrees === undefined)).toBe(true);
    expect(verdict(compareWithPaper([{ ...row(0, 0.1), row: "0.055" }], PUBLISHED_ITERATIONS))).toMatch(
      /no figures/,
    );
  });
});

describe("measure", () => {
  it("describes the marginal and reports e0 and e1 in turn", () => {
    const marginal = Float64Array.of(0.9, 0.45, 0.35, 0);
    const { volume, supDice, threshold, optimalVolume, errors } = measure(
      marginal,
      new Random(1),
      [1, 200],
      true,
    );
    expect(volume).toBeCloseTo(1.7 / 4, 15);
    expect(supDice).toBeCloseTo((2 * 1.35) / 3.7, 15);
    expect(threshold).toBeCloseTo(1.35 / 3.7, 15);
    expect(optimalVolume).toBe(0.5);
    expect(errors).toHaveLength(4);
    expect(errors[3]).toBe(0);
  });
});
