import type { AgreementRow } from "../../raters/agreement/rows.ts";
import { consensusMethods } from "../../raters/methods.ts";
import type { ConsensusSummary, ScoreInMl } from "../../raters/consensusSummary.ts";
import { csv, figureCell as figure } from "../csv.ts";

/** `summary.csv` of one structure: a row an observer and a method. */
export function summaryCsv({ raters, methods }: ConsensusSummary): string {
  const rows = [
    ...raters.map((rater) => ["observer", rater.name, ...scoreCells(rater)]),
    ...consensusMethods.map((method) => ["method", method, ...scoreCells(methods[method])]),
  ];
  return csv(["kind", "name", "voxels", "volumeMl", "volumeBias", "marginalDice", "meanRaterDice"], rows);
}

/** What a table says of a segmentation. */
export function scoreCells({
  voxels,
  volumeMl,
  volumeBias,
  marginalDice,
  meanRaterDice,
}: ScoreInMl): string[] {
  return [String(voxels), ...[volumeMl, volumeBias, marginalDice, meanRaterDice].map(figure)];
}

/** The columns of `agreement.csv` after kind, observer and reference. */
const AGREEMENT = [
  "dice",
  "jaccard",
  "volumeDifferencePercent",
  "volumeDifferenceMl",
  "volumeRatio",
  "hausdorffMm",
  "hausdorff95Mm",
  "meanDistanceMm",
  "surfaceDice",
  "centroidShiftMm",
  "sensitivity",
  "specificity",
] as const satisfies readonly (keyof AgreementRow)[];

/**
 * `agreement.csv`: a row a pair of observers (kind `pair`), a row an observer against the consensus of the others
 * (`observer`), and a row an observer and method (`method`).
 */
export function agreementCsv(rows: readonly AgreementRow[]): string {
  return csv(
    ["kind", "observer", "reference", ...AGREEMENT],
    rows.map((row) => [
      row.kind,
      row.observer,
      row.reference,
      ...AGREEMENT.map((column) => figure(row[column])),
    ]),
  );
}
