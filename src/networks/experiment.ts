import { crossEntropyLoss } from "../losses/crossEntropy.ts";
import type { CalibrationBin } from "./calibration.ts";
import { type BestWorth, answerOf, type Cut, TestSet, type Worth } from "./evaluation.ts";
import { UNET, type UnetShape } from "./plan.ts";
import { predictVolumes } from "./prediction.ts";
import { parseRegime, type Regime } from "./regime.ts";
import type { RimModel } from "./rimCases.ts";
import { BATCH, Training } from "./training.ts";

/** One training of experiment (N). */
export interface TrainingTask {
  readonly model: RimModel;
  /** Name of a {@link Regime}. */
  readonly loss: string;
  readonly seed: number;
  readonly steps: number;
  /** Whether to keep answers to show. */
  readonly hasExamples: boolean;
}

/** A network's answers after a cut, with what theory says they are. */
export interface Outcome extends Worth {
  readonly cut: Cut;
  readonly predictedVolume: number;
}

/** A point of a learning curve: volumes over the marginal's, one an outcome, on the first {@link CURVE_IMAGES} test images. */
export interface CurvePoint {
  readonly step: number;
  readonly volumes: readonly number[];
}

export interface TrainingOutcome {
  readonly best: BestWorth;
  readonly outcomes: readonly Outcome[];
  readonly curve: readonly CurvePoint[];
  readonly calibration: readonly CalibrationBin[];
  /** Answers c to the first {@link EXAMPLES} test images. */
  readonly examples: readonly Float64Array[];
}

export const TEST_IMAGES = 200;
export const CURVE_IMAGES = 16;
const CURVE_POINTS = 30;
export const EXAMPLES = 3;

/** The cuts that a regime's answers are taken at: calibrated ones also at their own threshold. */
export function cutsOf({ loss }: Regime): readonly Cut[] {
  return loss.name === crossEntropyLoss.name ? ["half", "threshold"] : ["half"];
}

/** Trains a network and measures it on images that it has not seen. */
export function runTraining(
  { model, loss, seed, steps, hasExamples }: TrainingTask,
  { shape = UNET, tests = TEST_IMAGES }: { readonly shape?: UnetShape; readonly tests?: number } = {},
): TrainingOutcome {
  const regime = parseRegime(loss);
  const cuts = cutsOf(regime);
  const testSet = new TestSet(shape.size, model, seed, tests);
  const training = new Training({ model, regime, seed, steps, shape });
  const { network } = training;
  const curve: CurvePoint[] = [];
  const every = Math.ceil(steps / CURVE_POINTS);
  while (training.done < steps) {
    training.step();
    if (training.done % every !== 0 && training.done < steps) continue;
    curve.push({ step: training.done, volumes: testSet.volumes(network, cuts, CURVE_IMAGES) });
  }
  training.takeAverage();
  const { worth, calibration } = testSet.evaluate(network, cuts);
  const predicted = predictVolumes(regime, testSet.cases, { p: model.p, batch: BATCH, seed });
  const predictedVolume = predicted.reduce((a, b) => a + b, 0) / predicted.length;
  return {
    best: testSet.best,
    outcomes: worth.map((each, k) => ({
      ...each,
      cut: cuts[k],
      predictedVolume: cuts[k] === "threshold" ? testSet.best.optimalVolume : predictedVolume,
    })),
    curve,
    calibration,
    examples: hasExamples ? testSet.cases.slice(0, EXAMPLES).map((made) => answerOf(network, made)) : [],
  };
}
