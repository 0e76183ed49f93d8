import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { type Grid, voxelVolumeMl } from "../../src/image/grid.ts";
import { agreementCsv, summaryCsv } from "../../src/report/consensus/csv.ts";
import { consensusMethods, type ConsensusMethod } from "../../src/raters/methods.ts";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { paint } from "../../src/raters/selection.ts";
import { pairFigures } from "../../src/raters/consensusSummary.ts";
import { type Summarized, summarize } from "../../src/raters/summary.ts";
import { parseCsv } from "../support/csv.ts";
import {
  type Mask,
  plainKappa,
  plainLocalSd,
  plainMeanRaterOptimum,
  plainOptimum,
  plainRow,
  plainScore,
  plainStaple,
} from "../support/plainConsensus.ts";
import { blobs } from "../support/blobs.ts";
import { count, meanOf, plainDice } from "../support/raters.ts";

/** Oblique axes and voxels that are no cubes, so that no spacing or direction is left out unseen. */
const grid: Grid = {
  shape: [9, 8, 6],
  spacingMm: [0.8, 1.1, 2.5],
  directions: [
    [0.8, 0.6, 0],
    [-0.6, 0.8, 0],
    [0, 0, 1],
  ],
  originMm: [5, -3, 20],
};
const voxelMl = voxelVolumeMl(grid);
const toleranceMm = 1.1;

function summarised(
  raters: readonly Mask[],
  names: readonly string[],
  weights: readonly number[],
): Summarized & { masks: Record<ConsensusMethod, Mask> } {
  const map = voteMap(raters);
  const votes = votePatterns(map, { weights });
  const found = summarize({ map, votes, grid }, names, { toleranceMm, seed: 3 });
  const masks = Object.fromEntries(
    consensusMethods.map((method) => [
      method,
      Array.from(paint(map, votes, found.result.selections[method])),
    ]),
  ) as unknown as Record<ConsensusMethod, Mask>;
  return { ...found, masks };
}

/** Compares numbers in every place of an object, to nine digits. */
function expectClose(found: unknown, expected: Readonly<Record<string, number>>, decimals = 9): void {
  for (const [key, value] of Object.entries(expected))
    expect((found as Record<string, number>)[key], key).toBeCloseTo(value, decimals);
}

