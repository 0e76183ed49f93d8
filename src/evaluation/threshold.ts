import { checkChoice, checkObject, checkProbabilities, type Numbers } from "../core/check.ts";
import { halfWarnings } from "../core/half.ts";
import { mapWarnings } from "../core/mapQuality.ts";
import { type Ties, uncheckedSegmentation } from "../core/optimum.ts";
import { type CurvePoint, curveOfSteps } from "../core/thresholdCurve.ts";
import { type Geometry, gridOfGeometry } from "../image/geometry.ts";
import { type Grid, voxelVolumeMl } from "../image/grid.ts";
import { histogramOf } from "../kernels/histogram.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import { type ExpectedDiceSummary, summariseExpectedDiceOfLevels } from "../losses/expectedDiceSummary.ts";
import { levelBins, levelsOf } from "../losses/levels.ts";

/** What `softdice threshold` says of one map. */
export interface ThresholdSummary {
  readonly shape: readonly number[];
  readonly spacingMm: readonly number[];
  readonly supDice: number;
  readonly threshold: number;
  readonly l1: number;
  readonly minVoxels: number;
  readonly maxVoxels: number;
  readonly volumeMl: {
    readonly marginal: number;
    readonly min: number;
    readonly max: number;
    /** {m ≥ 1/2}. */
    readonly half: number;
    /** The strict majority, {m > 1/2}. */
    readonly majority: number;
  };
  /** Voxels at exactly 1/2. */
  readonly tiedAtHalf: number;
  readonly volumeBounds: readonly [lower: number, upper: number];
  /** Where voxels are independent. */
  readonly expectedDice: ExpectedDiceSummary;
  readonly warnings: readonly string[];
}

/** Where a map's voxels are, and what becomes of those that tie. */
export interface ThresholdOptions extends Geometry {
  /** Whether voxels at exactly the threshold are in; "exclude". */
  readonly ties?: Ties | undefined;
}

/** The numbers of `softdice threshold`, and the mask. */
export interface ThresholdedMap extends ThresholdSummary {
  /** {m > t}, or {m ≥ t} with `ties: "include"`: N values, 0 or 1. */
  readonly mask: Uint8Array;
}

/**
 * A probability map, or a marginal, to its Dice-optimal segmentation with what `softdice threshold` says of it. Without
 * `grid` (or `spacingMm`) volumes in mL are NaN.
 *
 * @example
 * import { threshold } from "softdice";
 *
 * const map = [0.2, 0.4, 1, 0.6];
 * const found = threshold(map, { shape: [2, 2, 1], spacingMm: [10, 10, 10] });
 * found.threshold; // 0.38461538461538464, that is 5/13
 * found.mask; // Uint8Array [0, 1, 1, 1]
 * found.volumeMl.min; // 3
 *
 * @param m N values in [0, 1]
 * @throws SoftdiceError for an empty map, values out of range, and a geometry that does not fit
 */
export function threshold(m: Numbers, options: ThresholdOptions = {}): ThresholdedMap {
  checkObject("options", options);
  const { ties = "exclude" } = options;
  checkChoice("ties", ties, ["exclude", "include"]);
  const map = asMap(m);
  const { summary, blockHighs } = summaryAndCurve(map, gridOfGeometry(options, map.length));
  return { ...summary, mask: uncheckedSegmentation(map, summary.threshold, ties, blockHighs) };
}

/** The map as it is where it has floats, which are looked at as they are read. */
function asMap(m: Numbers): Float32Array | Float64Array {
  if (m instanceof Float32Array || m instanceof Float64Array) return m;
  checkProbabilities("m", m);
  return Float64Array.from(m);
}

/** {@link threshold} without the mask, with the Dice of the thresholds 0, 1/1000, …, 1, of one pass over the map and one for its optimum. */
export function summaryAndCurve(
  m: Float32Array | Float64Array,
  grid: Grid,
): {
  readonly summary: ThresholdSummary;
  readonly curve: readonly CurvePoint[];
  /** The largest value of each block of core/blocks.ts. */
  readonly blockHighs: Float64Array;
} {
  const optimum = diceOptimum(m); // looks at the values
  const histogram = histogramOf(m, { ...levelBins(m.length), steps: CURVE_STEPS });
  const { bins, total, spread, atLeastHalf, aboveHalf } = histogram;
  const quality = { max: bins.highs.reduce((a, b) => Math.max(a, b)), undecided: spread / total };
  const half = { atLeast: atLeastHalf, above: aboveHalf };
  const voxelMl = voxelVolumeMl(grid);
  const summary: ThresholdSummary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    ...optimum,
    volumeMl: {
      marginal: optimum.l1 * m.length * voxelMl,
      min: optimum.minVoxels * voxelMl,
      max: optimum.maxVoxels * voxelMl,
      half: half.atLeast * voxelMl,
      majority: half.above * voxelMl,
    },
    tiedAtHalf: half.atLeast - half.above,
    volumeBounds: [optimum.l1 ** 2, 1],
    expectedDice: summariseExpectedDiceOfLevels(m, optimum, levelsOf(m, histogram)),
    warnings: [...mapWarnings(quality), ...halfWarnings(half)],
  };
  return { summary, curve: curveOfSteps(histogram.steps), blockHighs: histogram.blockHighs };
}

const CURVE_STEPS = 1000;
