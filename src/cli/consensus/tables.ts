import type { Spread } from "../../core/spread.ts";
import { consensusMethods, METHODS } from "../../raters/methods.ts";
import type { StudySummary } from "../../raters/study.ts";
import { type ConsensusSummary, pairFigures } from "../../raters/consensusSummary.ts";
import { scoreCells } from "../../report/consensus/csv.ts";
import { comparedPatients, spread, studyNotes } from "../../report/consensus/studyWords.ts";
import { counted } from "../../report/numbers.ts";
import { csv, figureCell as figure } from "../../report/csv.ts";

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
    "halfMl",
    "voxelsTiedAtHalf",
    "stapleConverged",
    "meanPairwiseDice",
    "fleissKappa",
    "generalizedConformityIndex",
    "volumeVariation",
    "meanHausdorff95Mm",
    "meanSurfaceDistanceMm",
    "meanSurfaceDice",
    ...pairFigures.flatMap((name) => SPREAD.map((of) => `pairs.${name}.${of}`)),
    "localSdMm",
    "bootstrapSdMl",
    "bootstrapLowestMl",
    "bootstrapHighestMl",
    "standsOut",
    "warnings",
  ];
  return csv(
    header,
    rows.map(({ patient, structure, summary }) => {
      const { agreement, marginal, methods, bootstrap, half } = summary;
      return [
        patient,
        structure,
        String(summary.raters.length),
        ...[marginal.volumeMl, marginal.supDice, marginal.threshold].map(figure),
        ...consensusMethods.flatMap((method) => scoreCells(methods[method]).slice(1)),
        figure(half.volumeMl),
        String(half.tiedVoxels),
        String(methods.staple.converged),
        ...[
          agreement.meanPairwiseDice,
          agreement.fleissKappa,
          agreement.generalizedConformityIndex,
          agreement.volumeVariation,
          agreement.surface?.mean.hausdorff95Mm,
          agreement.surface?.mean.meanDistanceMm,
          agreement.surface?.mean.surfaceDice,
        ].map(figure),
        ...pairFigures.flatMap((name) => SPREAD.map((of) => figure(agreement.overPairs[name][of]))),
        ...[
          agreement.surface?.localSdMm.mean,
          bootstrap?.sdMl,
          bootstrap?.lowestMl,
          bootstrap?.highestMl,
        ].map(figure),
        agreement.standsOut?.name ?? "",
        String(summary.warnings.length),
      ];
    }),
  );
}

const SPREAD = [
  "n",
  "mean",
  "sd",
  "median",
  "lowerQuartile",
  "upperQuartile",
  "min",
  "max",
] as const satisfies readonly (keyof Spread)[];

/** `agreement.csv` of a study: a row a structure and figure, with its spread over the patients. */
export function studyAgreementCsv(overall: readonly StudySummary[]): string {
  const rows = overall.flatMap((one) => {
    const figures: (readonly [string, Spread])[] = [
      ["marginalMl", one.marginalMl],
      ["threshold", one.threshold],
      ...pairFigures.map((name) => [name, one.overPairs[name]] as const),
      ["fleissKappa", one.fleissKappa],
      ["generalizedConformityIndex", one.generalizedConformityIndex],
      ["volumeVariation", one.volumeVariation],
      ...consensusMethods.flatMap((method) =>
        (["volumeMl", "volumeBias", "marginalDice", "meanRaterDice"] as const).map(
          (name) => [`${method}.${name}`, one.methods[method][name]] as const,
        ),
      ),
    ];
    return figures.map(([name, of]) => [one.structure, name, ...SPREAD.map((part) => figure(of[part]))]);
  });
  return csv(["structure", "figure", ...SPREAD], rows);
}

/** Figures of an observer over a study. */
const OBSERVER_FIGURES = [
  "volumeBias",
  "volumeRatio",
  "dice",
  "hausdorff95Mm",
  "meanDistanceMm",
  "surfaceDice",
] as const;

/** `observers.csv` of a study: a row a structure and observer. */
export function studyObserversCsv(overall: readonly StudySummary[]): string {
  const header = [
    "structure",
    "observer",
    "patients",
    ...OBSERVER_FIGURES.flatMap((name) => SPREAD.map((of) => `${name}.${of}`)),
    ...["dice", "volume"].flatMap((of) => [`${of}.meanRank`, `${of}.meanShift`, `${of}.p`]),
  ];
  const rows = overall.flatMap(({ structure, observers }) =>
    observers.map((observer) => [
      structure,
      observer.name,
      String(observer.patients),
      ...OBSERVER_FIGURES.flatMap((name) => SPREAD.map((of) => figure(observer[name][of]))),
      ...[observer.diceRank, observer.volumeRank].flatMap(({ meanRank, meanShift, p }) =>
        [meanRank, meanShift, p].map(figure),
      ),
    ]),
  );
  return csv(header, rows);
}

/** What a terminal shows of a study. */
export function studyText(overall: readonly StudySummary[]): string {
  const width = Math.max(...consensusMethods.map((method) => METHODS[method].title.length));
  return overall
    .map((one) => {
      const { structure, patients, methods, meanPairwiseDice } = one;
      const n = comparedPatients(one);
      const head =
        `${structure === "" ? "" : `${structure}: `}${counted(patients, "patient")}, mean pairwise Dice ` +
        spread(meanPairwiseDice, n);
      const rows = consensusMethods.map((method) => {
        const { volumeBias, marginalDice, meanRaterDice } = methods[method];
        return `  ${METHODS[method].title.padEnd(width)}  bias ${spread(volumeBias, n)}  marginal Dice ${spread(marginalDice, n)}  mean rater Dice ${spread(meanRaterDice, n)}`;
      });
      return `${[head, ...rows, ...studyNotes(one).map((note) => `note: ${note}`)].join("\n")}\n`;
    })
    .join("\n");
}
