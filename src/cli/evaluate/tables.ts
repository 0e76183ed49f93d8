import type { StudyRow } from "../../evaluation/evaluateStudy.ts";
import { csv, figureCell } from "../../report/csv.ts";

/** `cases.csv`: a row a case and structure. */
export function casesCsv(rows: readonly StudyRow[]): string {
  const columns: readonly (readonly [string, (evaluation: StudyRow["evaluation"]) => number | undefined])[] =
    [
      ["voxels", (e) => e.voxels],
      ["volumeMl", (e) => e.volumeMl],
      ["volumeRatio", (e) => e.volumeRatio],
      ["volumeCrpsMl", (e) => e.volumeCrpsMl],
      ["meanRaterDice", (e) => e.meanRaterDice],
      ["marginalDice", (e) => e.marginalDice],
      ["jaccard", (e) => e.jaccard],
      ["ceilingMeanRaterDice", (e) => e.ceiling.meanRaterDice],
      ["ceilingMarginalDice", (e) => e.ceiling.marginalDice],
      ["shareOfCeiling", (e) => e.share.meanRaterDice],
      ["observersMeanDice", (e) => e.observersAmongThemselves.mean],
      ["difference", (e) => e.difference],
      ["place", (e) => e.place],
      ["consensusDice", (e) => e.regions.consensusDice],
      ["dissensusDice", (e) => e.regions.dissensusDice],
      ["hausdorff95Mm", (e) => e.hausdorff95Mm],
      ["meanDistanceMm", (e) => e.meanDistanceMm],
      ["surfaceDice", (e) => e.surfaceDice],
      ["bestThreshold", (e) => e.map?.bestThreshold],
      ["bestDice", (e) => e.map?.bestDice],
      ["ownThreshold", (e) => e.map?.ownThreshold],
      ["ownDice", (e) => e.map?.ownDice],
      ["halfDice", (e) => e.map?.halfDice],
      ["expectedDice", (e) => e.map?.expectedDice],
      ["ece", (e) => e.map?.ece],
      ["eceForeground", (e) => e.map?.eceForeground],
      ["crps", (e) => e.map?.crps],
    ];
  return csv(
    ["case", "structure", "observers", ...columns.map(([name]) => name), "warnings"],
    rows.map(({ case: name, structure, evaluation }) => [
      name,
      structure,
      String(evaluation.observers.length),
      ...columns.map(([, value]) => figureCell(value(evaluation))),
      String(evaluation.warnings.length),
    ]),
  );
}

/** `observers.csv`: a row a case, structure and observer. */
export function observersCsv(rows: readonly StudyRow[]): string {
  return csv(
    [
      "case",
      "structure",
      "observer",
      "voxels",
      "volumeMl",
      "dice",
      "jaccard",
      "volumeRatio",
      "hausdorff95Mm",
      "meanDistanceMm",
      "surfaceDice",
      "leaveOneOutDice",
      "modelOnSameDice",
    ],
    rows.flatMap(({ case: name, structure, evaluation }) =>
      evaluation.observers.map((one, k) => [
        name,
        structure,
        one.name,
        ...[
          one.voxels,
          one.volumeMl,
          one.dice,
          one.jaccard,
          one.volumeRatio,
          one.hausdorff95Mm,
          one.meanDistanceMm,
          one.surfaceDice,
          evaluation.observersAmongThemselves.leaveOneOut[k],
          evaluation.observersAmongThemselves.modelOnSame[k],
        ].map(figureCell),
      ]),
    ),
  );
}