describe.each([
  { weights: [1, 1, 1, 1, 1], seed: 1 },
  { weights: [1, 2, 0.5, 1, 1], seed: 2 },
  { weights: [1, 1, 1, 1], seed: 7 },
])("the summary of observers with weights $weights, recomputed voxel by voxel", ({ weights, seed }) => {
  const raters = blobs(grid.shape, weights.length, seed);
  const names = weights.map((_, k) => `observer ${k}`);
  const { summary, rows, masks } = summarised(raters, names, weights);
  const m = meanOf(raters, [...weights]);
  const optimum = plainOptimum(m);
  const pairs = raters.flatMap((_, j) => raters.slice(j + 1).map((__, n) => [j, j + 1 + n] as const));
  const others = raters.map((_, k) => plainOptimum(meanOf(raters.filter((__, j) => j !== k))).smallest);
  const pairRows = pairs.map(([j, k]) => plainRow(raters[j], raters[k], grid, voxelMl, toleranceMm, true));
  const observerRows = raters.map((mask, k) => plainRow(mask, others[k], grid, voxelMl, toleranceMm, false));

  it("has the grid, the observers and the marginal", () => {
    expect(summary.shape).toEqual(grid.shape);
    expect(summary.spacingMm).toEqual(grid.spacingMm);
    summary.raters.forEach((rater, k) => {
      expect([rater.name, rater.weight]).toEqual([names[k], weights[k]]);
      expectClose(rater, plainScore(raters[k], raters, weights, voxelMl));
    });
    const l1 = m.reduce((a, b) => a + b) / m.length;
    expectClose(summary.marginal, {
      l1,
      volumeMl: l1 * m.length * voxelMl,
      supDice: optimum.supDice,
      threshold: optimum.t,
      minVoxels: count(optimum.smallest),
      maxVoxels: count(optimum.largest),
    });
    expect(summary.marginal.volumeBounds[0]).toBeCloseTo(l1 * l1, 12);
    expect(summary.marginal.volumeBounds[1]).toBe(1);
    expect(summary.parameters).toEqual({ empty: "nan", ties: "exclude" });
  });

  it("has both readings of one half", () => {
    const half = m.filter((value) => value >= 0.5 - 1e-12).length;
    const strict = m.filter((value) => value > 0.5 + 1e-12).length;
    expect(summary.half).toEqual({ voxels: half, volumeMl: half * voxelMl, tiedVoxels: half - strict });
    expect(summary.methods.majority.voxels).toBe(strict);
  });

  it("has every method and its scores", () => {
    const staple = plainStaple(raters, weights);
    const meanRater = plainMeanRaterOptimum(raters, weights);
    const expected: Partial<Record<ConsensusMethod, Mask>> = {
      diceOptimal: optimum.smallest,
      majority: m.map((value) => Number(value > 0.5 + 1e-12)),
      staple: staple.mask,
      union: m.map((value) => Number(value > 0)),
      intersection: m.map((value) => Number(value > 1 - 1e-12)),
    };
    for (const method of consensusMethods) {
      if (expected[method] !== undefined) expect(masks[method], method).toEqual(expected[method]);
      expectClose(summary.methods[method], plainScore(masks[method], raters, weights, voxelMl));
    }
    expect(summary.methods.meanRaterOptimal.meanRaterDice).toBeCloseTo(meanRater.value, 10);
    expect(summary.methods.meanRaterOptimal.voxels).toBe(meanRater.size);
    const size = Math.floor(m.reduce((a, b) => a + b) + 0.5);
    expect(summary.methods.unbiased.voxels).toBe(size);
    const largest = [...m].sort((a, b) => b - a).slice(0, size);
    const inside = masks.unbiased.reduce((sum, value, i) => sum + value * m[i], 0);
    expect(inside).toBeCloseTo(
      largest.reduce((a, b) => a + b),
      9,
    );
    expect(summary.methods.staple.converged).toBe(true);
    expect(summary.methods.staple.prior).toBeCloseTo(staple.prior, 12);
    raters.forEach((_, k) => {
      expect(summary.methods.staple.sensitivity[k]).toBeCloseTo(staple.sensitivity[k], 8);
      expect(summary.methods.staple.specificity[k]).toBeCloseTo(staple.specificity[k], 8);
    });
    const [whole, tight, wide] = summary.methods.staple.fieldOfView;
    expect(whole).toMatchObject({ view: "grid", viewVoxels: m.length, voxels: count(staple.mask) });
    const marked = [...m.keys()].filter((i) => m[i] > 0);
    const place = (i: number) => [i % 9, Math.floor(i / 9) % 8, Math.floor(i / 72)];
    const low = [0, 1, 2].map((axis) => Math.min(...marked.map((i) => place(i)[axis])));
    const high = [0, 1, 2].map((axis) => Math.max(...marked.map((i) => place(i)[axis])));
    const inBox = [...m.keys()].filter((i) => place(i).every((x, axis) => low[axis] <= x && x <= high[axis]));
    const boxed = plainStaple(
      raters.map((mask) => inBox.map((i) => mask[i])),
      weights,
    );
    expect(tight).toMatchObject({
      view: "box",
      viewVoxels: inBox.length,
      voxels: count(boxed.mask),
      converged: true,
    });
    expect(tight.prior).toBeCloseTo(boxed.prior, 12);
    expect(tight.volumeMl).toBeCloseTo(count(boxed.mask) * voxelMl, 12);
    // A margin of 10 mm takes in the whole of so small an image.
    expect({ ...wide, view: "grid" }).toEqual(whole);
  });

  it("has the agreement in overlap, volume and kappa", () => {
    const { agreement } = summary;
    raters.forEach((a, j) =>
      raters.forEach((b, k) => expect(agreement.pairwiseDice[j][k]).toBeCloseTo(plainDice(a, b), 12)),
    );
    const dice = pairs.map(([j, k]) => plainDice(raters[j], raters[k]));
    const [inBoth, inEither] = pairs.reduce(
      ([both, either], [j, k]) => [
        both + raters[j].filter((value, i) => value + raters[k][i] === 2).length,
        either + raters[j].filter((value, i) => value + raters[k][i] > 0).length,
      ],
      [0, 0],
    );
    const volumes = raters.map(count);
    const mean = volumes.reduce((a, b) => a + b) / volumes.length;
    const variance = volumes.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (volumes.length - 1);
    expectClose(agreement, {
      meanPairwiseDice: dice.reduce((a, b) => a + b) / dice.length,
      fleissKappa: plainKappa(raters),
      generalizedConformityIndex: inBoth / inEither,
      volumeVariation: Math.sqrt(variance) / mean,
    });
    agreement.leaveOneOutDice.forEach((value, k) =>
      expect(value).toBeCloseTo(plainDice(raters[k], others[k]), 12),
    );
  });

  it("has the distances of surfaces, and where they disagree", () => {
    const { surface } = summary.agreement;
    expect(surface?.toleranceMm).toBe(toleranceMm);
    for (const name of ["hausdorffMm", "hausdorff95Mm", "meanDistanceMm", "surfaceDice"] as const) {
      pairs.forEach(([j, k], n) => {
        expect(surface?.[name][j][k], name).toBeCloseTo(pairRows[n][name], 9);
        expect(surface?.[name][k][j], name).toBeCloseTo(pairRows[n][name], 9);
      });
      const mean = pairRows.reduce((sum, row) => sum + row[name], 0) / pairs.length;
      expect(surface?.mean[name], name).toBeCloseTo(mean, 9);
    }
    expectClose(surface?.localSdMm, plainLocalSd(masks.diceOptimal, raters, grid), 7);
  });

  it("has a row an observer, and the spread over the pairs", () => {
    expect(summary.agreement.perObserver.map(({ name }) => name)).toEqual(names);
    summary.agreement.perObserver.forEach((row, k) => expectClose(row, observerRows[k]));
    for (const name of pairFigures) {
      const values = pairRows.map((row) => row[name]).sort((a, b) => a - b);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const quantile = (q: number): number => {
        const place = q * (values.length - 1);
        const floor = Math.floor(place);
        return values[floor] + (place - floor) * ((values[floor + 1] ?? values[floor]) - values[floor]);
      };
      expectClose(summary.agreement.overPairs[name], {
        n: values.length,
        mean,
        sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)),
        median: quantile(0.5),
        lowerQuartile: quantile(0.25),
        upperQuartile: quantile(0.75),
        min: values[0],
        max: values[values.length - 1],
      });
    }
  });

  it("has the spread of the optimum over resampled observers", () => {
    const volumes = Array.from({ length: 200 }, (_, sample) => {
      const random = new Random(3, 0x626f6f74, sample);
      const drawn = raters.map(() => random.integer(raters.length));
      const mean = meanOf(
        drawn.map((k) => raters[k]),
        drawn.map((k) => weights[k]),
      );
      return count(plainOptimum(mean).smallest) * voxelMl;
    }).sort((a, b) => a - b);
    const mean = volumes.reduce((a, b) => a + b) / 200;
    expectClose(summary.bootstrap, {
      samples: 200,
      lowestMl: volumes[0],
      highestMl: volumes[199],
      lowerQuartileMl: 0.25 * volumes[49] + 0.75 * volumes[50],
      upperQuartileMl: 0.75 * volumes[149] + 0.25 * volumes[150],
      sdMl: Math.sqrt(volumes.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 199),
    });
  });

  it("is written to agreement.csv and summary.csv, a row each", () => {
    const table = parseCsv(agreementCsv(rows));
    const expected = [
      ...pairs.map(([j, k], n) => ({
        kind: "pair",
        observer: names[j],
        reference: names[k],
        row: pairRows[n],
      })),
      ...names.map((observer, k) => ({
        kind: "observer",
        observer,
        reference: "others",
        row: observerRows[k],
      })),
      ...consensusMethods.flatMap((method) =>
        names.map((observer, k) => ({
          kind: "method",
          observer,
          reference: method,
          row: plainRow(raters[k], masks[method], grid, voxelMl, toleranceMm, false),
        })),
      ),
    ];
    expect(table).toHaveLength(expected.length);
    expected.forEach(({ row, ...head }, n) => {
      expect(table[n]).toMatchObject(head);
      expect(Object.keys(table[n])).toHaveLength(3 + Object.keys(row).length);
      for (const [column, value] of Object.entries(row))
        expect(Math.abs(Number(table[n][column]) - value), column).toBeLessThan(
          1e-5 * Math.abs(value) + 1e-9,
        );
    });
    const volumes = parseCsv(summaryCsv(summary));
    const masksOf = [...raters, ...consensusMethods.map((method) => masks[method])];
    expect(volumes.map(({ kind, name }) => [kind, name])).toEqual([
      ...names.map((name) => ["observer", name]),
      ...consensusMethods.map((method) => ["method", method]),
    ]);
    volumes.forEach((row, n) => {
      for (const [column, value] of Object.entries(plainScore(masksOf[n], raters, weights, voxelMl)))
        expect(Math.abs(Number(row[column]) - value), column).toBeLessThan(1e-5 * value);
    });
  });
});
