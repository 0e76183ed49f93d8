import type { Markup } from "../../report/markup.ts";
import { fixed, significant } from "../../report/numbers.ts";
import { type Table, tableHtml } from "../../report/table.ts";
import type { StructureCohort } from "./cohort.ts";
import type { StructureVolumes } from "./volumes.ts";

/** The columns of `volumes.csv` after row and sample, each a figure of one sample. */
const FIGURES: readonly (readonly [name: string, of: (v: StructureVolumes) => number | undefined])[] = [
  ["observers", (v) => v.observers],
  ["threshold", (v) => v.threshold],
  ["supDice", (v) => v.supDice],
  ["meanMl", (v) => v.meanMl],
  ["smallestMl", (v) => v.smallestMl],
  ["largestMl", (v) => v.largestMl],
  ["majorityMl", (v) => v.majorityMl],
  ["halfMl", (v) => v.halfMl],
  ["voxelsTiedAtHalf", (v) => v.tiedAtHalf],
  ["lowerBoundMl", (v) => v.boundsMl[0]],
  ["upperBoundMl", (v) => v.boundsMl[1]],
  ["pairwiseDice", (v) => v.pairwiseDice],
  ["meanRaterMl", (v) => v.meanRaterMl],
  ["meanRaterDice", (v) => v.meanRaterDice],
  ["meanRaterDiceOfOptimum", (v) => v.meanRaterDiceOfOptimum],
];

/** `volumes.csv`: a row a sample, six decimals; a figure that does not exist (agreement of one observer) is empty. */
export function volumesCsv(structures: readonly StructureCohort[]): string {
  const rows = structures.flatMap(({ row, samples }) =>
    samples.map(({ patient, result }) => {
      const figures = FIGURES.map(([, of]) => of(result.volumes)?.toFixed(6) ?? "");
      return [row, patient, ...figures, result.outside.toFixed(6)].join(",");
    }),
  );
  const header = ["row", "sample", ...FIGURES.map(([name]) => name), "outsidePatch"].join(",");
  return `${[header, ...rows].join("\n")}\n`;
}

/** Means over the patients of one structure. */
export interface MeanVolumes {
  readonly row: string;
  readonly patients: number;
  readonly threshold: number;
  readonly meanMl: number;
  readonly smallestMl: number;
  readonly largestMl: number;
  readonly majorityMl: number;
  /** {m ≥ 1/2}, and in how many patients voxels tie at 1/2, so that it is larger than the strict majority. */
  readonly halfMl: number;
  readonly tiedAtHalf: number;
  /** Mean, and least and greatest, of the smallest optimal volume over the mean volume. */
  readonly bias: readonly [mean: number, least: number, greatest: number];
  readonly majorityBias: number;
  readonly boundsMl: readonly [number, number];
  /** Undefined where no patient has two observers. */
  readonly pairwiseDice: number | undefined;
  readonly meanRaterMl: number;
  /** Patients whose segmentation of the largest mean rater Dice has another volume than every marginal optimum. */
  readonly meanRaterDiffers: number;
  /** What the mean rater Dice gains by it. */
  readonly meanRaterGain: number;
}

export function meanVolumes({ row, samples }: StructureCohort): MeanVolumes {
  const volumes = samples.map(({ result }) => result.volumes);
  const meanOf = (of: (v: StructureVolumes) => number): number => mean(volumes.map(of));
  const biases = volumes.map((v) => v.smallestMl / v.meanMl);
  const pairwise = volumes.flatMap((v) => v.pairwiseDice ?? []);
  return {
    row,
    patients: samples.length,
    threshold: meanOf((v) => v.threshold),
    meanMl: meanOf((v) => v.meanMl),
    smallestMl: meanOf((v) => v.smallestMl),
    largestMl: meanOf((v) => v.largestMl),
    majorityMl: meanOf((v) => v.majorityMl),
    halfMl: meanOf((v) => v.halfMl),
    tiedAtHalf: volumes.filter((v) => v.tiedAtHalf > 0).length,
    bias: [mean(biases), Math.min(...biases), Math.max(...biases)],
    majorityBias: meanOf((v) => v.majorityMl / v.meanMl),
    boundsMl: [meanOf((v) => v.boundsMl[0]), meanOf((v) => v.boundsMl[1])],
    pairwiseDice: pairwise.length === 0 ? undefined : mean(pairwise),
    meanRaterMl: meanOf((v) => v.meanRaterMl),
    meanRaterDiffers: volumes.filter((v) => v.meanRaterMl < v.smallestMl || v.meanRaterMl > v.largestMl)
      .length,
    meanRaterGain: meanOf((v) => v.meanRaterDice - v.meanRaterDiceOfOptimum),
  };
}

/** The volume bias of each structure as tables of a page: volumes, biases and bounds, and the optimum of mean rater Dice. */
export function volumeTable(structures: readonly StructureCohort[]): Markup[] {
  const rows = structures.map(meanVolumes);
  return [tableHtml(volumesOf(rows)), tableHtml(biasesOf(rows)), tableHtml(meanRaterOf(rows))];
}

function volumesOf(rows: readonly MeanVolumes[]): Table {
  return {
    caption:
      "Volumes in mL, means over the patients: of the observers, of the Dice-optimal segmentations, of the strict majority " +
      "(more than half of the observers) and of at least half, which differs where voxels have exactly half of the votes.",
    columns: [
      { title: "Structure", isText: true },
      { title: "patients" },
      { title: "inter-observer Dice" },
      { title: "threshold t" },
      { title: "observers" },
      { title: "optimum, smallest" },
      { title: "optimum, largest" },
      { title: "majority (>)" },
      { title: "half (≥)" },
      { title: "with ties at 1/2" },
    ],
    rows: rows.map((v) => [
      v.row,
      String(v.patients),
      v.pairwiseDice === undefined ? "–" : fixed(v.pairwiseDice, 3),
      fixed(v.threshold, 3),
      ...[v.meanMl, v.smallestMl, v.largestMl, v.majorityMl, v.halfMl].map((ml) => significant(ml)),
      `${v.tiedAtHalf} of ${v.patients}`,
    ]),
  };
}

function biasesOf(rows: readonly MeanVolumes[]): Table {
  return {
    caption:
      "Volumes over the observers' mean, and the bounds of Theorem 2 on the volume of every optimum in mL.",
    columns: [
      { title: "Structure", isText: true },
      { title: "bias of the optimum" },
      { title: "least–greatest" },
      { title: "bias of the majority" },
      { title: "Theorem 2, lower" },
      { title: "upper" },
    ],
    rows: rows.map((v) => [
      v.row,
      fixed(v.bias[0], 3),
      `${fixed(v.bias[1], 3)}–${fixed(v.bias[2], 3)}`,
      fixed(v.majorityBias, 3),
      significant(v.boundsMl[0]),
      significant(v.boundsMl[1]),
    ]),
  };
}

function meanRaterOf(rows: readonly MeanVolumes[]): Table {
  return {
    caption: "The segmentation with the largest mean Dice to the observers, beside the Dice-optimal one.",
    columns: [
      { title: "Structure", isText: true },
      { title: "its volume (mL)" },
      { title: "smallest Dice optimum (mL)" },
      { title: "volumes differ in" },
      { title: "gain in mean rater Dice" },
    ],
    rows: rows.map((v) => [
      v.row,
      significant(v.meanRaterMl),
      significant(v.smallestMl),
      `${v.meanRaterDiffers} of ${v.patients}`,
      fixed(v.meanRaterGain, 4),
    ]),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
