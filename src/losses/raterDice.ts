import { checkBinary, checkSameLength, type Numbers } from "../core/check.ts";
import { sigmoid } from "../core/elementary.ts";
import { chordSearch, type VolumeSample } from "./chordSearch.ts";
import { softDiceLoss } from "./dice.ts";
import type { ObserverLoss, ObserverMinimum } from "./loss.ts";
import { overlapSums } from "./overlapSums.ts";

/**
 * How many voxels each subset of R observers marked: all that the mean over observers depends on. The patterns of
 * `raters/patterns.ts` are such.
 */
export interface ObserverPatterns {
  /** Bit k is set where observer k marked the voxels. */
  readonly patterns: ArrayLike<number>;
  /** Voxels of each pattern. */
  readonly counts: ArrayLike<number>;
  /** Voxels that each of the R observers marked. */
  readonly volumes: ArrayLike<number>;
  /** Weight of each observer. */
  readonly weights: ArrayLike<number>;
}

/**
 * The mean over observers of soft-Dice, Σ_k w_k SD_{L_k} / Σ w: what one random observer a step trains, each map by itself.
 * With ω_k = w_k / (x + V_k) and D_k = 2 Σ c L_k / (x + V_k), a voxel is in where its votes weighted by ω exceed half the
 * mean of D_k weighted by ω: Theorem 1 with observers of small volume counting for more. Theorem 1 itself does not carry
 * over: one voxel may be best in part (on a continuum, a part of a pattern's voxels).
 *
 * An observer who marked nothing has loss 1 for every c.
 */
export const raterDice: ObserverLoss = {
  name: "rater-dice",
  target: "observers",
  isSmooth: true,
  value: (c, raters) => {
    const losses = raters.map((rater) => softDiceLoss.value(c, rater));
    return losses.reduce((a, b) => a + b, 0) / raters.length;
  },
  gradient: (f, raters, out) => {
    out.fill(0);
    for (const rater of raters) {
      const slope = softDiceLoss.slope(overlapSums(f, sigmoid, rater));
      for (let i = 0; i < f.length; i++) {
        out[i] += slope(sigmoid(f[i]), sigmoid(-f[i]), rater[i]) / raters.length;
      }
    }
    return out;
  },
};

/** Volumes this close to a whole number of voxels, relatively, are taken for it where the loss is the same. */
const SNAP: number = 2 ** -20;

/**
 * The infimum of {@link raterDice} over soft segmentations, certified by `chordSearch`: at one volume x a voxel adds
 * Σ_k w_k 2 L_k / (x + V_k) / Σ w whatever the others are, so the best c fills patterns in that order, the last in part.
 */
export function minimiseRaterDice(observers: ObserverPatterns): ObserverMinimum {
  const weights = Array.from(observers.weights);
  const allWeight = weights.reduce((a, b) => a + b);
  const classes = Array.from(observers.patterns, (pattern, p) => ({
    p,
    count: observers.counts[p],
    shares: weights.map((weight, k) => (((pattern >> k) & 1) === 1 ? (2 * weight) / allWeight : 0)),
  })).filter(({ count, shares }) => count > 0 && shares.some((share) => share > 0));
  const marked = classes.reduce((total, { count }) => total + count, 0);
  const fill = (x: number): Fill => fillTo(x, classes, observers.volumes);
  if (marked === 0) return { value: 1, gap: 0, taken: new Float64Array(observers.counts.length) };
  const { best, bound } = chordSearch(fill, 0, marked);
  const whole = Math.round(best.x);
  const snapped = Math.abs(best.x - whole) <= SNAP * Math.max(1, whole) ? fill(whole) : best;
  const found = snapped.value <= best.value + 2 ** -40 ? snapped : best;
  const taken = new Float64Array(observers.counts.length);
  let left = found.x;
  for (const { p, count } of found.order) {
    taken[p] = Math.min(left, count);
    left -= taken[p];
  }
  return { value: found.value, gap: Math.max(0, found.value - bound), taken };
}

interface PatternClass {
  /** Index of the pattern. */
  readonly p: number;
  readonly count: number;
  /** 2 w_k L_k / Σ w, one an observer. */
  readonly shares: readonly number[];
}

interface Fill extends VolumeSample {
  /** Patterns in the order in which they are taken. */
  readonly order: readonly PatternClass[];
}

/** The best c of volume x. */
function fillTo(x: number, classes: readonly PatternClass[], volumes: ArrayLike<number>): Fill {
  const added = new Map(
    classes.map((one) => [
      one,
      one.shares.reduce((sum, share, k) => sum + (share > 0 ? share / (x + volumes[k]) : 0), 0),
    ]),
  );
  const order = classes.toSorted((a, b) => (added.get(b) ?? 0) - (added.get(a) ?? 0));
  let left = x;
  let dice = 0;
  let last = added.get(order[0]) ?? 0;
  let next = 0;
  for (const one of order) {
    const worth = added.get(one) ?? 0;
    const taken = Math.min(left, one.count);
    dice += taken * worth;
    left -= taken;
    if (taken > 0) last = worth;
    if (taken < one.count) {
      next = worth;
      break;
    }
  }
  return { x, value: 1 - dice, next, last, order };
}

/** The patterns of masks, and the pattern of each voxel as an index. */
export interface VoxelPatterns extends ObserverPatterns {
  /** N indices into `patterns`. */
  readonly indices: Uint32Array;
}

/**
 * The patterns of up to 30 observers' masks.
 *
 * @param raters one mask an observer, each N values 0 or 1
 * @throws SoftdiceError for different lengths and for other values
 */
export function observerPatterns(raters: readonly Numbers[]): VoxelPatterns {
  raters.forEach((rater, k) => {
    checkBinary(`raters[${k}]`, rater);
    checkSameLength(`raters[${k}]`, rater, "raters[0]", raters[0]);
  });
  const indexOf = new Map<number, number>();
  const counts: number[] = [];
  const indices = Uint32Array.from({ length: raters[0].length }, (_, i) => {
    const pattern = raters.reduce((bits, rater, k) => bits | (rater[i] << k), 0);
    const index = indexOf.get(pattern) ?? indexOf.size;
    indexOf.set(pattern, index);
    counts[index] = (counts[index] ?? 0) + 1;
    return index;
  });
  const patterns = [...indexOf.keys()];
  const volumes = raters.map((_, k) =>
    patterns.reduce((total, pattern, p) => (((pattern >> k) & 1) === 1 ? total + counts[p] : total), 0),
  );
  return { patterns, counts, volumes, weights: raters.map(() => 1), indices };
}
