import { SoftdiceError } from "../../../src/core/errors.ts";
import { type Cut, evaluateCase } from "../../../src/evaluation/evaluateCase.ts";
import { evaluateStudy, type StudyEvaluation, type StudyRow } from "../../../src/evaluation/evaluateStudy.ts";
import { type Grid, voxelCount } from "../../../src/image/grid.ts";
import type { Interpolation } from "../../../src/image/resample.ts";
import { VoteMap } from "../../../src/raters/voteMap.ts";
import { canonicalName } from "../../../src/study/names.ts";
import type { PredictedStructure, Prediction } from "../study/predictions.ts";
import type { StoredMask } from "../study/stored.ts";
import { onGrid, wholeMap, wholeMask } from "./align.ts";

/** The observers of one structure, under the names that they have on the page. */
export interface ObservedStructure {
  /** Its index among the study's structures. */
  readonly index: number;
  readonly name: string;
  readonly grid: Grid;
  readonly observers: readonly StoredMask[];
}

export interface ModelOptions {
  /** Where a map without a mask of its own is cut. */
  readonly cut: Cut;
  /** How observers on another grid are brought to the prediction's; refused if left out. */
  readonly resample?: Interpolation | undefined;
  /** Whether a prediction without geometry has the voxels of the observers' images. */
  readonly like?: boolean | undefined;
}

/** The model against the observers of one structure: the figures of `softdice evaluate`. */
export interface EvaluatedStructure {
  readonly index: number;
  readonly structure: string;
  readonly row: StudyRow;
  /** The figures of the row as a study of one case, for sentences and figures. */
  readonly study: StudyEvaluation;
}

/** What became of a prediction. */
export interface ModelReport {
  readonly name: string;
  readonly structures: readonly EvaluatedStructure[];
  /** Means over the structures; undefined where none could be evaluated. */
  readonly all: StudyEvaluation | undefined;
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
  readonly remarks: readonly string[];
}

/**
 * Evaluates every structure that is predicted and that somebody drew, as `softdice evaluate` does, on the prediction's grid.
 * Structures are matched by their names; one that nothing names is the single one drawn, or that of `unnamed`.
 *
 * @param unnamed index of the structure that a prediction without a name is of
 * @param report is told of each structure
 */
export function evaluateModel(
  prediction: Prediction,
  drawn: readonly ObservedStructure[],
  unnamed: number | undefined,
  options: ModelOptions,
  report: (done: number, total: number) => void = () => {},
): ModelReport {
  const structures: EvaluatedStructure[] = [];
  const failures: { structure: string; reason: string }[] = [];
  for (const [n, predicted] of prediction.structures.entries()) {
    report(n, prediction.structures.length);
    const observed = observersOf(predicted, drawn, prediction, unnamed);
    const structure = observed?.name ?? (predicted.name || prediction.name);
    try {
      if (observed === undefined || observed.observers.length === 0) throw nobody(structure);
      structures.push(evaluateStructure(prediction, predicted, observed, options));
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure, reason: error.message });
    }
  }
  return {
    name: prediction.name,
    structures,
    all: structures.length === 0 ? undefined : evaluateStudy(structures.map(({ row }) => row)),
    failures,
    remarks: prediction.remarks,
  };
}

function observersOf(
  { name }: PredictedStructure,
  drawn: readonly ObservedStructure[],
  prediction: Prediction,
  unnamed: number | undefined,
): ObservedStructure | undefined {
  const called = (wanted: string): ObservedStructure | undefined =>
    drawn.find((one) => canonicalName(one.name) === canonicalName(wanted));
  if (name !== "") return called(name);
  return (
    drawn.find(({ index }) => index === unnamed) ??
    called(prediction.name) ??
    (drawn.length === 1 ? drawn[0] : undefined)
  );
}

function evaluateStructure(
  prediction: Prediction,
  predicted: PredictedStructure,
  { index, name: structure, grid: ownGrid, observers }: ObservedStructure,
  options: ModelOptions,
): EvaluatedStructure {
  const { map, mask } = predicted;
  const grid = placeOf(prediction, predicted.grid, ownGrid, options);
  const votes = new VoteMap(voxelCount(grid));
  const moved: string[] = [];
  for (const { observer, part } of observers) {
    const own = onGrid(observer, { ...part, grid: ownGrid }, grid, options.resample, moved);
    votes.add(wholeMask(own, grid), observer);
  }
  const { evaluation, record } = evaluateCase(
    {
      observers: votes,
      names: observers.map(({ observer }) => observer),
      grid,
      mask: mask && wholeMask(mask, grid),
      probabilities: map && wholeMap(map, grid),
    },
    options,
  );
  const warnings = [...evaluation.warnings, ...prediction.remarks, ...moved];
  const row = { case: prediction.name, structure, evaluation: { ...evaluation, warnings }, record };
  return { index, structure, row, study: evaluateStudy([row]) };
}

/** Where the prediction's voxels are. */
function placeOf(
  { name, hasGeometry }: Prediction,
  grid: Grid,
  observers: Grid,
  { like }: ModelOptions,
): Grid {
  if (hasGeometry) return grid;
  const isAlike = grid.shape.every((n, axis) => n === observers.shape[axis]);
  if (like === true && isAlike) return observers;
  throw new SoftdiceError({
    subject: name,
    problem: "holds no geometry, and no image of its name lies beside it",
    expected: "the .nii.gz that nnU-Net writes with it",
    remedy: isAlike
      ? "drop it with it, or say that its voxels are those of the observers' images"
      : `drop it with it; the observers' images have ${observers.shape.join("×")} voxels, not ${grid.shape.join("×")}`,
  });
}

function nobody(structure: string): SoftdiceError {
  return new SoftdiceError({
    subject: structure,
    problem: "is drawn by nobody in what is open",
    expected: "at least one observer's mask of the same name",
    remedy: "open the observers of it, or give their structure the same name",
  });
}
