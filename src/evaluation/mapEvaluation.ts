import type { MapQuality } from "../core/mapQuality.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import type { EmptyPolicy } from "../raters/empty.ts";
import type { VotePatterns } from "../raters/patterns.ts";
import type { VoteMap } from "../raters/voteMap.ts";
import { binOf, probabilityBins } from "./bins.ts";
import {
  calibrationBins,
  type CalibrationBins,
  calibrationError,
  reliability,
  type ReliabilityBin,
} from "./calibration.ts";
import { crps } from "./crps.ts";
import { expectedDice } from "./expectedDice.ts";
import { levelsOf } from "./levels.ts";
import { bestThreshold, binsToOpen, diceCurve, diceOfLevels, meanDiceWith } from "./thresholds.ts";

/** A probability map against the observers. Dice is the mean with them; thresholds make {p > threshold}. */
export interface MapEvaluation {
  /** The largest mean Dice of any threshold, which only the observers' masks tell, and the threshold that reaches it. */
  readonly bestThreshold: number;
  readonly bestDice: number;
  /** The map's own Dice-optimal threshold, for which nobody is needed. */
  readonly ownThreshold: number;
  readonly ownDice: number;
  /** Of {p ≥ 1/2}. */
  readonly halfDice: number;
  /** What the map expects of {p > ownThreshold} where it takes voxels as independent; see {@link expectedDice}. */
  readonly expectedDice: number;
  readonly ece: number;
  readonly eceForeground: number;
  /** CRPS of the expected volume Σ p against the observers' volumes, in mL. */
  readonly crps: number;
  /** Σ p in mL. */
  readonly volumeMl: number;
  readonly reliability: readonly ReliabilityBin[];
}

/** What a study needs of a map once it is gone. */
export interface MapRecord {
  /** Mean Dice with the observers of {p > k/1000}, k = 0 … 1000. */
  readonly curve: Float64Array;
  readonly calibration: CalibrationBins;
}

/** A map's evaluation, what a study needs of it, and what its case does. */
export interface EvaluatedMap {
  readonly evaluation: MapEvaluation;
  readonly record: MapRecord;
  readonly quality: MapQuality;
  /** The largest value of each block of core/blocks.ts. */
  readonly blockHighs: Float64Array;
}

/**
 * @param values N values in [0, 1]
 * @param voxelMl volume of a voxel
 * @param empty the Dice of two empty masks
 */
export function evaluateMap(
  values: Float32Array | Float64Array,
  map: VoteMap,
  votes: VotePatterns,
  { voxelMl, empty }: { readonly voxelMl: number; readonly empty: EmptyPolicy },
): EvaluatedMap {
  const { threshold: own, l1 } = diceOptimum(values);
  const bins = probabilityBins(values, map, votes);
  const meanDice = meanDiceWith(votes, empty);
  const isOpen = binsToOpen(bins, votes, empty);
  for (const b of [binOf(own), binOf(0.5)]) if (bins.lows[b] < bins.highs[b]) isOpen[b] = 1;
  const levels = levelsOf(values, bins, map, votes, isOpen);
  const raters = votes.volumes.length;
  const best = bestThreshold(levels, raters, meanDice);
  const calibration = calibrationBins(bins, votes.weights);
  const diagram = reliability(calibration);
  const { ece, eceForeground } = calibrationError(diagram);
  const volumeMl = l1 * values.length * voxelMl;
  const volumesMl = votes.volumes.map((volume) => volume * voxelMl);
  const evaluation: MapEvaluation = {
    bestThreshold: best.threshold,
    bestDice: best.meanRaterDice,
    ownThreshold: own,
    ownDice: diceOfLevels(levels, ({ low }) => low > own, raters, meanDice),
    halfDice: diceOfLevels(levels, ({ low }) => low >= 0.5, raters, meanDice),
    expectedDice: expectedDice(
      levels.map(({ sum, count }) => sum / count),
      levels.map(({ count }) => count),
      (n) => levels[n].low > own,
    ),
    ece,
    eceForeground,
    crps: crps(volumeMl, volumesMl, votes.weights),
    volumeMl,
    reliability: diagram,
  };
  return {
    evaluation,
    record: { curve: diceCurve(bins, meanDice), calibration },
    quality: bins.quality,
    blockHighs: bins.blockHighs,
  };
}
