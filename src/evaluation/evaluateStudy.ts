import { meanOfDefined } from "../raters/empty.ts";
import { CURVE_STEPS } from "./bins.ts";
import { bootstrapMean, type MeanWithInterval } from "./bootstrapT.ts";
import {
  calibrationError,
  pooledBins,
  recalibratedCut,
  reliability,
  type ReliabilityBin,
} from "./calibration.ts";
import type { CaseEvaluation } from "./caseEvaluation.ts";
import { datasetThreshold } from "./datasetThreshold.ts";
import type { MapRecord } from "./mapEvaluation.ts";

/** One structure of one case. */
export interface StudyRow {
  readonly case: string;
  readonly structure: string;
  readonly evaluation: Omit<CaseEvaluation, "generalisedEnergyDistance">;
  /** Of its probability map; null where there is none. */
  readonly record: MapRecord | null;
}

/** What the probability maps of a study have in common. Dice is the mean with the observers, averaged over the cases. */
export interface StudyMaps {
  readonly ownDice: MeanWithInterval;
  readonly halfDice: MeanWithInterval;
  readonly bestDice: MeanWithInterval;
  readonly expectedDice: MeanWithInterval;
  /** The threshold, in steps of 1/1000, that is best for all cases together, and its Dice on these same cases. */
  readonly datasetThreshold: number;
  readonly datasetDice: number;
  /** The Dice that each case has at the threshold of the others; NaN for one case. */
  readonly crossValidatedDice: number;
  /** Case by case, `crossValidatedDice` less `halfDice`: what the threshold brings on cases that it has not seen. */
  readonly crossValidatedGain: MeanWithInterval;
  /** Dice where each case is cut as the calibration of the other cases says; NaN for one case. */
  readonly recalibratedDice: number;
  /** The cut that all cases together say, and the optimum of what was observed. */
  readonly recalibratedThreshold: number;
  readonly ece: number;
  readonly eceForeground: number;
  readonly reliability: readonly ReliabilityBin[];
}

/** The cases of a study together: means over the cases, those of several structures of a case averaged before. */
export interface StudyEvaluation {
  readonly cases: number;
  readonly meanRaterDice: MeanWithInterval;
  readonly marginalDice: MeanWithInterval;
  readonly ceiling: MeanWithInterval;
  readonly share: MeanWithInterval;
  /** Mean pairwise Dice of the observers, and the model's mean Dice less that, case by case. */
  readonly observersAmongThemselves: MeanWithInterval;
  readonly difference: MeanWithInterval;
  readonly volumeRatio: MeanWithInterval;
  readonly hausdorff95Mm: MeanWithInterval;
  readonly meanDistanceMm: MeanWithInterval;
  readonly surfaceDice: MeanWithInterval;
  readonly consensusDice: MeanWithInterval;
  readonly dissensusDice: MeanWithInterval;
  readonly maps: StudyMaps | null;
}

/** @param seed of the bootstrap */
export function evaluateStudy(rows: readonly StudyRow[], seed: number = 1): StudyEvaluation {
  const cases = rowsByCase(rows);
  const over = (
    value: (evaluation: StudyRow["evaluation"]) => number,
    range: readonly [number, number] = SHARE,
  ): MeanWithInterval =>
    bootstrapMean(
      cases.map((of) => meanOfDefined(of.map(({ evaluation }) => value(evaluation)))),
      seed,
      range,
    );
  return {
    cases: cases.length,
    meanRaterDice: over((one) => one.meanRaterDice),
    marginalDice: over((one) => one.marginalDice),
    ceiling: over((one) => one.ceiling.meanRaterDice),
    share: over((one) => one.share.meanRaterDice),
    observersAmongThemselves: over((one) => one.observersAmongThemselves.mean),
    difference: over((one) => one.difference, DIFFERENCE),
    volumeRatio: over((one) => one.volumeRatio, SIZE),
    hausdorff95Mm: over((one) => one.hausdorff95Mm, SIZE),
    meanDistanceMm: over((one) => one.meanDistanceMm, SIZE),
    surfaceDice: over((one) => one.surfaceDice),
    consensusDice: over((one) => one.regions.consensusDice),
    dissensusDice: over((one) => one.regions.dissensusDice),
    maps: mapsOf(cases, seed),
  };
}

/** Ranges of Dice and shares, of their differences, and of distances and ratios of volumes. */
const SHARE = [0, 1] as const;
const DIFFERENCE = [-1, 1] as const;
const SIZE = [0, Infinity] as const;

function rowsByCase(rows: readonly StudyRow[]): StudyRow[][] {
  const cases = new Map<string, StudyRow[]>();
  for (const row of rows) cases.set(row.case, [...(cases.get(row.case) ?? []), row]);
  return [...cases.values()];
}

type RowWithMap = StudyRow & {
  readonly record: MapRecord;
  readonly evaluation: { readonly map: NonNullable<CaseEvaluation["map"]> };
};

/** The rows that thresholds can be compared in: with a map, and with somebody who marked something. */
function hasMap(row: StudyRow): row is RowWithMap {
  return (
    row.record !== null && row.evaluation.map !== null && !Number.isNaN(row.evaluation.ceiling.meanRaterDice)
  );
}

function mapsOf(all: readonly (readonly StudyRow[])[], seed: number): StudyMaps | null {
  const cases = all.map((rows) => rows.filter(hasMap)).filter((rows) => rows.length > 0);
  if (cases.length === 0) return null;
  const over = (value: (map: RowWithMap["evaluation"]["map"]) => number): MeanWithInterval =>
    bootstrapMean(
      cases.map((rows) => meanOfDefined(rows.map(({ evaluation }) => value(evaluation.map)))),
      seed,
      SHARE,
    );
  const curves = cases.map(meanCurve);
  const dataset = datasetThreshold(curves);
  const calibrations = cases.map((rows) => pooledBins(rows.map(({ record }) => record.calibration)));
  const pooled = pooledBins(calibrations);
  const diagram = reliability(pooled);
  const { ece, eceForeground } = calibrationError(diagram);
  const half = cases.map((rows) => meanOfDefined(rows.map(({ evaluation }) => evaluation.map.halfDice)));
  const recalibrated = cases.map((_, n) => {
    const others = calibrations.filter((__, other) => other !== n);
    return others.length === 0
      ? Number.NaN
      : curves[n][cutStep(recalibratedCut(pooledBins(others)).firstBin)];
  });
  return {
    ownDice: over((map) => map.ownDice),
    halfDice: over((map) => map.halfDice),
    bestDice: over((map) => map.bestDice),
    expectedDice: over((map) => map.expectedDice),
    datasetThreshold: dataset.threshold,
    datasetDice: dataset.meanDice,
    crossValidatedDice: meanOfDefined(dataset.crossValidated),
    crossValidatedGain: bootstrapMean(
      dataset.crossValidated.map((dice, n) => dice - half[n]),
      seed,
      DIFFERENCE,
    ),
    recalibratedDice: meanOfDefined(recalibrated),
    recalibratedThreshold: cutStep(recalibratedCut(pooled).firstBin) / CURVE_STEPS,
    ece,
    eceForeground,
    reliability: diagram,
  };
}

/** The k of the {p > k/1000} that is made of the entries of calibration bins from `firstBin` on. */
function cutStep(firstBin: number): number {
  return Math.max(0, firstBin - 1);
}

function meanCurve(rows: readonly RowWithMap[]): Float64Array {
  return rows[0].record.curve.map((_, k) => meanOfDefined(rows.map(({ record }) => record.curve[k])));
}
