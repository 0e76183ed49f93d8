import { Descent } from "../../core/descent.ts";
import { dice, softDice, sum } from "../../core/dice.ts";
import { diceOptimum } from "../../core/optimum.ts";
import type { Random } from "../../core/random.ts";
import { softSegmentations, THRESHOLDS } from "./softSegmentations.ts";
import type { Statement } from "./statement.ts";

/** What thresholding one soft segmentation costs, and what the theorem's rate allows. */
export interface Calibration {
  /** sup D_m − D_m({c ≥ a}). */
  readonly lost: number;
  /** SD_m(c) − inf SD_m. */
  readonly excess: number;
  /** (‖c‖₁ + ‖m‖₁) / (‖s‖₁ + ‖m‖₁) / min(a, 1 − a) with s = {c ≥ a}. */
  readonly rate: number;
}

/** Each threshold of {@link THRESHOLDS} on one soft segmentation; none where m is empty and all Dice are 0. */
export function calibrations(c: Float64Array, m: Float64Array): Calibration[] {
  const { supDice } = diceOptimum(m);
  const total = sum(m);
  if (total === 0) return [];
  const excess = softDice(c, m) - (1 - supDice);
  return THRESHOLDS.map((a) => {
    const s = c.map((value) => Number(value >= a));
    const rate = (sum(c) + total) / (sum(s) + total) / Math.min(a, 1 - a);
    return { lost: supDice - dice(s, m), excess, rate };
  });
}

/** Over the rate, which can be large and multiplies the rounding of `excess`. */
function violationOf(all: readonly Calibration[]): number {
  return Math.max(0, ...all.map(({ lost, excess, rate }) => lost / rate - excess));
}

/** Iterations of a descent, and members of a sequence. */
const ITERATIONS = [1, 2, 5, 10, 20, 50, 100] as const;
const MEMBERS = 8;

/** Theorem 3: soft-Dice is calibrated to Dice, with a rate. */
export const THEOREM_3: readonly Statement[] = [
  {
    name: "Theorem 3, every soft segmentation",
    claim:
      "Dice of {c ≥ a} is below its supremum by at most (‖c‖+‖m‖)/(‖s‖+‖m‖) / min(a, 1−a) times soft-Dice's distance " +
      "from its infimum, for every c and every a: so along every sequence the one vanishes with the other",
    maxVoxels: 400,
    violation: (m, random) => violationOf(softSegmentations(m, random).flatMap((c) => calibrations(c, m))),
  },
  {
    name: "Theorem 3, along a descent",
    claim: "the same along a gradient descent on soft-Dice from a random start",
    maxVoxels: 400,
    violation(m, random) {
      const descent = new Descent({ marginal: m, random });
      const all = ITERATIONS.flatMap((l) => {
        while (descent.l < l) descent.step();
        return calibrations(descent.soft(), m);
      });
      return violationOf(all);
    },
  },
  {
    name: "Theorem 3, without compactness",
    claim:
      "along a sequence that alternates ever faster where m = t, so that no two members are close and no subsequence " +
      "converges, soft-Dice tends to its infimum, and Dice of {c ≥ a} to its supremum at the rate (1+v)/v / min(a, 1−a)",
    maxVoxels: 1024,
    kinds: ["tied"],
    violation(m, random) {
      const v = sum(m) / m.length;
      const all = Array.from({ length: MEMBERS }, (_, l) => {
        const c = alternating(m, l, random);
        return calibrations(c, m).map((one) => ({ ...one, premise: one.excess - 2 ** (1 - l) / v }));
      }).flat();
      return Math.max(
        violationOf(all),
        ...all.map(({ premise }) => premise),
        ...all.map(({ rate }, i) => {
          const a = THRESHOLDS[i % THRESHOLDS.length];
          return rate * Math.min(a, 1 - a) - (1 + v) / v;
        }),
        closeness(m),
      );
    },
  },
];

/**
 * Member l ≥ 0 of a sequence of soft segmentations whose soft-Dice tends to its infimum: within 2^−l of 1 above t and of 0
 * below; 0 and 1 by turns where m = t, 2^l voxels each (on Ω: the l-th Rademacher function, ever finer).
 */
function alternating(m: Float64Array, l: number, random: Random): Float64Array {
  const { threshold } = diceOptimum(m);
  let tied = 0;
  return m.map((value) => {
    if (value === threshold) return (tied++ >> l) & 1;
    const distance = 2 ** -l * random.uniform();
    return value > threshold ? 1 - distance : distance;
  });
}

/** By how much any two members with a whole period are closer, where m = t, than a quarter of that part. */
function closeness(m: Float64Array): number {
  const { minVoxels, maxVoxels } = diceOptimum(m);
  const tied = maxVoxels - minVoxels;
  let worst = 0;
  for (let l = 1; l < MEMBERS && 2 ** (l + 1) <= tied; l++) {
    for (let k = 0; k < l; k++) {
      let distance = 0;
      for (let i = 0; i < tied; i++) distance += ((i >> l) ^ (i >> k)) & 1;
      worst = Math.max(worst, tied / 4 - distance);
    }
  }
  return worst;
}
