import { consensusMethods } from "../../raters/consensus.ts";
import type { StudySummary } from "../../raters/study.ts";
import type { ConsensusSummary, ScoreInMl } from "../../raters/summary.ts";
import { METHOD_NAMES } from "../../report/consensus/methods.ts";
import { comparedPatients, spread, studyNotes } from "../../report/consensus/studyWords.ts";
import { counted } from "../../report/numbers.ts";

/** `summary.csv` of one structure: a row an observer and a method. */
export function summaryCsv({ raters, methods }: ConsensusSummary): string {
  const rows = [
    ...raters.map((rater) => ["observer", rater.name, ...scoreCells(rater)]),
    ...consensusMethods.map((method) => ["method", method, ...scoreCells(methods[method])]),
  ];
  return csv(["kind", "name", "voxels", "volumeMl", "volumeBias", "marginalDice", "meanRaterDice"], rows);
}

function scoreCells({ voxels, volumeMl, volumeBias, marginalDice, meanRaterDice }: ScoreInMl): string[] {
  return [String(voxels), ...[volumeMl, volumeBias, marginalDice, meanRaterDice].map(figure)];
}

/** One structure of one patient in a study. */
export interface StudyRow {
  readonly patient: string;
  readonly structure: string;
  readonly summary: ConsensusSummary;
}

/** `summary.csv` of a study: a row a patient and structure. */
export function studyCsv(rows: readonly StudyRow[]): string {
  const header = [
    "patient",
    "structure",
    "observers",
    "marginalMl",
    "supDice",
    "threshold",
    ...consensusMethods.flatMap((method) =>
      ["volumeMl", "volumeBias", "marginalDice", "meanRaterDice"].map((name) => `${method}.${name}`),
    ),
    "stapleConverged",
    "meanPairwiseDice",
    "fleissKappa",
    "generalizedConformityIndex",
    "volumeVariation",
    "meanHausdorff95Mm",
    "meanSurfaceDistanceMm",
    "meanSurfaceDice",
    "bootstrapLowerMl",
    "bootstrapUpperMl",
    "standsOut",
    "warnings",
  ];
  return csv(
    header,
    rows.map(({ patient, structure, summary }) => {
      const { agreement, marginal, methods, bootstrap } = summary;
      return [
        patient,
        structure,
        String(summary.raters.length),
        ...[marginal.volumeMl, marginal.supDice, marginal.threshold].map(figure),
        ...consensusMethods.flatMap((method) => scoreCells(methods[method]).slice(1)),
        String(methods.staple.converged),
        ...[
          agreement.meanPairwiseDice,
          agreement.fleissKappa,
          agreement.generalizedConformityIndex,
          agreement.volumeVariation,
          agreement.surface?.mean.hausdorff95Mm,
          agreement.surface?.mean.meanDistanceMm,
          agreement.surface?.mean.surfaceDice,
          bootstrap?.lowerMl,
          bootstrap?.upperMl,
        ].map(figure),
        agreement.standsOut?.name ?? "",
        String(summary.warnings.length),
      ];
    }),
  );
}

/** Six significant digits; empty for what does not exist. */
function figure(value: number | null | undefined): string {
  return value === undefined || value === null || Number.isNaN(value)
    ? ""
    : String(Number(value.toPrecision(6)));
}

function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(quote).join(",")}\n`).join("");
}

/** RFC 4180; a leading sign that a spreadsheet would take for a formula is set apart by a quote. */
function quote(cell: string): string {
  const safe = /^[=+@\t\r]|^-\D/u.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a terminal shows of a study. */
export function studyText(overall: readonly StudySummary[]): string {
  const width = Math.max(...consensusMethods.map((method) => METHOD_NAMES[method].length));
  return overall
    .map((one) => {
      const { structure, patients, methods, meanPairwiseDice } = one;
      const n = comparedPatients(one);
      const head =
        `${structure === "" ? "" : `${structure}: `}${counted(patients, "patient")}, mean pairwise Dice ` +
        spread(meanPairwiseDice, n);
      const rows = consensusMethods.map((method) => {
        const { volumeBias, marginalDice, meanRaterDice } = methods[method];
        return `  ${METHOD_NAMES[method].padEnd(width)}  bias ${spread(volumeBias, n)}  marginal Dice ${spread(marginalDice, n)}  mean rater Dice ${spread(meanRaterDice, n)}`;
      });
      return `${[head, ...rows, ...studyNotes(one).map((note) => `note: ${note}`)].join("\n")}\n`;
    })
    .join("\n");
}
