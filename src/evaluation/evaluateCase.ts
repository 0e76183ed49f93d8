import { checkNumber } from "../core/check.ts";
import { mapWarnings } from "../core/mapQuality.ts";
import { uncheckedSegmentation } from "../core/optimum.ts";
import { type Grid, voxelVolumeMl } from "../image/grid.ts";
import { overlapAgreement } from "../raters/agreement/overlap.ts";
import { defaultToleranceMm } from "../raters/agreement/tolerance.ts";
import { defaultEmptyPolicy, type EmptyPolicy, meanOfDefined, ratio } from "../raters/empty.ts";
import { marginalOptimum } from "../raters/marginal.ts";
import { maximizeMeanRaterDice } from "../raters/meanRaterOptimum.ts";
import { type VotePatterns, votePatterns, type WeightOptions } from "../raters/patterns.ts";
import { raterDice, score } from "../raters/score.ts";
import type { VoteMap } from "../raters/voteMap.ts";
import type { AgainstObserver, CaseEvaluation, SurfaceFigures } from "./caseEvaluation.ts";
import { crps } from "./crps.ts";
import { type EvaluatedMap, evaluateMap, type MapRecord } from "./mapEvaluation.ts";
import { hasRightAngles, modelSurfaces, type ModelSurfaces } from "./modelSurfaces.ts";
import { commonWith, selectionOf } from "./patternAccess.ts";
import { placeAmong } from "./place.ts";
import { regionDice } from "./regions.ts";

/** Where a probability map is cut to a mask: its own Dice-optimal threshold, 1/2 (with ties), or {p > number}. */
export type Cut = "own" | "half" | number;

export interface CaseOptions extends WeightOptions {
  /** Dice of two empty masks; "nan". */
  readonly empty?: EmptyPolicy | undefined;
  /** What surface Dice tolerates, in mm; 2. */
  readonly toleranceMm?: number | undefined;
  /** Whether surface distances are computed; true. */
  readonly surfaces?: boolean | undefined;
  /** Where a map without a mask of its own is cut; "own". */
  readonly cut?: Cut | undefined;
}

/** What a model says of one structure, with those who drew it. */
export interface CaseToEvaluate {
  /** The observers' masks. The model's is added to it. */
  readonly observers: VoteMap;
  /** One an observer. */
  readonly names: readonly string[];
  /** Undefined where nothing is known of millimetres. */
  readonly grid: Grid | undefined;
  /** The model's mask, N values 0 or 1; left out, the map is cut. */
  readonly mask?: Uint8Array | undefined;
  /** The model's probabilities, N values in [0, 1]. */
  readonly probabilities?: Float32Array | Float64Array | undefined;
}

/** The evaluation of a case, and what a study needs of its map. */
export interface EvaluatedCase {
  readonly evaluation: Omit<CaseEvaluation, "generalisedEnergyDistance">;
  readonly record: MapRecord | null;
}

