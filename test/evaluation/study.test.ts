import { describe, expect, it } from "vitest";
import { evaluateCase } from "../../src/evaluation/evaluateCase.ts";
import { evaluateStudy, type StudyRow } from "../../src/evaluation/evaluateStudy.ts";
import { voteMap } from "../../src/raters/patterns.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { meanOf, plainDice } from "../support/raters.ts";

const study = generatedStudy();
const rows = study.map(({ name, grid, raters, probabilities }): StudyRow => {
  const names = raters.map((_, k) => `observer ${k}`);
  return {
    case: name,
    structure: "liver",
    ...evaluateCase({ observers: voteMap(raters), names, grid, probabilities }),
  };
});
const found = evaluateStudy(rows);

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const above = (p: ArrayLike<number>, a: number): number[] => Array.from(p, (value) => Number(value > a));

/** [case][k]: mean Dice of {p > k/1000} with the observers. */
const curves = study.map(({ raters, probabilities }) =>
  Array.from({ length: 1001 }, (_, k) =>
    mean(raters.map((mask) => plainDice(above(probabilities, k / 1000), mask))),
  ),
);
/** Of equal ones that nearest to 1/2. */
const largest = (values: readonly number[]): number => {
  const best = values.flatMap((value, k) => (value > Math.max(...values) - 1e-12 ? [k] : []));
  return best.sort((a, b) => Math.abs(a - 500) - Math.abs(b - 500))[0];
};

describe("six cases of a probability map together, recomputed plainly", () => {
  it("averages what each case has", () => {
    const figures = [
      [found.meanRaterDice, (e: StudyRow["evaluation"]) => e.meanRaterDice],
      [found.marginalDice, (e) => e.marginalDice],
      [found.ceiling, (e) => e.ceiling.meanRaterDice],
      [found.share, (e) => e.meanRaterDice / e.ceiling.meanRaterDice],
      [found.observersAmongThemselves, (e) => e.observersAmongThemselves.mean],
      [found.difference, (e) => e.meanRaterDice - e.observersAmongThemselves.mean],
      [found.volumeRatio, (e) => e.volumeRatio],
      [found.hausdorff95Mm, (e) => e.hausdorff95Mm],
      [found.meanDistanceMm, (e) => e.meanDistanceMm],
      [found.surfaceDice, (e) => e.surfaceDice],
      [found.consensusDice, (e) => e.regions.consensusDice],
      [found.dissensusDice, (e) => e.regions.dissensusDice],
      [found.maps!.halfDice, (e) => e.map!.halfDice],
      [found.maps!.ownDice, (e) => e.map!.ownDice],
      [found.maps!.bestDice, (e) => e.map!.bestDice],
      [found.maps!.expectedDice, (e) => e.map!.expectedDice],
    ] as const satisfies readonly (readonly [{ mean: number }, (e: StudyRow["evaluation"]) => number])[];
    for (const [{ mean: average, lower, upper, cases }, value] of figures) {
      expect(average).toBeCloseTo(mean(rows.map(({ evaluation }) => value(evaluation))), 12);
      expect(cases).toBe(6);
      expect(lower).toBeLessThan(average);
      expect(upper).toBeGreaterThan(average);
    }
  });

  it("finds the threshold in thousandths that is best for all, and what it is worth on cases left out", () => {
    const sums = Array.from({ length: 1001 }, (_, k) => mean(curves.map((curve) => curve[k])));
    expect(found.maps?.datasetThreshold).toBe(largest(sums) / 1000);
    expect(found.maps?.datasetDice).toBeCloseTo(Math.max(...sums), 12);
    const leftOut = curves.map((curve, n) => {
      const others = curves.filter((_, other) => other !== n);
      return curve[largest(sums.map((_, k) => mean(others.map((other) => other[k]))))];
    });
    expect(found.maps?.crossValidatedDice).toBeCloseTo(mean(leftOut), 12);
    const gains = leftOut.map((dice, n) => dice - (rows[n].evaluation.map?.halfDice ?? 0));
    expect(found.maps?.crossValidatedGain.mean).toBeCloseTo(mean(gains), 12);
    expect(found.maps?.crossValidatedDice).toBeLessThanOrEqual(found.maps!.datasetDice);
  });

  it("pools the calibration, and cuts each case as that of the others says", () => {
    const m = study.map(({ raters }) => meanOf(raters.map((mask) => Array.from(mask))));
    const table = (cases: readonly number[]) => {
      const bins = Array.from({ length: 1001 }, () => ({ n: 0, p: 0, o: 0 }));
      for (const n of cases) {
        study[n].probabilities.forEach((p, i) => {
          const bin = bins[Math.ceil(p * 1000)];
          bin.n += 1;
          bin.p += p;
          bin.o += m[n][i];
        });
      }
      return bins;
    };
    const all = table([0, 1, 2, 3, 4, 5]);
    const pooled = Array.from({ length: 20 }, (_, b) => all.slice(b === 0 ? 0 : 50 * b + 1, 50 * b + 51));
    const sum = (bins: readonly { n: number; p: number; o: number }[], of: "n" | "p" | "o"): number =>
      bins.reduce((total, bin) => total + bin[of], 0);
    const error = pooled.reduce((total, bins) => total + Math.abs(sum(bins, "o") - sum(bins, "p")), 0);
    expect(found.maps?.ece).toBeCloseTo(error / sum(all, "n"), 10);
    expect(found.maps?.eceForeground).toBeCloseTo(error / sum(all, "p"), 8);
    found.maps?.reliability.forEach((bin, b) => expect(bin.voxels).toBe(sum(pooled[b], "n")));
    // The cut that is best for the pooled observations among all cuts of bins.
    const bestCut = (bins: readonly { n: number; o: number }[]): number => {
      const total = bins.reduce((t, bin) => t + bin.o, 0);
      let best = { dice: -1, k: 0 };
      let [voxels, inside] = [0, 0];
      for (let k = 1000; k >= 0; k--) {
        const dice = (2 * inside) / (voxels + total);
        if (dice > best.dice + 1e-12) best = { dice, k };
        voxels += bins[k].n;
        inside += bins[k].o;
      }
      return best.k;
    };
    const leftOut = study.map((_, n) => curves[n][bestCut(table([0, 1, 2, 3, 4, 5].filter((k) => k !== n)))]);
    expect(found.maps?.recalibratedDice).toBeCloseTo(mean(leftOut), 12);
  });

  it("averages the structures of a case first, and states no interval for fewer than six cases", () => {
    const twice = evaluateStudy([...rows, ...rows.map((row) => ({ ...row, structure: "spleen" }))]);
    expect(twice.difference).toEqual(found.difference);
    const few = evaluateStudy(rows.slice(0, 5));
    expect(few.cases).toBe(5);
    expect(few.difference.lower).toBeNaN();
    expect(few.difference.mean).toBeCloseTo(
      mean(rows.slice(0, 5).map(({ evaluation }) => evaluation.difference)),
      14,
    );
    const one = evaluateStudy(rows.slice(0, 1));
    expect(one.maps?.crossValidatedDice).toBeNaN();
    expect(one.maps?.recalibratedDice).toBeNaN();
  });

  it("has nothing to say of maps where there are none", () => {
    const masks = rows.map((row) => ({ ...row, record: null, evaluation: { ...row.evaluation, map: null } }));
    expect(evaluateStudy(masks).maps).toBeNull();
    expect(evaluateStudy(masks).difference).toEqual(found.difference);
  });
});
