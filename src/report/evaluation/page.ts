import type { StudyEvaluation, StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { Content, Markup } from "../markup.ts";
import { counted, fixed, percent, significant, signed } from "../numbers.ts";
import { alert, figureHtml, list, type Page, paragraph, subheading } from "../page.ts";
import { tableHtml } from "../table.ts";
import type { EvaluationFigure } from "./figures.ts";
import { ceilingSentence, verdict, withInterval } from "./words.ts";

/** One structure over its cases. */
export interface StructureReport {
  /** Empty where nothing names it. */
  readonly structure: string;
  readonly rows: readonly StudyRow[];
  readonly study: StudyEvaluation;
  readonly figures: readonly EvaluationFigure[];
}

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
      ...(isOnly
        ? structureSections(first)
        : structures.map((one) => ({
            title: one.structure === "" ? "Structure without a name" : one.structure,
            content: [
              paragraph(`${verdict(one.study)} ${ceilingSentence(one.study)}`),
              ...structureSections(one).flatMap(({ title, content }) => [subheading(title), ...content]),
            ],
          }))),
      { title: "What the figures mean", content: [list(MEANINGS)] },
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

function overallTable(study: StudyEvaluation): Markup {
  const hasInterval = !Number.isNaN(study.meanRaterDice.lower);
  const rows: readonly (readonly [string, StudyEvaluation["share"], number])[] = [
    ["mean Dice with the observers", study.meanRaterDice, 3],
    ["its ceiling", study.ceiling, 3],
    ["share of the ceiling", study.share, 3],
    ["observers among themselves", study.observersAmongThemselves, 3],
    ["model less observers, case by case", study.difference, 3],
    ["Dice with the marginal", study.marginalDice, 3],
    ["Dice where all agree", study.consensusDice, 3],
    ["Dice where they differ", study.dissensusDice, 3],
    ["volume over the observers' mean", study.volumeRatio, 3],
    ["95 % Hausdorff distance (mm)", study.hausdorff95Mm, 2],
    ["mean surface distance (mm)", study.meanDistanceMm, 2],
    ["surface Dice", study.surfaceDice, 3],
  ];
  return tableHtml({
    caption:
      `Means over ${counted(study.cases, "case")}` +
      (hasInterval ? ", with the 95 % bootstrap-t interval of the mean over cases." : "."),
    columns: [
      { title: "Figure", isText: true },
      { title: "mean" },
      ...(hasInterval ? [{ title: "from" }, { title: "to" }] : []),
    ],
    rows: rows.map(([name, { mean, lower, upper }, decimals]): Content[] => [
      name,
      fixed(mean, decimals),
      ...(hasInterval ? [fixed(lower, decimals), fixed(upper, decimals)] : []),
    ]),
  });
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

function thresholdTable({ maps }: StudyEvaluation): Markup {
  const rows: [string, string, string][] =
    maps === null
      ? []
      : [
          ["1/2", withInterval(maps.halfDice), "nothing"],
          ["the map's own Dice optimum", withInterval(maps.ownDice), "the map"],
          [
            "one for all, chosen on the other cases",
            fixed(maps.crossValidatedDice, 3),
            "observers of other cases",
          ],
          [
            "by the calibration of the other cases",
            fixed(maps.recalibratedDice, 3),
            "observers of other cases",
          ],
          [
            `one for all, ${fixed(maps.datasetThreshold, 3)}, on the cases that chose it`,
            fixed(maps.datasetDice, 3),
            "observers of these cases",
          ],
          ["each case's best", withInterval(maps.bestDice), "observers of the case itself"],
        ];
  return tableHtml({
    caption: "Mean Dice with the observers by threshold, and what the threshold needs to know.",
    columns: [{ title: "Threshold", isText: true }, { title: "mean Dice" }, { title: "Needs", isText: true }],
    rows,
  });
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

function caseTable(rows: readonly StudyRow[]): Markup {
  return tableHtml({
    caption: "The model against the observers of each case; distances in mm are means over the observers.",
    columns: [
      { title: "Case", isText: true },
      { title: "observers" },
      { title: "mL" },
      { title: "volume ratio" },
      { title: "mean Dice" },
      { title: "ceiling" },
      { title: "share" },
      { title: "observers' Dice" },
      { title: "place" },
      { title: "where all agree" },
      { title: "where they differ" },
      { title: "HD95" },
      { title: "mean dist." },
      { title: "surface Dice" },
    ],
    rows: rows.map(({ case: name, evaluation }): Content[] => [
      name,
      String(evaluation.observers.length),
      significant(evaluation.volumeMl, 4),
      fixed(evaluation.volumeRatio, 3),
      fixed(evaluation.meanRaterDice, 3),
      fixed(evaluation.ceiling.meanRaterDice, 3),
      fixed(evaluation.share.meanRaterDice, 3),
      fixed(evaluation.observersAmongThemselves.mean, 3),
      Number.isNaN(evaluation.place) ? "–" : `${evaluation.place} of ${evaluation.observers.length + 1}`,
      fixed(evaluation.regions.consensusDice, 3),
      fixed(evaluation.regions.dissensusDice, 3),
      fixed(evaluation.hausdorff95Mm, 2),
      fixed(evaluation.meanDistanceMm, 2),
      fixed(evaluation.surfaceDice, 3),
    ]),
  });
}

function mapTable(rows: readonly StudyRow[]): Markup[] {
  const withMap = rows.flatMap(({ case: name, evaluation: { map } }) =>
    map === null ? [] : [{ name, map }],
  );
  if (withMap.length === 0) return [];
  return [
    tableHtml({
      caption:
        "The probability map of each case: mean Dice with the observers by threshold, and calibration.",
      columns: [
        { title: "Case", isText: true },
        { title: "best threshold" },
        { title: "Dice there" },
        { title: "own threshold" },
        { title: "Dice there" },
        { title: "expected" },
        { title: "Dice at 1/2" },
        { title: "calibration error" },
        { title: "of the foreground" },
        { title: "CRPS (mL)" },
      ],
      rows: withMap.map(({ name, map }): Content[] => [
        name,
        fixed(map.bestThreshold, 3),
        fixed(map.bestDice, 3),
        fixed(map.ownThreshold, 3),
        fixed(map.ownDice, 3),
        fixed(map.expectedDice, 3),
        fixed(map.halfDice, 3),
        percent(map.ece),
        percent(map.eceForeground),
        significant(map.crps),
      ]),
    }),
  ];
}

function observerTable(rows: readonly StudyRow[]): Markup {
  return tableHtml({
    caption:
      "Each observer with the model, and with the other observers (leave one out) beside the model with the same others.",
    columns: [
      { title: "Case", isText: true },
      { title: "Observer", isText: true },
      { title: "mL" },
      { title: "Dice with the model" },
      { title: "Jaccard" },
      { title: "volume ratio" },
      { title: "HD95" },
      { title: "surface Dice" },
      { title: "with the others" },
      { title: "model with these" },
    ],
    rows: rows.flatMap(({ case: name, evaluation }) =>
      evaluation.observers.map((one, k): Content[] => [
        name,
        one.name,
        significant(one.volumeMl, 4),
        fixed(one.dice, 3),
        fixed(one.jaccard, 3),
        fixed(one.volumeRatio, 3),
        fixed(one.hausdorff95Mm, 2),
        fixed(one.surfaceDice, 3),
        fixed(evaluation.observersAmongThemselves.leaveOneOut[k], 3),
        fixed(evaluation.observersAmongThemselves.modelOnSame[k], 3),
      ]),
    ),
  });
}

const MEANINGS: readonly string[] = [
  "Ceiling: the largest mean Dice with the observers that any segmentation has, computed exactly. It is 1 only where all " +
    "observers agree.",
  "Observers among themselves: the mean Dice of their pairs. A model that is one more observer, drawn as they were, has the " +
    "same on average.",
  "Place: 1 plus the number of observers who agree with the others better than the model does with the same others.",
  "Where all agree: Dice on the voxels that all observers marked or none did. Where they differ: mean Dice with each observer " +
    "on the other voxels.",
  "Calibration error: how far, on average, a predicted probability is from the fraction of observers who marked the voxel.",
  "CRPS: how far the predicted volume is from the observers' volumes as a distribution.",
  "Intervals are bootstrap-t over the cases, at a nominal 95 %. In simulations with six cases they hold in 92 to 95 % where cases " +
    "are spread smoothly, and in 84 to 88 % where one case in ten fails altogether.",
  "“As well as they agree with each other” says that no difference could be told apart, not that there is none: the interval shows " +
    "how large one could be.",
];
