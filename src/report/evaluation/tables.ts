import type { MeanWithInterval } from "../../evaluation/bootstrapT.ts";
import type { StudyEvaluation, StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { Content, Markup } from "../markup.ts";
import { counted, fixed, percent, significant, signed } from "../numbers.ts";
import { tableHtml } from "../table.ts";
import type { StructureReport } from "./structureReport.ts";
import { withInterval } from "./words.ts";

/** A row a structure: what a reader of several looks for first. */
export function structuresTable(structures: readonly StructureReport[]): Markup {
  return tableHtml({
    caption:
      "The structures: means over the cases, and what the model has more or less than the observers among themselves.",
    columns: [
      { title: "Structure", isText: true },
      { title: "cases" },
      { title: "mean Dice" },
      { title: "ceiling" },
      { title: "share of it" },
      { title: "observers among themselves" },
      { title: "difference" },
      { title: "95 % interval" },
    ],
    rows: structures.map(({ structure, study }): Content[] => [
      structure === "" ? "without a name" : structure,
      String(study.cases),
      fixed(study.meanRaterDice.mean, 3),
      fixed(study.ceiling.mean, 3),
      fixed(study.share.mean, 3),
      fixed(study.observersAmongThemselves.mean, 3),
      signed(study.difference.mean, 3),
      Number.isNaN(study.difference.lower)
        ? "–"
        : `${signed(study.difference.lower, 3)} to ${signed(study.difference.upper, 3)}`,
    ]),
  });
}

/** Means over the cases with their intervals. */
export function overallTable(study: StudyEvaluation): Markup {
  const hasInterval = !Number.isNaN(study.meanRaterDice.lower);
  const rows: readonly (readonly [string, MeanWithInterval, number, typeof signed?])[] = [
    ["mean Dice with the observers", study.meanRaterDice, 3],
    ["its ceiling", study.ceiling, 3],
    ["share of the ceiling", study.share, 3],
    ["observers among themselves", study.observersAmongThemselves, 3],
    ["model less observers, case by case", study.difference, 3, signed],
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
    rows: rows.map(([name, { mean, lower, upper, cases }, decimals, format = fixed]): Content[] => [
      cases === study.cases || cases === 0 ? name : `${name}, over ${counted(cases, "case")}`,
      format(mean, decimals),
      ...(hasInterval ? [format(lower, decimals), format(upper, decimals)] : []),
    ]),
  });
}

/** Mean Dice by where maps are cut, and what has to be known for that. */
export function thresholdTable({ maps }: StudyEvaluation): Markup {
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

/** A row a case: the model's mask against the observers. */
export function caseTable(rows: readonly StudyRow[]): Markup {
  return tableHtml({
    caption:
      "The model against the observers of each case; distances and surface Dice are means over the observers.",
    columns: [
      { title: "Case", isText: true },
      { title: "observers" },
      { title: "volume (mL)" },
      { title: "volume ratio" },
      { title: "mean Dice" },
      { title: "ceiling" },
      { title: "share of it" },
      { title: "observers' Dice" },
      { title: "place" },
      { title: "Dice where all agree" },
      { title: "Dice where they differ" },
      { title: "HD95 (mm)" },
      { title: "mean distance (mm)" },
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

/** A row a case with a probability map; none where there is no map. */
export function mapTable(rows: readonly StudyRow[]): Markup[] {
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
        { title: "Dice at the best" },
        { title: "own threshold" },
        { title: "Dice at its own" },
        { title: "Dice expected there" },
        { title: "Dice at 1/2" },
        { title: "calibration error of all voxels" },
        { title: "of the foreground" },
        { title: "CRPS of the volume (mL)" },
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

/** A row a case and observer. */
export function observerTable(rows: readonly StudyRow[]): Markup {
  return tableHtml({
    caption:
      "Each observer with the model, and with the other observers (leave one out) beside the model with the same others.",
    columns: [
      { title: "Case", isText: true },
      { title: "Observer", isText: true },
      { title: "volume (mL)" },
      { title: "Dice with the model" },
      { title: "Jaccard" },
      { title: "volume ratio" },
      { title: "HD95 (mm)" },
      { title: "surface Dice" },
      { title: "Dice with the others" },
      { title: "model's Dice with these" },
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
