import {
  checkArray,
  checkBinary,
  checkChoice,
  checkFlag,
  checkNumber,
  checkObject,
  checkProbabilities,
  checkSameLength,
  type Numbers,
} from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { checkGrid, type Grid, voxelCount } from "../image/grid.ts";
import { checkTolerance, defaultToleranceMm } from "../raters/agreement/tolerance.ts";
import { checkEmptyPolicy } from "../raters/empty.ts";
import { observerNames } from "../raters/observerNames.ts";
import { voteMap } from "../raters/patterns.ts";
import type { CaseEvaluation } from "./caseEvaluation.ts";
import { generalisedEnergyDistance } from "./energyDistance.ts";
import { type CaseOptions, evaluateCase } from "./evaluateCase.ts";
import type { MapRecord } from "./mapEvaluation.ts";

/** What is known of observers, voxels and prediction; see {@link evaluate}. */
export interface EvaluateOptions extends CaseOptions {
  /** Names of the observers; "1", "2", … by default. */
  readonly names?: readonly string[] | undefined;
  /** Where the voxels are. Without it there are no volumes in mL and no distances. */
  readonly grid?: Grid | undefined;
  /**
   * What the prediction is: "map" a probability map, whose thresholds and calibration are of interest too, or "mask". By
   * default what is 0 and 1 only is a mask.
   */
  readonly kind?: "mask" | "map" | undefined;
  /** Further masks that the model predicts for the same image, for the generalised energy distance. */
  readonly samples?: readonly Numbers[] | undefined;
}

/**
 * A model's segmentation among the observers: what it reaches of the Dice that their disagreement allows at all, its place
 * among them, and for a probability map its thresholds and calibration.
 *
 * @example
 * import { evaluate } from "softdice";
 *
 * const raters = [
 *   [0, 1, 1, 0],
 *   [0, 1, 1, 1],
 * ];
 * const { meanRaterDice, ceiling } = evaluate([1, 1, 1, 0], raters);
 * meanRaterDice; // 0.7333333333333333, that is (4/5 + 4/6) / 2
 * ceiling.meanRaterDice; // 0.9
 *
 * @param prediction N values: 0 or 1, or probabilities
 * @param raters one mask an observer, each N values 0 or 1
 * @throws SoftdiceError for different lengths, values out of range, no observers, and options out of range
 */
export function evaluate(
  prediction: Numbers,
  raters: readonly Numbers[],
  options: EvaluateOptions = {},
): CaseEvaluation {
  return evaluateArrays(prediction, raters, options).evaluation;
}

/** {@link evaluate} with what a study needs of a map. */
export function evaluateArrays(
  prediction: Numbers,
  raters: readonly Numbers[],
  options: EvaluateOptions = {},
): { readonly evaluation: CaseEvaluation; readonly record: MapRecord | null } {
  checkObject("options", options);
  const { grid, samples = [] } = options;
  checkProbabilities("prediction", prediction);
  const observers = voteMap(raters);
  checkSameLength("prediction", prediction, "raters[0]", raters[0]);
  checkOptions(options);
  const names = observerNames(options.names, raters.length);
  if (grid !== undefined) {
    checkGrid("grid", grid);
    checkSameLength("grid", { length: voxelCount(grid) }, "prediction", { length: prediction.length });
  }
  checkArray("samples", samples, "a list of masks");
  samples.forEach((sample, n) => {
    checkBinary(`samples[${n}]`, sample);
    checkSameLength(`samples[${n}]`, sample, "prediction", prediction);
  });
  const isMask = Array.prototype.every.call(prediction, (value: number) => value === 0 || value === 1);
  const isMap = options.kind === undefined ? !isMask : options.kind === "map";
  if (!isMap && !isMask) throw notAMask();
  const mask = isMap ? undefined : Uint8Array.from(prediction);
  const probabilities = isMap ? asFloats(prediction) : undefined;
  const { evaluation, record } = evaluateCase({ observers, names, grid, mask, probabilities }, options);
  if (samples.length === 0) return { evaluation: { ...evaluation, generalisedEnergyDistance: null }, record };
  if (mask === undefined) throw samplesOfAMap();
  const distance = generalisedEnergyDistance([mask, ...samples], raters);
  return { evaluation: { ...evaluation, generalisedEnergyDistance: distance }, record };
}

function checkOptions({
  cut = "own",
  empty = "nan",
  kind = "map",
  surfaces = true,
  toleranceMm = defaultToleranceMm,
}: EvaluateOptions): void {
  if (typeof cut === "number") checkNumber("cut", cut, (a) => a >= 0 && a <= 1, "a number in [0, 1]");
  else checkChoice("cut", cut, ["own", "half"]);
  checkChoice("kind", kind, ["mask", "map"]);
  checkEmptyPolicy(empty);
  checkFlag("surfaces", surfaces);
  checkTolerance(toleranceMm);
}

function asFloats(values: Numbers): Float32Array | Float64Array {
  return values instanceof Float32Array || values instanceof Float64Array
    ? values
    : Float64Array.from(values);
}

function notAMask(): SoftdiceError {
  return new SoftdiceError({
    subject: "prediction",
    problem: "holds values between 0 and 1",
    expected: "0 and 1, as kind says a mask",
    remedy: 'pass kind "map", or threshold it first',
  });
}

function samplesOfAMap(): SoftdiceError {
  return new SoftdiceError({
    subject: "samples",
    problem: "stand beside a probability map",
    expected: "masks throughout",
    remedy: "threshold the map first",
  });
}
