import { describe, expect, it } from "vitest";
import { type Grid, voxelVolumeMl } from "../../../src/image/grid.ts";
import type { StructureCohort } from "../../../src/paper/goldAtlas/cohort.ts";
import { meanVolumes, volumesCsv, volumeTable } from "../../../src/paper/goldAtlas/volumeTable.ts";
import { structureVolumes } from "../../../src/paper/goldAtlas/volumes.ts";
import { volumesText } from "../../../src/cli/volumesText.ts";
import { voteMap } from "../../../src/raters/patterns.ts";
import { blobs } from "../../support/blobs.ts";
import { parseCsv } from "../../support/csv.ts";
import { plainMeanRaterOptimum, plainOptimum } from "../../support/plainConsensus.ts";
import { count, meanOf, plainDice, plainMeanDice } from "../../support/raters.ts";

const shape = [9, 8, 6] as const;
const grid: Grid = {
  shape,
  spacingMm: [0.9, 1.2, 3],
  directions: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  originMm: [0, 0, 0],
};
const voxelMl = voxelVolumeMl(grid);
const patchVoxels = 200;
const box = { start: [0, 0, 0], end: shape } as const;

/** Three patients, of 5, 4 and 1 observers. */
const patients = [blobs(shape, 5, 21), blobs(shape, 4, 22), blobs(shape, 1, 23)];
const cohort: StructureCohort = {
  row: "prostate",
  samples: patients.map((raters, n) => ({
    patient: 2 * n,
    result: {
      row: "prostate",
      missing: [],
      outside: n / 10,
      measurement: {},
      volumes: structureVolumes({ grid, box, votes: voteMap(raters) }, patchVoxels),
    } as unknown as StructureCohort["samples"][number]["result"],
  })),
};

/** The figures of a patient, voxel by voxel. */
function plain(raters: readonly number[][]) {
  const m = meanOf(raters);
  const sum = m.reduce((a, b) => a + b);
  const optimum = plainOptimum(m);
  const meanRater = plainMeanRaterOptimum(
    raters,
    raters.map(() => 1),
  );
  const pairs = raters.flatMap((a, j) => raters.slice(j + 1).map((b) => plainDice(a, b)));
  const domain = Math.max(patchVoxels, m.filter((value) => value > 0).length);
  return {
    observers: raters.length,
    threshold: optimum.t,
    supDice: optimum.supDice,
    meanMl: sum * voxelMl,
    smallestMl: count(optimum.smallest) * voxelMl,
    largestMl: count(optimum.largest) * voxelMl,
    majorityMl: m.filter((value) => value > 0.5 + 1e-12).length * voxelMl,
    halfMl: m.filter((value) => value >= 0.5 - 1e-12).length * voxelMl,
    voxelsTiedAtHalf: m.filter((value) => Math.abs(value - 0.5) < 1e-12).length,
    lowerBoundMl: (sum / domain) ** 2 * domain * voxelMl,
    upperBoundMl: domain * voxelMl,
    pairwiseDice: pairs.length === 0 ? undefined : pairs.reduce((a, b) => a + b) / pairs.length,
    meanRaterMl: meanRater.size * voxelMl,
    meanRaterDice: meanRater.value,
    meanRaterDiceOfOptimum: plainMeanDice(optimum.smallest, raters),
  };
}

const figures = patients.map(plain);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

describe("the volume bias of a cohort, recomputed voxel by voxel", () => {
  it("has every figure of every sample in volumes.csv", () => {
    const rows = parseCsv(volumesCsv([cohort]));
    expect(rows).toHaveLength(3);
    rows.forEach((row, n) => {
      expect([row.row, row.sample, row.outsidePatch]).toEqual([
        "prostate",
        String(2 * n),
        (n / 10).toFixed(6),
      ]);
      expect(Object.keys(row)).toEqual(["row", "sample", ...Object.keys(figures[n]), "outsidePatch"]);
      for (const [name, value] of Object.entries(figures[n])) {
        if (value === undefined) expect(row[name]).toBe("");
        else expect(Number(row[name]), name).toBeCloseTo(value, 6);
      }
    });
  });

  it("has means over the patients", () => {
    const found = meanVolumes(cohort);
    const of = (name: keyof (typeof figures)[number]) => mean(figures.map((one) => one[name] ?? Number.NaN));
    const biases = figures.map((one) => one.smallestMl / one.meanMl);
    expect(found).toMatchObject({ row: "prostate", patients: 3 });
    for (const name of [
      "threshold",
      "meanMl",
      "smallestMl",
      "largestMl",
      "majorityMl",
      "halfMl",
      "meanRaterMl",
    ] as const)
      expect(found[name], name).toBeCloseTo(of(name), 9);
    expect(found.bias[0]).toBeCloseTo(mean(biases), 9);
    expect(found.bias[1]).toBeCloseTo(Math.min(...biases), 9);
    expect(found.bias[2]).toBeCloseTo(Math.max(...biases), 9);
    expect(found.majorityBias).toBeCloseTo(mean(figures.map((one) => one.majorityMl / one.meanMl)), 9);
    expect(found.boundsMl[0]).toBeCloseTo(of("lowerBoundMl"), 9);
    expect(found.boundsMl[1]).toBeCloseTo(of("upperBoundMl"), 9);
    expect(found.pairwiseDice).toBeCloseTo(mean(figures.slice(0, 2).map((one) => one.pairwiseDice ?? 0)), 9);
    expect(found.tiedAtHalf).toBe(figures.filter((one) => one.voxelsTiedAtHalf > 0).length);
    expect(found.tiedAtHalf).toBe(1);
    expect(found.meanRaterDiffers).toBe(
      figures.filter(
        (one) => one.meanRaterMl < one.smallestMl - 1e-9 || one.meanRaterMl > one.largestMl + 1e-9,
      ).length,
    );
    expect(found.meanRaterGain).toBeCloseTo(
      mean(figures.map((one) => one.meanRaterDice - one.meanRaterDiceOfOptimum)),
      9,
    );
  });

  it("shows them on the page and in the terminal, with both readings of one half", () => {
    const page = volumeTable([cohort])
      .map(({ text }) => text)
      .join("");
    const found = meanVolumes(cohort);
    for (const text of [found.threshold, found.bias[0], found.majorityBias])
      expect(page).toContain(text.toFixed(3));
    expect(page).toContain("1 of 3");
    const text = volumesText([found]);
    expect(text).toContain(
      `prostate: voxels have exactly half of the votes in 1 of 3 patients; strict majority (>) ${found.majorityMl.toFixed(2)} mL, ` +
        `at least half (≥) ${found.halfMl.toFixed(2)} mL`,
    );
    expect(volumesText([{ ...found, tiedAtHalf: 0 }])).not.toContain("exactly half");
  });
});
