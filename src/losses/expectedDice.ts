import { checkNumber, checkProbabilities, type Numbers } from "../core/check.ts";
import { type Levels, levelsOf, refineLevels } from "./levels.ts";
import type { MarginalMap } from "./loss.ts";
import { RankedVoxels } from "./rankedVoxels.ts";

/** The expectation of Dice over labels B whose voxels are independent, B(i) = 1 with probability p(i). */
export interface ExpectedDice {
  /**
   * E D(s, B) of the k voxels of largest p, an integer in [0, N]: the best segmentation of that size. 0 for k = 0, as Dice
   * of two empty segmentations is 0 here.
   */
  readonly bySize: (k: number) => number;
  /** The size of the best segmentation, the smallest of those that tie; 0 where p is 0 everywhere. */
  readonly bestSize: number;
  /** The largest expected Dice. */
  readonly best: number;
  /** Π (1 − p): what the empty segmentation has where Dice of two empty segmentations is taken for 1. */
  readonly emptyIfOne: number;
  /** RankSEG's approximations, with what their segmentations lose. */
  readonly rankSeg: { readonly rma: Approximation; readonly ba: Approximation };
}

/** A segmentation that an approximation takes for the best. */
export interface Approximation {
  readonly size: number;
  /** The approximate expected Dice. */
  readonly value: number;
  /** best − bySize(size) ≥ 0. */
  readonly gap: number;
}

/**
 * Expected Dice of independent voxels, without approximation. With p sorted down and q = 1 − p, 1/(τ + ΣB) = ∫₀¹ u^(τ+ΣB−1) du
 * gives
 *
 *     E D(top τ) = 2 ∫₀¹ u^(τ−1) [Σ_{i≤τ} p_i u / (q_i + p_i u)] Π_j (q_j + p_j u) du,
 *
 * the integral of a polynomial. Gauss–Legendre is exact for it on small maps, and right to 1e-11 in u = e^−y on
 * large ones. By |E D(τ) − D_p(τ)| ≤ √(Σ p q) / (τ + S), only sizes near the best of the marginal can be
 * best; each of them is tried. Of maps of more values than {@link levelsOf} keeps apart, values are sorted where those
 * sizes end, and binned elsewhere.
 *
 * RankSEG (Dai & Li, "RankSEG: a consistent ranking-based framework for segmentation", JMLR 24, 2023) takes for the expected
 * Dice of a size 2 Σ_{i≤τ} p_i E[1/(τ + 1 + ΣB)] ("blind", BA) or 2 Σ_{i≤τ} p_i / (τ + 1 + S) ("reciprocal moment", RMA).
 *
 * @example
 * import { expectedDice } from "softdice";
 *
 * const { best, bestSize, bySize } = expectedDice([1, 0.2]);
 * best; // 0.9333333333333333, that is 0.8 · 1 + 0.2 · 2/3
 * bestSize; // 1
 * bySize(2); // 0.7333333333333333, that is 0.8 · 2/3 + 0.2 · 1
 *
 * @param p probabilities of N independent voxels, each in [0, 1]
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function expectedDice(p: Numbers): ExpectedDice {
  checkProbabilities("p", p);
  const map: MarginalMap = p instanceof Float32Array || p instanceof Float64Array ? p : Float64Array.from(p);
  return expectedDiceOfLevels(map, levelsOf(map));
}

/** {@link expectedDice} of a map whose values have been looked at. @param binned its levels */
export function expectedDiceOfLevels(map: MarginalMap, binned: Levels): ExpectedDice {
  const ranked = new RankedVoxels(binned.isExact ? binned : refineEnds(map, binned));
  const { exact, blind } = ranked.search();
  const rma = ranked.reciprocalMoment();
  const lost = (size: number): number => Math.max(0, exact.value - ranked.expectation(size));
  return {
    bySize: (k) => {
      checkNumber(
        "k",
        k,
        (value) => Number.isInteger(value) && value >= 0 && value <= map.length,
        "a number of voxels",
      );
      return ranked.expectation(k);
    },
    bestSize: exact.size,
    best: exact.value,
    emptyIfOne: ranked.emptyProbability(),
    rankSeg: { rma: { ...rma, gap: lost(rma.size) }, ba: { ...blind, gap: lost(blind.size) } },
  };
}

/** The levels with every value by itself in the bins where a best segmentation may end. */
function refineEnds(map: MarginalMap, binned: Levels): Levels {
  const [first, last] = new RankedVoxels(binned).candidates();
  let above = map.length;
  const mayEnd = Array.from(binned.counts, (count) => {
    const [from, to] = [above - count, above];
    above = from;
    return to >= first && from <= last;
  });
  return refineLevels(map, binned, (k) => mayEnd[k]);
}
