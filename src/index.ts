/**
 * softdice: the Dice-optimal answer to disagreeing observers. Mathematics, observers, losses, evaluation and synthetic
 * marginals on arrays; nothing here reads a file (see softdice/study, softdice/formats, softdice/dicom).
 *
 * @example
 * import { diceOptimum, segmentation, volumeBounds } from "softdice";
 *
 * const marginal = [0.2, 0.4, 1.0, 0.6]; // fraction of observers who marked each voxel
 * const { supDice, threshold } = diceOptimum(marginal);
 * supDice; // 0.7692307692307693, that is 10/13
 * threshold; // 0.38461538461538464, half of it
 * segmentation(marginal, threshold); // Uint8Array [0, 1, 1, 1]
 * volumeBounds(marginal); // [0.30250000000000005, 1], fractions of the domain
 *
 * @packageDocumentation
 */
export { SoftdiceError, type Fault } from "./core/errors.ts";
export type { Numbers } from "./core/check.ts";
export { dice, softDice, softDiceGradient } from "./core/dice.ts";
export { segmentation, type DiceOptimum, type Ties } from "./core/optimum.ts";
export { thresholdCurve, type CurveOptions, type CurvePoint } from "./core/thresholdCurve.ts";
export {
  compareWithCrossEntropy,
  leastOptimalVoxels,
  volumeBias,
  volumeBounds,
  type CrossEntropyComparison,
} from "./core/volume.ts";
export type { Iterate } from "./core/descent.ts";
export { Random, type RandomWords } from "./core/random.ts";
export type { Spread } from "./core/spread.ts";

export { gridFromAffine, type AffineOptions } from "./image/gridFromAffine.ts";
export {
  checkedMmToVoxel as mmToVoxel,
  checkedVoxelToMm as voxelToMm,
  checkedVoxelVolumeMl as voxelVolumeMl,
} from "./image/conversions.ts";
export type { Grid, Triple } from "./image/grid.ts";
export type { Geometry } from "./image/geometry.ts";
export type { Volume, VoxelArray } from "./image/volume.ts";
export { requireSameGrid } from "./image/compare.ts";
export { boundingBox, crop, growBox, type Box } from "./image/crop.ts";
export { resample, type Interpolation } from "./image/resample.ts";

export { descend, type DescentOptions, type DescentReport } from "./kernels/descend.ts";
export { diceOptimumOfVotes } from "./kernels/levelOptimum.ts";
export { diceOptimum } from "./kernels/optimum.ts";

export { lossGradient, lossValue, minimiseLoss, type LossTarget } from "./losses/losses.ts";
export type { LossMinimiser } from "./losses/loss.ts";
export type { LossRow } from "./losses/comparison.ts";
export { expectedDice, type Approximation, type ExpectedDice } from "./losses/expectedDice.ts";
export type { ExpectedDiceSummary } from "./losses/expectedDiceSummary.ts";
export { batchDiceOptimum, type BatchDiceOptimum } from "./losses/batchDice.ts";
export { generalisedDiceOptimum, type GeneralisedDiceOptimum } from "./losses/generalisedDice.ts";
export { meanClassDiceOptimum, type MeanClassDiceOptimum } from "./losses/meanClassDiceOptimum.ts";

export { majority } from "./raters/majority.ts";
export { marginalOf } from "./raters/marginalOf.ts";
export { meanRaterOptimum, type MeanRaterSegmentation } from "./raters/meanRaterOptimum.ts";
export { staple, type Staple, type StapleEstimate, type StapleOptions } from "./raters/staple.ts";
export {
  agreement,
  consensusOfMasks as consensus,
  type MaskAgreement,
  type MaskConsensus,
  type MaskOptions,
} from "./raters/consensusOfMasks.ts";
export type { AgreementRow } from "./raters/agreement/rows.ts";
export type { ConsensusMethod } from "./raters/methods.ts";
export type { ConsensusSummary } from "./raters/consensusSummary.ts";
export type { EmptyPolicy } from "./raters/empty.ts";
export type { WeightOptions } from "./raters/patterns.ts";
export { overStudy, type StudySummary } from "./raters/study.ts";

export { compareLosses, type CompareOptions } from "./evaluation/compareLosses.ts";
export { evaluate, type EvaluateOptions } from "./evaluation/evaluate.ts";
export {
  evaluateCases,
  type EvaluatedStudy,
  type EvaluationInput,
  type StudyOptions,
} from "./evaluation/evaluateCases.ts";
export type { StudyEvaluation } from "./evaluation/evaluateStudy.ts";
export type { AgainstObserver, CaseEvaluation } from "./evaluation/caseEvaluation.ts";
export {
  threshold,
  type ThresholdedMap,
  type ThresholdOptions,
  type ThresholdSummary,
} from "./evaluation/threshold.ts";
export type { Partition } from "./evaluation/partition/partition.ts";
export { partitionOfLabelMaps } from "./evaluation/partition/ofLabelMaps.ts";
export { partitionOfMaps } from "./evaluation/partition/ofMaps.ts";

export { syntheticMarginal, type SyntheticMarginal, type SyntheticOptions } from "./synthetic/marginal.ts";
export type { PresetName } from "./synthetic/presets.ts";