/** Compares a model's mask, probability map or both with the observers. */
export function evaluateCase(input: CaseToEvaluate, options: CaseOptions = {}): EvaluatedCase {
  const { observers, names, grid, probabilities } = input;
  const { empty = defaultEmptyPolicy, surfaces = true, toleranceMm = defaultToleranceMm } = options;
  const votes = votePatterns(observers, options);
  const voxelMl = grid === undefined ? Number.NaN : voxelVolumeMl(grid);
  const map =
    probabilities === undefined
      ? undefined
      : evaluateMap(probabilities, observers, votes, { voxelMl, empty });
  const mask = input.mask ?? cutMap(probabilities, map, options.cut ?? "own");
  const selection = selectionOf(observers, votes, mask);
  const own = score(votes, selection, empty);
  const dice = raterDice(votes, selection, empty);
  const { mean, leaveOneOut, modelOnSame, difference, place } = placeAmong(
    dice,
    overlapAgreement(votes, empty).pairwiseDice,
  );
  const canMeasure = surfaces && grid !== undefined && hasRightAngles(grid);
  let distances: ModelSurfaces | undefined;
  if (canMeasure) {
    observers.add(mask, "prediction");
    distances = modelSurfaces(observers, grid, empty, toleranceMm);
  }
  const common = commonWith(votes, selection);
  const against = names.map((name, k): AgainstObserver => {
    const volume = votes.volumes[k];
    return {
      name,
      weight: votes.weights[k],
      voxels: volume,
      volumeMl: volume * voxelMl,
      dice: dice[k],
      jaccard: ratio(common[k], own.voxels + volume - common[k], empty),
      volumeRatio: volume > 0 ? own.voxels / volume : Number.NaN,
      ...(distances?.toObservers[k] ?? NOT_MEASURED),
    };
  });
  const ceiling = {
    meanRaterDice: maximizeMeanRaterDice(votes, empty).meanDice,
    marginalDice: votes.votes.some((vote) => vote > 0) ? marginalOptimum(votes).supDice : ratio(0, 0, empty),
  };
  return {
    evaluation: {
      observers: against,
      voxels: own.voxels,
      volumeMl: own.voxels * voxelMl,
      volumeRatio: own.volumeBias,
      volumeCrpsMl: crps(own.voxels, votes.volumes, votes.weights) * voxelMl,
      meanRaterDice: own.meanRaterDice,
      marginalDice: own.marginalDice,
      jaccard: meanOfDefined(
        against.map(({ jaccard }) => jaccard),
        votes.weights,
      ),
      ceiling,
      share: {
        meanRaterDice: own.meanRaterDice / ceiling.meanRaterDice,
        marginalDice: own.marginalDice / ceiling.marginalDice,
      },
      observersAmongThemselves: {
        leaveOneOut,
        modelOnSame,
        mean,
        surfaces: distances?.amongObservers ?? null,
      },
      difference,
      place,
      regions: regionDice(votes, selection, empty),
      ...(distances?.mean ?? NOT_MEASURED),
      map: map?.evaluation ?? null,
      warnings: [
        ...warningsOf(votes, names, own.voxels),
        ...(map === undefined ? [] : mapWarnings(map.quality)),
        ...(surfaces && grid !== undefined && !canMeasure
          ? ["The image's axes are not at right angles: no distances between surfaces."]
          : []),
      ],
    },
    record: map?.record ?? null,
  };
}

const NOT_MEASURED: SurfaceFigures = {
  hausdorff95Mm: Number.NaN,
  meanDistanceMm: Number.NaN,
  surfaceDice: Number.NaN,
};

function cutMap(
  probabilities: Float32Array | Float64Array | undefined,
  map: EvaluatedMap | undefined,
  cut: Cut,
): Uint8Array {
  if (probabilities === undefined || map === undefined) throw new RangeError("neither a mask nor a map");
  const { evaluation, blockHighs } = map;
  if (cut === "half") return uncheckedSegmentation(probabilities, 0.5, "include", blockHighs);
  const threshold = cut === "own" ? evaluation.ownThreshold : cut;
  checkNumber("cut", threshold, (value) => value >= 0 && value <= 1, "a number in [0, 1]");
  return uncheckedSegmentation(probabilities, threshold, "exclude", blockHighs);
}

function warningsOf(votes: VotePatterns, names: readonly string[], voxels: number): string[] {
  const emptyNames = names.filter((_, k) => votes.volumes[k] === 0);
  return [
    names.length === 1
      ? "There is one observer: the ceiling is 1, and there is nobody to compare the model's agreement with."
      : undefined,
    emptyNames.length === names.length
      ? "Nobody marked anything."
      : emptyNames.length > 0
        ? `${emptyNames.join(", ")} marked nothing, and counts as an observer who saw nothing.`
        : undefined,
    voxels === 0 ? "The prediction is empty." : undefined,
  ].filter((warning) => warning !== undefined);
}
