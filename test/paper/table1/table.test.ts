import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { allowedDifference } from "../../../src/paper/table1/allowance.ts";
import { compareWithPaper } from "../../../src/paper/table1/compare.ts";
import { FITTED } from "../../../src/paper/table1/fitted.ts";
import { PUBLISHED_ITERATIONS, PUBLISHED_TABLE } from "../../../src/paper/table1/published.ts";
import { errorNames, measure, type Sample, samplesCsv } from "../../../src/paper/table1/sample.ts";
import { spreadOf } from "../../../src/paper/table1/spread.ts";
import { syntheticTasks } from "../../../src/paper/table1/synthetic.ts";
import { tableCsv, tabulate } from "../../../src/paper/table1/table.ts";
import { verdict } from "../../../src/paper/table1/verdict.ts";

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

describe("allowedDifference", () => {
  it("is the normal quantile for all figures together where errors are not skewed", () => {
    // Φ⁻¹(1 − 0.01 / 180) = 3.8650 by other programs' tables; √(1/1000 + 1/1000) = 0.044721.
    expect(allowedDifference({ deviation: 0.1, skewness: 0 }, 1000, 1000, 90)).toBeCloseTo(
      3.865 * 0.0044721 + 0.0006,
      5,
    );
    // One figure: Φ⁻¹(0.995) = 2.575829.
    expect(allowedDifference({ deviation: 1, skewness: 0 }, 100, 100, 1)).toBeCloseTo(
      2.575829 * Math.SQRT2 * 0.1 + 0.0006,
      6,
    );
  });

  it("is wider for skewed errors, more so for fewer samples, and not for tables of one size, whose skews cancel", () => {
    const width = (skewness: number, n: number): number =>
      allowedDifference({ deviation: 1, skewness }, n, 1000, 90) /
      allowedDifference({ deviation: 1, skewness: 0 }, n, 1000, 90);
    expect(width(5, 1000)).toBe(1);
    expect(width(5, 200)).toBeGreaterThan(1.1);
    expect(width(5, 20)).toBeGreaterThan(width(5, 200));
    expect(width(-5, 200)).toBe(width(5, 200));
  });

  it("keeps its promise for means of few heavy-tailed errors, which three standard errors of their own do not", () => {
    // Errors 1 with probability 1/50, else 0: σ² = p q, skewness (q − p)/√(p q).
    const p = 0.02;
    const spread = { deviation: Math.sqrt(p * (1 - p)), skewness: (1 - 2 * p) / Math.sqrt(p * (1 - p)) };
    const random = new Random(8);
    const throws = (n: number): number => {
      let ones = 0;
      for (let i = 0; i < n; i++) ones += Number(random.uniform() < p);
      return ones / n;
    };
    let alarms = 0;
    let ownAlarms = 0;
    const tables = 3000;
    for (let table = 0; table < tables; table++) {
      const [ours, paper] = [throws(50), throws(1000)];
      const own = Math.sqrt((ours * (1 - ours)) / 49) * Math.sqrt(1 + 50 / 1000);
      if (!(Math.abs(ours - paper) <= allowedDifference(spread, 50, 1000, 1))) alarms += 1;
      if (!(Math.abs(ours - paper) <= 3 * own + 0.0006)) ownAlarms += 1;
    }
    expect(alarms / tables).toBeLessThan(0.01);
    expect(ownAlarms / tables).toBeGreaterThan(0.2); // 0.98^50 = 0.36 of the tables have no error at all
  });
});

describe("spreadOf", () => {
  const row = { experiment: "S", row: "0.05", samples: 1, errors: [], standardErrors: [] } as const;

  it("has at l = 1 the deviations that follow from the start", () => {
    for (const { experiment, row: name } of PUBLISHED_TABLE) {
      const [e0, e1] = [0, 1].map((column) => spreadOf({ ...row, experiment, row: name }, column)?.deviation);
      if (experiment === "G") expect([e0, e1]).toEqual([undefined, undefined]);
      else {
        // Var σ(F) = 0.04337 for F ~ N(0, 1), by quadrature; a voxel is on the wrong side with probability 1/2.
        expect(Math.abs(e0! / (Math.sqrt(0.043379) / 200) - 1)).toBeLessThan(0.02);
        expect(Math.abs(e1! / (0.5 / 200) - 1)).toBeLessThan(0.02);
      }
    }
  });

  it("is that of fresh samples", () => {
    const samples = 150;
    const parameters = { seed: 12345, samples, rho: [0.05], preset: "table1", exact: false } as const;
    const run = syntheticTasks({ ...parameters, iterations: PUBLISHED_ITERATIONS });
    const errors = Array.from({ length: samples }, (_, task) => run(task).errors);
    for (const column of [0, 1, 2, 3, 5, 6, 7, 8, 9]) {
      const values = errors.map((figures) => figures[column]);
      const mean = values.reduce((a, b) => a + b) / samples;
      const deviation = Math.sqrt(
        values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples - 1),
      );
      expect(deviation / spreadOf(row, column)!.deviation).toBeGreaterThan(0.75);
      expect(deviation / spreadOf(row, column)!.deviation).toBeLessThan(1.3);
    }
  });
});

