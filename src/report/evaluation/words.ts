import { FEWEST_CASES, INTERVAL_LEVEL, type MeanWithInterval } from "../../evaluation/bootstrapT.ts";
import type { StudyEvaluation } from "../../evaluation/evaluateStudy.ts";
import { counted, fixed, signed } from "../numbers.ts";

/** A mean over cases, with its interval where one is stated: "0.843 (0.810 to 0.871)". */
export function withInterval({ mean, lower, upper }: MeanWithInterval, decimals: number = 3): string {
  return Number.isNaN(lower)
    ? fixed(mean, decimals)
    : `${fixed(mean, decimals)} (${fixed(lower, decimals)} to ${fixed(upper, decimals)})`;
}

/**
 * What the paired difference between the model's Dice with the observers and theirs with each other says, in a sentence that
 * can be quoted.
 */
export function verdict({ difference, observersAmongThemselves }: StudyEvaluation): string {
  const { mean, lower, upper, cases } = difference;
  if (Number.isNaN(mean)) {
    return Number.isNaN(observersAmongThemselves.mean)
      ? "No case has two observers who marked anything: there is nothing to compare the model's agreement with."
      : "The model's Dice with the observers does not exist: both are empty.";
  }
  const figure = `difference ${signed(mean, 3)}`;
  if (Number.isNaN(lower)) {
    const how = mean > ROUNDING ? "better than" : mean < -ROUNDING ? "less well than" : "as well as";
    return (
      `In ${counted(cases, "case")} the model agrees with the observers ${how} they agree with each other: ${figure}; an ` +
      `interval is stated from ${FEWEST_CASES} cases on.`
    );
  }
  const how =
    lower > 0
      ? "better than they agree with each other"
      : upper < 0
        ? "less well than they agree with each other"
        : `as well as they agree with each other, as far as ${counted(cases, "case")} tell`;
  return (
    `The model agrees with the observers ${how}: ${figure}, ${100 * INTERVAL_LEVEL} % interval ` +
    `${signed(lower, 3)} to ${signed(upper, 3)}, over ${counted(cases, "case")}.`
  );
}

/** Differences of Dice that are not 0 by rounding alone. */
const ROUNDING = 1e-12;

/** What the ceiling makes of the model's Dice; where nobody differs from anybody there is none. */
export function ceilingSentence({ meanRaterDice, ceiling, share }: StudyEvaluation): string {
  const own = `Its mean Dice with the observers is ${fixed(meanRaterDice.mean, 3)}`;
  if (!(ceiling.mean < 1)) return `${own}.`;
  const reached = `more than ${fixed(ceiling.mean, 3)}, of which it reaches ${fixed(100 * share.mean, 1)} %`;
  if (share.cases === meanRaterDice.cases)
    return `${own}; since they differ, no segmentation whatever could have ${reached}.`;
  return (
    `${own} over ${counted(meanRaterDice.cases, "case")}; in the ${counted(share.cases, "case")} where the observers' own ` +
    `Dice exists, no segmentation whatever could have ${reached}.`
  );
}
