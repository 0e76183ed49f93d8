import { optimumOfLevels } from "../kernels/levelOptimum.ts";
import { CURVE_STEPS, firstBinAbove, type ProbabilityBins } from "./bins.ts";

/** Voxels of one bin of predictions: how many, Σ of what was predicted, Σ of the fraction of observers who marked them. */
export interface CalibrationBins {
  readonly counts: Float64Array;
  readonly predicted: Float64Array;
  readonly observed: Float64Array;
}

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  /** Bin b of B holds the predictions in (b/B, (b + 1)/B], the first one 0 too. */
  readonly from: number;
  readonly to: number;
  readonly voxels: number;
  /** Mean prediction, and mean fraction of observers who marked a voxel; NaN for no voxels. */
  readonly predicted: number;
  readonly observed: number;
}

/** How far predictions are from what observers marked. */
export interface CalibrationError {
  /** Σ_b n_b |o_b − p_b| / N over the bins of the reliability diagram: the expected calibration error. */
  readonly ece: number;
  /** The same relative to the foreground, Σ_b n_b |o_b − p_b| / Σ p, which background does not dilute. */
  readonly eceForeground: number;
  /** Σ_b n_b (p_b − o_b) / N; its size is at most the calibration error (Popordanoska et al., 2021). */
  readonly volumeBias: number;
}

/** Bins of a reliability diagram. */
export const RELIABILITY_BINS = 20;

/**
 * A map's bins by steps of 1/1000: entry 0 the voxels of p = 0, entry k those of ((k − 1)/1000, k/1000].
 *
 * @param weights of the R observers
 */
export function calibrationBins(bins: ProbabilityBins, weights: ArrayLike<number>): CalibrationBins {
  const entries = CURVE_STEPS + 1;
  const [counts, predicted, observed] = [0, 1, 2].map(() => new Float64Array(entries));
  const all = Array.from(weights).reduce((a, b) => a + b);
  for (let k = 0; k < entries; k++) {
    const [from, to] = k === 0 ? [0, 1] : [firstBinAbove(k - 1), firstBinAbove(k)];
    for (let b = from; b < to; b++) {
      if (bins.counts[b] === 0) continue;
      counts[k] += bins.counts[b];
      predicted[k] += bins.sums[b];
      for (let r = 0; r < bins.marked.length; r++) observed[k] += (weights[r] / all) * bins.marked[r][b];
    }
  }
  return { counts, predicted, observed };
}

/** The bins of several maps together. */
export function pooledBins(all: readonly CalibrationBins[]): CalibrationBins {
  const sum = (name: keyof CalibrationBins): Float64Array =>
    all.reduce(
      (total, bins) => total.map((value, k) => value + bins[name][k]),
      new Float64Array(all[0][name].length),
    );
  return { counts: sum("counts"), predicted: sum("predicted"), observed: sum("observed") };
}

/** The reliability diagram: {@link RELIABILITY_BINS} equal bins. @param bins by steps of 1/1000 */
export function reliability({ counts, predicted, observed }: CalibrationBins): ReliabilityBin[] {
  const width = CURVE_STEPS / RELIABILITY_BINS;
  return Array.from({ length: RELIABILITY_BINS }, (_, b) => {
    const [from, to] = [b === 0 ? 0 : b * width + 1, (b + 1) * width + 1];
    const sum = (values: Float64Array): number => values.subarray(from, to).reduce((x, y) => x + y, 0);
    const voxels = sum(counts);
    return {
      from: b / RELIABILITY_BINS,
      to: (b + 1) / RELIABILITY_BINS,
      voxels,
      predicted: sum(predicted) / voxels,
      observed: sum(observed) / voxels,
    };
  });
}

/** Calibration error over bins with their mean prediction and mean observation; empty bins do not count. */
export function calibrationError(
  bins: readonly Pick<ReliabilityBin, "voxels" | "predicted" | "observed">[],
): CalibrationError {
  let [voxels, predicted, error, bias] = [0, 0, 0, 0];
  for (const bin of bins) {
    if (bin.voxels === 0) continue;
    voxels += bin.voxels;
    predicted += bin.voxels * bin.predicted;
    error += bin.voxels * Math.abs(bin.observed - bin.predicted);
    bias += bin.voxels * (bin.predicted - bin.observed);
  }
  return { ece: error / voxels, eceForeground: error / predicted, volumeBias: bias / voxels };
}

/** The Dice-optimal cut of predictions whose calibration is known from other labels. */
export interface RecalibratedCut {
  /** The Dice-optimal threshold of what was observed. */
  readonly observedThreshold: number;
  /** The first bin of the cut segmentation: it holds this bin and all above. As many as there are bins where it is empty. */
  readonly firstBin: number;
}

/**
 * Where to cut miscalibrated predictions: if a voxel of prediction p is marked with probability r(p), r rising, the
 * Dice-optimal segmentation is {r(p) > t_o} with t_o the optimum of the observed frequencies, so p is cut at r⁻¹(t_o). r is
 * the isotonic regression of the observed frequencies (Zadrozny & Elkan, KDD 2002), by pooling adjacent violators; pooling
 * leaves the best cut where it is. The labels must be of other cases than those that are cut.
 *
 * @param bins in ascending order of predictions
 */
export function recalibratedCut({ counts, observed }: CalibrationBins): RecalibratedCut {
  const blocks: { first: number; count: number; sum: number }[] = [];
  counts.forEach((count, first) => {
    if (count === 0) return;
    blocks.push({ first, count, sum: observed[first] });
    for (;;) {
      const [below, last] = blocks.slice(-2);
      if (last === undefined || below.sum * last.count < last.sum * below.count) break;
      blocks.splice(-2, 2, {
        first: below.first,
        count: below.count + last.count,
        sum: below.sum + last.sum,
      });
    }
  });
  const levels = blocks.map(({ sum, count }) => Math.min(1, sum / count));
  const { threshold } = optimumOfLevels(
    levels,
    blocks.map(({ count }) => count),
  );
  const cut = levels.findIndex((level) => level > threshold);
  return { observedThreshold: threshold, firstBin: cut < 0 ? counts.length : blocks[cut].first };
}
