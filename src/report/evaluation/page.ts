import type { StudyEvaluation } from "../../evaluation/evaluateStudy.ts";
import type { Markup } from "../markup.ts";
import { counted, fixed, percent, signed } from "../numbers.ts";
import { alert, figureHtml, list, type Page, paragraph, subheading } from "../page.ts";
import type { EvaluationFigure } from "./figures.ts";
import { meanings } from "./meanings.ts";
import type { StructureReport } from "./structureReport.ts";
import {
  caseTable,
  mapTable,
  observerTable,
  overallTable,
  structuresTable,
  thresholdTable,
} from "./tables.ts";
import { ceilingSentence, verdict } from "./words.ts";

/** The report of an evaluation. */
export function evaluationPage(
  {
    structures,
    failed,
  }: {
    readonly structures: readonly StructureReport[];
    readonly failed: readonly { readonly what: string; readonly reason: string }[];
  },
  provenance: Page["provenance"],
): Page {
  const cases = new Set(structures.flatMap(({ rows }) => rows.map((row) => row.case))).size;
  const [first] = structures;
  const isOnly = structures.length === 1;
  return {
    title:
      isOnly && first.structure !== ""
        ? `A model among its observers: ${first.structure}`
        : "A model among its observers",
    summary: [
      ...(isOnly
        ? [`${verdict(first.study)} ${ceilingSentence(first.study)}`]
        : [`${counted(cases, "case")}, ${counted(structures.length, "structure")}; a section each.`]),
      ...(failed.length === 0 ? [] : [alert(`${failed.length} could not be evaluated: see What failed.`)]),
    ],
    sections: [
      ...(failed.length === 0
        ? []
        : [
            { title: "What failed", content: [list(failed.map(({ what, reason }) => `${what}: ${reason}`))] },
          ]),
      ...(structures.length > 1 ? [{ title: "All structures", content: [structuresTable(structures)] }] : []),
      ...(isOnly
        ? structureSections(first)
        : structures.map((one) => ({
            title: one.structure === "" ? "Structure without a name" : one.structure,
            content: [
              paragraph(`${verdict(one.study)} ${ceilingSentence(one.study)}`),
              ...structureSections(one).flatMap(({ title, content }) => [subheading(title), ...content]),
            ],
          }))),
      {
        title: "What the figures mean",
        content: [list(meanings(structures.some(({ study }) => study.maps !== null)))],
      },
    ],
    provenance,
  };
}

function structureSections({ rows, study, figures }: StructureReport): Page["sections"] {
  const figure = (name: EvaluationFigure["name"]): Markup[] =>
    figures
      .filter((one) => one.name === name)
      .map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative));
  const warnings = rows.flatMap(({ case: name, evaluation }) =>
    evaluation.warnings.map((text) => (rows.length === 1 ? text : `${name}: ${text}`)),
  );
  return [
    ...(warnings.length === 0
      ? []
      : [{ title: "Before you use these numbers", content: [list(shortened(warnings))] }]),
    { title: "The model among the observers", content: [...figure("place"), overallTable(study)] },
    ...(study.maps === null
      ? []
      : [
          {
            title: "Which threshold",
            content: [paragraph(thresholdText(study)), ...figure("dice-by-threshold"), thresholdTable(study)],
          },
          {
            title: "Calibration",
            content: [paragraph(calibrationText(study)), ...figure("reliability")],
          },
        ]),
    { title: "Case by case", content: [caseTable(rows), ...mapTable(rows)] },
    { title: "Observer by observer", content: [observerTable(rows)] },
  ];
}

const MOST_WARNINGS = 40;

function shortened(warnings: readonly string[]): readonly string[] {
  if (warnings.length <= MOST_WARNINGS) return warnings;
  return [
    ...warnings.slice(0, MOST_WARNINGS),
    `and ${warnings.length - MOST_WARNINGS} more, in summary.json`,
  ];
}

function thresholdText({ maps, cases }: StudyEvaluation): string {
  if (maps === null) return "";
  const gain = maps.crossValidatedGain;
  if (cases < 2) {
    return (
      `At 1/2 the map has a mean Dice of ${fixed(maps.halfDice.mean, 3)} with the observers, at its own Dice-optimal threshold ` +
      `${fixed(maps.ownDice.mean, 3)}, at the best one ${fixed(maps.bestDice.mean, 3)}. A best threshold that was chosen on the ` +
      "case itself promises too much: what one brings on other cases needs several cases."
    );
  }
  const seen = Number.isNaN(gain.lower)
    ? ""
    : `, 95 % interval ${signed(gain.lower, 3)} to ${signed(gain.upper, 3)}`;
  return (
    `One threshold for all cases is best at ${fixed(maps.datasetThreshold, 3)}. Chosen on the other cases and tried on the one ` +
    `left out, it has a mean Dice of ${fixed(maps.crossValidatedDice, 3)}, against ${fixed(maps.halfDice.mean, 3)} at 1/2: ` +
    `${signed(gain.mean, 3)}${seen}.`
  );
}

function calibrationText({ maps }: StudyEvaluation): string {
  if (maps === null) return "";
  return (
    `The calibration error is ${percent(maps.eceForeground)} of the predicted foreground (${percent(maps.ece)} of all voxels, ` +
    "which background dilutes). If each voxel were independent, the maps would expect of their own optimum a mean Dice of " +
    `${fixed(maps.expectedDice.mean, 3)}; it came to ${fixed(maps.ownDice.mean, 3)}. As observed frequencies go, maps are to be cut at ` +
    `${fixed(maps.recalibratedThreshold, 3)}.`
  );
}
