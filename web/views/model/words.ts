import type { CaseEvaluation } from "../../../src/evaluation/caseEvaluation.ts";
import { counted, fixed, percent } from "../../../src/report/numbers.ts";

/** What the figures of one structure say, for a reader who has not met them before. */
export function structureWords({
  meanRaterDice,
  ceiling,
  share,
  place,
  observers,
}: Pick<CaseEvaluation, "meanRaterDice" | "ceiling" | "share" | "place" | "observers">): string {
  if (Number.isNaN(meanRaterDice))
    return "Neither the model nor the observers marked anything: there is no Dice.";
  const sentence =
    `The model's mean Dice with the observers is ${fixed(meanRaterDice, 3)}. Since they differ, no segmentation could have ` +
    `more than ${fixed(ceiling.meanRaterDice, 3)}: it reaches ${percent(share.meanRaterDice)} of what can be reached.`;
  if (Number.isNaN(place)) return sentence;
  const better = place - 1;
  const who =
    better === 0
      ? "none of the observers agrees better with the others than the model does"
      : better === observers.length
        ? "every observer agrees better with the others than the model does"
        : `${better} of the ${counted(observers.length, "observer")} ${better === 1 ? "agrees" : "agree"} better with the others than the model does`;
  return `${sentence} Place ${place} of ${observers.length + 1}: ${who}.`;
}
