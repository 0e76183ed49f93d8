import { levelsOf, type Levels, refineLevels } from "./levels.ts";
import { type Loss, type LossFamily, type MarginalMap, type Minimum, withoutParameters } from "./loss.ts";
import { identity, overlapSums, ratioOrZero } from "./overlapSums.ts";
import { sumOver } from "./stationary.ts";

/**
 * The mean of the soft-Dice losses of foreground and background, c and 1 − c (softmax of two classes with the background
 * included). Its minimisers are upper level sets of m, at the cut ((1 − D_0/2)/T_0 + (D_1/2)/T_1) / (1/T_0 + 1/T_1) with
 * T_l = x_l + S_l, which tends to D_1/2 for small structures; one level may be taken in part.
 */
const loss: Loss = {
  name: "mean-class-dice",
  target: "marginal",
  isSmooth: true,
  value: (c, m) => {
    const { voxels, target, soft, common } = overlapSums(c, identity, m);
    return 1 - meanDice({ voxels, target }, soft, common);
  },
  slope: ({ voxels, target, soft, common }) => {
    const [t1, t0] = [soft + target, 2 * voxels - soft - target];
    const d1 = ratioOrZero(2 * common, t1);
    const d0 = ratioOrZero(2 * (voxels - soft - target + common), t0);
    return (c, rest, m) =>
      (ratioOrZero(2 * (1 - m) - d0, 2 * t0) - ratioOrZero(2 * m - d1, 2 * t1)) * c * rest;
  },
  minimise,
};

/** `mean-class-dice`. */
export const meanClassDice: LossFamily = withoutParameters(loss);

interface Domain {
  readonly voxels: number;
  /** S. */
  readonly target: number;
}

/** (D_1 + D_0) / 2 of a segmentation of volume x with overlap A; rises with A. */
function meanDice({ voxels, target }: Domain, x: number, common: number): number {
  const foreground = ratioOrZero(2 * common, x + target);
  const background = ratioOrZero(2 * (voxels - x - target + common), 2 * voxels - x - target);
  return (foreground + background) / 2;
}

/** The best segmentation that ends in one level: the levels above it whole, and a part of its voxels. */
interface Cut {
  readonly level: number;
  /** Voxels of the level that are taken, real, in [0, its count]. */
  readonly taken: number;
  readonly dice: number;
}

/**
 * At a given volume the mean is linear in c with weights that rise with m: the best c fills levels from above. Along one
 * level, D_1 and D_0 are linear-fractional in the number taken, so the best number has a closed form. Bins of more than
 * one value are bounded by their largest, and taken apart where that might beat the best.
 */
function minimise(m: MarginalMap): Minimum {
  const binned = levelsOf(m);
  const domain = { voxels: m.length, target: sumOver(binned, identity) };
  const least = bestCut(domain, binned).dice;
  const bounds = cutBounds(domain, binned);
  const levels = binned.isExact ? binned : refineLevels(m, binned, (k) => bounds[k] >= least);
  return minimumOf(domain, levels, bestCut(domain, levels));
}

function minimumOf(domain: Domain, levels: Levels, { level, taken, dice }: Cut): Minimum {
  const [value, count] = [levels.values[level], levels.counts[level]];
  const above = levels.counts.subarray(level + 1).reduce((a, b) => a + b, 0);
  const isIn = taken > count / 2;
  const voxels = isIn ? above + count : above;
  const outside = isIn ? (level === 0 ? 0 : levels.values[level - 1]) : value;
  const inside = isIn ? value : level + 1 < levels.values.length ? levels.values[level + 1] : 1;
  const cut = cutOf(domain, levels, voxels);
  const threshold = cut > outside && cut < inside ? cut : (outside + inside) / 2;
  const whole = { value: 1 - dice, threshold, minVoxels: voxels, maxVoxels: voxels, gap: 0 };
  if (taken === 0 || taken === count) return whole;
  const soft = (m: number): number => (m === value ? taken / count : Number(m > value));
  return taken === count / 2
    ? { ...whole, threshold: value, maxVoxels: above + count, soft }
    : { ...whole, soft };
}

/** The m whose voxels neither raise nor lower the mean of the `x` voxels of largest value; NaN for an empty map. */
function cutOf({ voxels, target }: Domain, levels: Levels, x: number): number {
  let common = 0;
  forEachLevel(levels, (level, before) => {
    if (before < x) common += levels.counts[level] * levels.values[level];
  });
  const [t1, t0] = [x + target, 2 * voxels - x - target];
  const background = (1 - (voxels - x - target + common) / t0) / t0;
  return (background + common / t1 / t1) / (1 / t0 + 1 / t1);
}

/** The best cut of levels; of bins, only where they are taken whole or not at all. */
function bestCut(domain: Domain, levels: Levels): Cut {
  let best: Cut = { level: levels.values.length - 1, taken: 0, dice: meanDice(domain, 0, 0) };
  forEachLevel(levels, (level, x, common) => {
    const [value, count] = [levels.values[level], levels.counts[level]];
    const parts =
      levels.lows[level] === levels.highs[level] ? bestPart(domain, { x, common, value, count }) : count;
    for (const taken of new Set([parts, count])) {
      const dice = meanDice(domain, x + taken, common + taken * value);
      if (dice > best.dice) best = { level, taken, dice };
    }
  });
  return best;
}

/** What no cut inside each bin exceeds: its voxels all taken for the largest of their values. */
function cutBounds(domain: Domain, levels: Levels): Float64Array {
  const bounds = new Float64Array(levels.values.length);
  forEachLevel(levels, (level, x, common) => {
    const [value, count] = [levels.highs[level], levels.counts[level]];
    const parts = [0, bestPart(domain, { x, common, value, count }), count];
    bounds[level] = Math.max(...parts.map((taken) => meanDice(domain, x + taken, common + taken * value)));
  });
  return bounds;
}

/** Visits levels from the largest value, with volume and overlap of those above. */
function forEachLevel(levels: Levels, visit: (level: number, x: number, common: number) => void): void {
  let [x, common] = [0, 0];
  for (let level = levels.values.length - 1; level >= 0; level--) {
    visit(level, x, common);
    x += levels.counts[level];
    common += levels.counts[level] * levels.values[level];
  }
}

/**
 * Where in (0, count) the mean has its only inner maximum along a level, else 0. With j voxels taken,
 * D_1' = 2 p_1 / (T_1 + j)² and D_0' = −2 p_0 / (T_0 − j)²; their sum has a maximum only where p_1, p_0 > 0.
 */
function bestPart(
  { voxels, target }: Domain,
  {
    x,
    common,
    value,
    count,
  }: { readonly x: number; readonly common: number; readonly value: number; readonly count: number },
): number {
  const [t1, t0] = [x + target, 2 * voxels - x - target];
  const p1 = value * t1 - common;
  const p0 = (1 - value) * t0 - (voxels - x - target + common);
  if (!(p1 > 0 && p0 > 0)) return 0;
  const part = (t0 * Math.sqrt(p1) - t1 * Math.sqrt(p0)) / (Math.sqrt(p1) + Math.sqrt(p0));
  return Math.min(count, Math.max(0, part));
}
