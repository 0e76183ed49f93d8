import type { StudyEvaluation, StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { DrawingDocument } from "../chart.ts";
import type { Drawing } from "../drawing.ts";
import { fixed, percent } from "../numbers.ts";
import { drawDiceByThreshold } from "./diceByThreshold.ts";
import { drawPlace } from "./placeChart.ts";
import { drawReliability } from "./reliabilityDiagram.ts";

/** A figure of the report, which is also written to `figures/`. */
export interface EvaluationFigure {
  readonly name: "place" | "dice-by-threshold" | "reliability";
  readonly caption: string;
  readonly alternative: string;
  readonly drawing: Drawing;
}

/** Cases that one chart shows. */
const MOST_CASES = 60;

/** The figures of one structure. @param rows its cases */
export function evaluationFigures(
  rows: readonly StudyRow[],
  study: StudyEvaluation,
  document: DrawingDocument,
): EvaluationFigure[] {
  return [placeFigure(rows, document), ...mapFigures(rows, study, document)];
}

function placeFigure(rows: readonly StudyRow[], document: DrawingDocument): EvaluationFigure {
  const ascending = [...rows].sort(
    (a, b) => orLow(a.evaluation.share.meanRaterDice) - orLow(b.evaluation.share.meanRaterDice),
  );
  const shown = rows.length > MOST_CASES ? ascending.slice(0, MOST_CASES) : rows;
  const which =
    rows.length > MOST_CASES
      ? ` The ${MOST_CASES} of ${rows.length} cases that reach least of their ceiling are shown.`
      : "";
  return {
    name: "place",
    caption:
      "The model's mean Dice with the observers, each observer's mean Dice with the others, and the ceiling: the largest " +
      `mean Dice with the observers that any segmentation has.${which}`,
    alternative: `Mean Dice of the model and of the observers in ${shown.length} cases, with the ceiling of each.`,
    drawing: drawPlace(
      shown.map(({ case: name, evaluation }) => ({
        name,
        model: evaluation.meanRaterDice,
        observers: evaluation.observersAmongThemselves.leaveOneOut,
        ceiling: evaluation.ceiling.meanRaterDice,
      })),
      document,
    ),
  };
}

function mapFigures(
  rows: readonly StudyRow[],
  { maps }: StudyEvaluation,
  document: DrawingDocument,
): EvaluationFigure[] {
  if (maps === null) return [];
  const curves = rows.flatMap(({ record }) => (record === null ? [] : [record.curve]));
  const at = (threshold: number): number =>
    curves.reduce((sum, curve) => sum + curve[Math.round(threshold * (curve.length - 1))], 0) / curves.length;
  const { datasetThreshold, recalibratedThreshold } = maps;
  const marks = [
    { name: "1/2", threshold: 0.5, dice: at(0.5) },
    { name: "best for all cases", threshold: datasetThreshold, dice: at(datasetThreshold) },
    { name: "by calibration", threshold: recalibratedThreshold, dice: at(recalibratedThreshold) },
  ];
  return [
    {
      name: "dice-by-threshold",
      caption:
        "Mean Dice with the observers against the threshold of the map, on the cases that chose it" +
        `${curves.length > 1 ? ": a thin line a case, the thick one their mean" : ""}.`,
      alternative: `Dice is ${fixed(at(0.5), 3)} at 1/2 and largest, ${fixed(at(datasetThreshold), 3)}, at ${fixed(datasetThreshold, 3)}.`,
      drawing: drawDiceByThreshold({ curves, marks }, document),
    },
    {
      name: "reliability",
      caption:
        "Reliability: the fraction of observers who marked the voxels of a predicted probability. Below the diagonal the map " +
        `promises too much. Calibration error ${percent(maps.eceForeground)} of the predicted foreground.`,
      alternative: `Observed against predicted probabilities; calibration error ${percent(maps.eceForeground)} of the predicted foreground.`,
      drawing: drawReliability(maps.reliability, document),
    },
  ];
}

function orLow(share: number): number {
  return Number.isNaN(share) ? -1 : share;
}
