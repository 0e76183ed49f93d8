import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { plainSurfaces } from "../support/plainSurfaces.ts";
import { count, meanOf, plainDice } from "../support/raters.ts";

const study = generatedStudy();
/** Every seventh voxel, and a slab through all that is drawn, that not everybody judged. */
const ignored = Uint8Array.from(study[0].probabilities, (_, i) => Number(i % 7 === 3 || i % 16 === 9));
const VOXEL_ML = (1.125 * 1.25 * 2.5) / 1000;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const above = (p: ArrayLike<number>, a: number): number[] => Array.from(p, (value) => Number(value > a));

describe("a probability map among four observers, every figure recomputed plainly", () => {
  const wholes = study.map((one) => ({ ...one, holes: undefined }));
  const holed = { ...study[1], name: "a case with voxels that were not judged", holes: ignored };
  for (const { name, grid, raters, probabilities: map, holes } of [...wholes, holed]) {
    const found = evaluate(map, raters, { grid, toleranceMm: 1.5, ignored: holes });
    const lists = raters.map((mask) => Array.from(mask).filter((_, i) => holes?.[i] !== 1));
    const probabilities = map.filter((_, i) => holes?.[i] !== 1);
    const m = meanOf(lists);
    const meanDice = (s: ArrayLike<number>): number => mean(lists.map((mask) => plainDice(s, mask)));
    const distinct = [...new Set(probabilities)].sort((a, b) => a - b);
    const own = found.map?.ownThreshold ?? Number.NaN;
    const mask = above(probabilities, own);

    it(`${name}: overlap, volume and distance with each observer`, () => {
      expect(found.voxels).toBe(count(mask));
      expect(found.volumeMl).toBeCloseTo(count(mask) * VOXEL_ML, 12);
      expect(found.volumeRatio).toBeCloseTo(count(mask) / mean(lists.map(count)), 12);
      found.observers.forEach((observer, k) => {
        const both = mask.filter((value, i) => value === 1 && lists[k][i] === 1).length;
        const either = mask.filter((value, i) => value === 1 || lists[k][i] === 1).length;
        expect(observer.dice).toBeCloseTo(plainDice(mask, lists[k]), 14);
        expect(observer.jaccard).toBeCloseTo(both / either, 14);
        expect(observer.voxels).toBe(count(lists[k]));
        expect(observer.volumeMl).toBeCloseTo(count(lists[k]) * VOXEL_ML, 12);
        expect(observer.volumeRatio).toBeCloseTo(count(mask) / count(lists[k]), 12);
        const { hausdorff95Mm, meanDistanceMm, surfaceDice } = observer;
        if (holes !== undefined) {
          expect([hausdorff95Mm, meanDistanceMm, surfaceDice]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
          return;
        }
        const surfaces = plainSurfaces(mask, lists[k], grid, 1.5);
        expect(hausdorff95Mm).toBeCloseTo(surfaces.hausdorff95Mm, 9);
        expect(meanDistanceMm).toBeCloseTo(surfaces.meanDistanceMm, 9);
        expect(surfaceDice).toBeCloseTo(surfaces.surfaceDice, 9);
      });
      const figures = ["jaccard", "hausdorff95Mm", "meanDistanceMm", "surfaceDice"] as const;
      for (const figure of holes === undefined ? figures : figures.slice(0, 1))
        expect(found[figure]).toBeCloseTo(mean(found.observers.map((observer) => observer[figure])), 12);
    });

    it(`${name}: mean rater Dice, marginal Dice, and the ceiling that every segmentation made of voxels by votes meets`, () => {
      expect(found.meanRaterDice).toBeCloseTo(meanDice(mask), 14);
      expect(found.marginalDice).toBeCloseTo(plainDice(mask, m), 13);
      const byVotes = [0, 1, 2, 3].map((votes) => plainDice(above(m, votes / 4), m));
      expect(found.ceiling.marginalDice).toBeCloseTo(Math.max(...byVotes), 13);
      for (const votes of [0, 1, 2, 3])
        expect(meanDice(above(m, votes / 4))).toBeLessThanOrEqual(found.ceiling.meanRaterDice + 1e-12);
      expect(found.share.meanRaterDice).toBeCloseTo(found.meanRaterDice / found.ceiling.meanRaterDice, 14);
      expect(found.share.marginalDice).toBeCloseTo(found.marginalDice / found.ceiling.marginalDice, 14);
    });

    it(`${name}: its place among the observers`, () => {
      const pairs = lists.map((a) => lists.map((b) => plainDice(a, b)));
      const dice = lists.map((a) => plainDice(mask, a));
      const others = (values: readonly number[], k: number): number => mean(values.filter((_, j) => j !== k));
      const { leaveOneOut, modelOnSame, mean: among } = found.observersAmongThemselves;
      lists.forEach((_, k) => {
        expect(leaveOneOut[k]).toBeCloseTo(others(pairs[k], k), 13);
        expect(modelOnSame[k]).toBeCloseTo(others(dice, k), 13);
      });
      expect(among).toBeCloseTo(mean(leaveOneOut), 13);
      expect(found.difference).toBeCloseTo(mean(dice) - among, 13);
      expect(mean(modelOnSame) - mean(leaveOneOut)).toBeCloseTo(found.difference, 13);
      expect(found.place).toBe(
        1 + lists.filter((_, k) => others(pairs[k], k) > others(dice, k) + 1e-12).length,
      );
      if (holes !== undefined) {
        expect(found.observersAmongThemselves.surfaces).toBeNull();
        return;
      }
      const surfaces = lists.flatMap((a, j) =>
        lists.slice(j + 1).map((b) => plainSurfaces(a, b, grid, 1.5).surfaceDice),
      );
      expect(found.observersAmongThemselves.surfaces?.surfaceDice).toBeCloseTo(mean(surfaces), 9);
    });

    it(`${name}: Dice where all agree and where they differ, and CRPS of the volume`, () => {
      const agreed = m.map((value) => value === 0 || value === 1);
      const keep = (values: ArrayLike<number>, isKept: (i: number) => boolean): number[] =>
        Array.from(values, (value, i) => (isKept(i) ? value : 0));
      const inAgreement = keep(mask, (i) => agreed[i]);
      expect(found.regions.consensusDice).toBeCloseTo(plainDice(inAgreement, above(m, 0.99)), 13);
      const divided = (i: number): boolean => !agreed[i];
      expect(found.regions.dissensusDice).toBeCloseTo(
        mean(lists.map((one) => plainDice(keep(mask, divided), keep(one, divided)))),
        13,
      );
      expect(found.regions.dissensusVoxels).toBe(agreed.filter((is) => !is).length);
      expect(found.regions.consensusVoxels).toBe(m.filter((value) => value === 1).length);
      const volumes = lists.map((one) => count(one) * VOXEL_ML).sort((a, b) => a - b);
      expect(found.volumeCrpsMl).toBeCloseTo(integratedCrps(count(mask) * VOXEL_ML, volumes), 9);
      const expected = probabilities.reduce((a, b) => a + b, 0) * VOXEL_ML;
      expect(found.map?.volumeMl).toBeCloseTo(expected, 9);
      expect(found.map?.crps).toBeCloseTo(integratedCrps(expected, volumes), 9);
    });

    it(`${name}: the best threshold is the best of all, 1/2 and the map's own are what they are`, () => {
      let best = meanDice(above(probabilities, 0));
      for (const a of distinct) best = Math.max(best, meanDice(above(probabilities, a)));
      expect(found.map?.bestDice).toBeCloseTo(best, 13);
      expect(meanDice(above(probabilities, found.map?.bestThreshold ?? 1))).toBeCloseTo(best, 13);
      expect(found.map?.halfDice).toBeCloseTo(
        meanDice(Array.from(probabilities, (p) => Number(p >= 0.5))),
        13,
      );
      expect(found.map?.ownDice).toBeCloseTo(meanDice(mask), 13);
      let largest = 0;
      for (const a of distinct)
        largest = Math.max(largest, plainDice(above(probabilities, a), probabilities));
      expect(plainDice(mask, probabilities)).toBeCloseTo(largest, 12);
    });

    it(`${name}: calibration in twenty bins`, () => {
      const bins = Array.from({ length: 20 }, () => ({ n: 0, p: 0, o: 0 }));
      probabilities.forEach((p, i) => {
        const bin = bins[Math.max(0, Math.ceil(p * 20) - 1)];
        bin.n += 1;
        bin.p += p;
        bin.o += m[i];
      });
      let error = 0;
      for (const { p, o } of bins) error += Math.abs(o - p);
      expect(found.map?.ece).toBeCloseTo(error / probabilities.length, 10);
      expect(found.map?.eceForeground).toBeCloseTo(error / probabilities.reduce((a, b) => a + b, 0), 8);
      found.map?.reliability.forEach((bin, b) => {
        expect(bin.voxels).toBe(bins[b].n);
        expect(bin.observed).toBeCloseTo(bins[b].o / bins[b].n, 10);
        expect(bin.predicted).toBeCloseTo(bins[b].p / bins[b].n, 10);
      });
    });
  }
});

describe("voxels that not everybody judged", () => {
  const [{ raters, probabilities, grid }] = study;
  const masks = [0.3, 0.5].map((cut) => Uint8Array.from(probabilities, (p) => Number(p > cut)));
  const judged = (values: Uint8Array): Uint8Array => values.filter((_, i) => ignored[i] === 0);

  it("change nothing, whatever is marked on them, but the number that is left out", () => {
    const elsewhere = (mask: Uint8Array): Uint8Array =>
      mask.map((value, i) => (ignored[i] === 1 ? i % 2 : value));
    const [a, b] = [raters, raters.map(elsewhere)].map((all) =>
      evaluate(masks[0], all, { grid, ignored, samples: [masks[1]] }),
    );
    expect(b).toEqual(a);
    expect(a.warnings[0]).toContain(
      `${count(ignored)} of ${ignored.length} voxels are left out of every figure`,
    );
    const alone = evaluate(judged(masks[0]), raters.map(judged), { samples: [judged(masks[1])] });
    expect(a.generalisedEnergyDistance).toBeCloseTo(alone.generalisedEnergyDistance ?? Number.NaN, 14);
    expect(evaluate(masks[0], raters, { grid, ignored: new Uint8Array(ignored.length) })).toEqual(
      evaluate(masks[0], raters, { grid }),
    );
  });

  it("are refused where they are all, and where they are no mask of the image", () => {
    const all = new Uint8Array(ignored.length).fill(1);
    expect(() => evaluate(masks[0], raters, { ignored: all })).toThrow(/^ignored: holds every voxel/u);
    expect(() => evaluate(masks[0], raters, { ignored: [0, 1] })).toThrow(/^ignored: /u);
    expect(() => evaluate(masks[0], raters, { ignored: probabilities })).toThrow(/^ignored\[\d+\]: is 0\./u);
  });
});

/** ∫ (F(x) − 1{x ≥ v})² dx, piece by piece between the volumes and v. */
function integratedCrps(v: number, volumes: readonly number[]): number {
  const points = [...volumes, v].sort((a, b) => a - b);
  return points.slice(1).reduce((sum, to, n) => {
    const x = (points[n] + to) / 2;
    const distribution = volumes.filter((volume) => volume <= x).length / volumes.length;
    return sum + (to - points[n]) * (distribution - Number(x >= v)) ** 2;
  }, 0);
}
