/**
 * softdice: the Dice-optimal answer to disagreeing observers.
 *
 * @example
 * import { diceOptimum, segmentation, volumeBounds } from "softdice";
 *
 * const marginal = [0.2, 0.4, 1.0, 0.6]; // fraction of observers who marked each voxel
 * const { supDice, threshold } = diceOptimum(marginal); // 0.769…, 0.384…
 * segmentation(marginal, threshold); // Uint8Array [0, 1, 1, 1]
 * volumeBounds(marginal); // [0.3025, 1], fractions of the domain
 *
 * @packageDocumentation
 */
export { SoftdiceError, type Fault } from "./core/errors.ts";
export type { Numbers } from "./core/check.ts";
export { dice, softDice, softDiceGradient } from "./core/dice.ts";
export { segmentation, type DiceOptimum, type Ties } from "./core/optimum.ts";
export {
  compareWithCrossEntropy,
  leastOptimalVoxels,
  volumeBias,
  volumeBounds,
  type CrossEntropyComparison,
} from "./core/volume.ts";
export type { Iterate } from "./core/descent.ts";
export { Random } from "./core/random.ts";
export { descend, type DescentOptions, type DescentReport } from "./kernels/descend.ts";
export { doTeamTask, teamDescent, type Ask, type TeamTask } from "./kernels/team.ts";
export { diceOptimumOfVotes } from "./kernels/levelOptimum.ts";
export { diceOptimum } from "./kernels/optimum.ts";
export { lossGradient, lossValue, minimiseLoss, writeGradient, type LossTarget } from "./losses/losses.ts";
export { parseLoss } from "./losses/registry.ts";
export type { Loss, LossMinimiser, ObserverLoss } from "./losses/loss.ts";
export { expectedDice, type Approximation, type ExpectedDice } from "./losses/expectedDice.ts";
export { batchDiceOptimum, type BatchDiceOptimum } from "./losses/batchDice.ts";
export {
  generalisedDiceOfChannels,
  generalisedDiceOptimum,
  type GeneralisedDiceOptimum,
} from "./losses/generalisedDice.ts";
export { meanClassDiceOptimum, type MeanClassDiceOptimum } from "./losses/meanClassDiceOptimum.ts";
export { syntheticMarginal, type SyntheticMarginal, type SyntheticOptions } from "./synthetic/marginal.ts";
export type { PresetName } from "./synthetic/presets.ts";
export { readVolumes } from "./formats/read.ts";
export type { ReadContext } from "./formats/context.ts";
export type { Compression, Deflate, Inflate } from "./formats/compression.ts";
export type { NamedBytes } from "./formats/volume.ts";
export { encodeNifti, encodeNiftiGz } from "./formats/nifti/write.ts";
export { encodeNrrd, encodeNrrdGz } from "./formats/nrrd/write.ts";
export { encodeNpy } from "./formats/npy/write.ts";
export { walkArchive, type ArchiveEntry } from "./formats/zip/walk.ts";
export type { ArchiveLimits } from "./formats/zip/limits.ts";
export { readStudy, type Study, type StudyFile } from "./formats/dicom/study.ts";
export {
  maskSources,
  type BetweenPlanes,
  type MaskOptions,
  type MaskSource,
  type MaskStructure,
  type StructureMask,
} from "./formats/dicom/masks.ts";
export { referenceToSeries, type ImageReference } from "./formats/dicom/reference.ts";
export { readSeriesVolume } from "./formats/dicom/series-volume.ts";
export type { Series } from "./formats/dicom/series.ts";
export type { Contour, Roi, StructureSet } from "./formats/dicom/rtstruct.ts";
export { rasterise, type ClosedContour, type Nested, type Rasterised } from "./formats/dicom/rasterise.ts";
export { maskToContours, type SliceContour } from "./formats/dicom/contours.ts";
export {
  structureFromMask,
  writeStructureSet,
  type Structure,
  type StructureSetOptions,
} from "./formats/dicom/rtstruct-write.ts";
export {
  writeSegmentation,
  type SegmentationOptions,
  type SegmentToWrite,
} from "./formats/dicom/seg-write.ts";
export { mmToVoxel, voxelToMm, voxelVolumeMl, type Grid, type Triple } from "./image/grid.ts";
export type { Volume, VoxelArray } from "./image/volume.ts";
export { describeGridDifference, requireSameGrid } from "./image/compare.ts";
export { boundingBox, crop, growBox, type Box } from "./image/crop.ts";
export { resample, type Interpolation } from "./image/resample.ts";
export { majority } from "./raters/majority.ts";
export { staple, type Staple, type StapleEstimate, type StapleOptions } from "./raters/staple.ts";
export { meanRaterOptimum, type MeanRaterSegmentation } from "./raters/meanRaterOptimum.ts";
export type { EmptyPolicy } from "./raters/empty.ts";
export type { WeightOptions } from "./raters/patterns.ts";
export { evaluate, type EvaluateOptions } from "./evaluation/evaluate.ts";
export type { AgainstObserver, CaseEvaluation } from "./evaluation/caseEvaluation.ts";
export type { Partition } from "./evaluation/partition/partition.ts";
export { partitionOfLabelMaps } from "./evaluation/partition/ofLabelMaps.ts";
export { partitionOfMaps } from "./evaluation/partition/ofMaps.ts";