describe("compareWithPaper", () => {
  /** The paper's row ρ = 0.05 itself, shifted by `shift`. */
  const row = (shift: number, samples = 1000) => {
    const { errors } = PUBLISHED_TABLE.find((published) => published.row === "0.05")!;
    return {
      experiment: "S" as const,
      row: "0.05",
      samples,
      errors: errors.map((value) => value + shift),
      standardErrors: errors.map(() => 0.001),
    };
  };
  const compare = (...rows: Parameters<typeof compareWithPaper>[0]) =>
    compareWithPaper(rows, PUBLISHED_ITERATIONS);

  it("allows what chance does, figure by figure, whatever the sample's own standard error", () => {
    const [{ cells }] = compare(row(0.005));
    cells.forEach((cell, column) => {
      const spread = spreadOf(row(0), column)!;
      const allowed = allowedDifference(spread, 1000, 1000, 10);
      expect(cell.allowed).toBe(allowed);
      expect(cell.agrees).toBe(Math.abs(cell.ours - cell.paper!) <= allowed);
    });
    expect(cells.map(({ agrees }) => agrees)).toContain(true); // e0 at l = 10
    expect(cells.map(({ agrees }) => agrees)).toContain(false); // e0 at l = 200
    expect(cells[2].deviation).toBeCloseTo(0.005 / (spreadOf(row(0), 2)!.deviation * Math.sqrt(0.002)), 9);
  });

  it("allows more where more figures are compared, and where samples are fewer", () => {
    const [alone] = compare(row(0));
    const [among] = compare(row(0), { ...row(0), row: "0.06" });
    const [few] = compare(row(0, 50));
    alone.cells.forEach((cell, column) => {
      expect(among.cells[column].allowed).toBeGreaterThan(cell.allowed!);
      expect(few.cells[column].allowed).toBeGreaterThan(cell.allowed!);
    });
  });

  it("judges no figure of experiment (G), whose patients are not drawn at random", () => {
    const published = PUBLISHED_TABLE.find(({ experiment }) => experiment === "G")!;
    const [{ cells }] = compare({ ...published, standardErrors: published.errors.map(() => 0.01) });
    for (const { paper, allowed, deviation, agrees } of cells) {
      expect(paper).toBeDefined();
      expect([allowed, deviation, agrees]).toEqual([undefined, undefined, undefined]);
    }
  });

  it("says in one sentence whether the tables agree, and where not", () => {
    expect(verdict(compare(row(0)))).toMatch(
      /^As far as 1000 samples a row can tell, our table agrees with the paper's: all 10 figures lie within .* at most ±0\.00\d\d \(e0,10 of 0\.05\)\.$/,
    );
    expect(verdict(compare(row(0.1)))).toMatch(/departs from the paper's in 10 of 10 .*e0,10 of 0\.05/);
  });

  it("says so where the paper has no figures", () => {
    const cells = compareWithPaper([{ ...row(0), row: "0.055" }], PUBLISHED_ITERATIONS)[0].cells;
    expect(cells.every(({ paper, agrees }) => paper === undefined && agrees === undefined)).toBe(true);
    expect(verdict(compareWithPaper([{ ...row(0), row: "0.055" }], PUBLISHED_ITERATIONS))).toMatch(
      /no figures/,
    );
  });

  it("names the fitted parameters of each preset", () => {
    expect(FITTED.table1).toMatch(/^Three parameters .* were fitted to this table/);
    expect(FITTED.literal).toMatch(/^Two parameters/);
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
