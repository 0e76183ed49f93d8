import { Descent } from "../../core/descent.ts";
import { dice, softDice } from "../../core/dice.ts";
import { sigmoid } from "../../core/elementary.ts";
import { diceOptimum, segmentation } from "../../core/optimum.ts";
import { SyntheticModel } from "../../synthetic/marginal.ts";
import { sampleStream } from "../../synthetic/streams.ts";

/** One soft segmentation of the path. */
export interface PathPoint {
  /** Where it is: iteration of the descent, or fraction of the way beyond it. */
  readonly position: number;
  readonly softDice: number;
  /** Dice of {c ≥ a} for each a of {@link LEVELS}. */
  readonly dice: readonly number[];
}

/** A path of soft segmentations to the optimum of soft-Dice and beyond. */
export interface CalibrationPath {
  /** Gradient descent from a random start; `position` is the iteration. */
  readonly towards: readonly PathPoint[];
  /** From its end to the soft segmentation of a misplaced ball, straight in the logits; `position` in [0, 1]. */
  readonly beyond: readonly PathPoint[];
  readonly supDice: number;
}

/** Thresholds a that make a segmentation of a soft one. */
export const LEVELS: readonly number[] = [0.1, 0.5, 0.9];

const RHO = 0.05;
const ITERATIONS = 200;
const STEPS_BEYOND = 60;

/** Follows soft-Dice and the Dice of its thresholds along a path through the optimum, for one sample of (S). */
export function computeFigure2(seed: number): CalibrationPath {
  const model = new SyntheticModel(RHO);
  const { data: marginal } = model.sample(seed, 0);
  const descent = new Descent({ marginal, random: sampleStream(seed, "start", RHO, 0) });
  const measure = (position: number, soft: Float64Array): PathPoint => ({
    position,
    softDice: softDice(soft, marginal),
    dice: LEVELS.map((a) => dice(segmentation(soft, a, { ties: "include" }), marginal)),
  });

  const towards = [measure(1, descent.soft())];
  while (descent.l < ITERATIONS) {
    descent.step();
    towards.push(measure(descent.l, descent.soft()));
  }
  const away = misplacedBall(model.preset.size);
  const beyond = Array.from({ length: STEPS_BEYOND + 1 }, (_, step) => {
    const u = step / STEPS_BEYOND;
    return measure(
      u,
      descent.logits.map((logit, i) => sigmoid((1 - u) * logit + u * away[i])),
    );
  });
  return { towards, beyond, supDice: diceOptimum(marginal).supDice };
}

/** Logits of a soft ball of radius 0.16 off the middle: its distance to the boundary, in units of 0.02 of the side. */
function misplacedBall(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => {
    const x = ((i % n) + 0.5) / n - 0.66;
    const y = (Math.floor(i / n) + 0.5) / n - 0.63;
    return (0.16 - Math.sqrt(x * x + y * y)) / 0.02;
  });
}
