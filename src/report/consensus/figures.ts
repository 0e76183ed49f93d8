import type { Box } from "../../image/crop.ts";
import type { Grid } from "../../image/grid.ts";
import type { VoxelArray } from "../../image/volume.ts";
import type { LocalDisagreement } from "../../raters/agreement/disagreement.ts";
import { marginalVoxels, meanVotes } from "../../raters/marginal.ts";
import { consensusMethods, METHODS } from "../../raters/methods.ts";
import type { VotePatterns } from "../../raters/patterns.ts";
import type { ConsensusSummary } from "../../raters/consensusSummary.ts";
import type { DrawingDocument } from "../chart.ts";
import type { Drawing } from "../drawing.ts";
import { drawAgreementMatrix } from "../matrix.ts";
import { fixed, significant } from "../numbers.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { drawThresholdCurve } from "../thresholdCurve.ts";
import { drawVolumeChart } from "../volumeChart.ts";
import { disagreementFigure } from "./disagreementFigure.ts";
import { contourFigures } from "./contourFigures.ts";

/** What the figures show. */
export interface ConsensusData {
  readonly summary: ConsensusSummary;
  readonly votes: VotePatterns;
  /** The part of the grid whose N voxels the arrays hold, with a margin around what is marked; all if left out. */
  readonly covers?: Box | undefined;
  /** N values. */
  readonly marginal: Float32Array;
  /** Masks of methods by their key, N values each, 0 or 1. */
  readonly masks: Readonly<Partial<Record<string, Uint8Array>>>;
  /** Masks of the observers, N values each, in the order of the summary; their contours are left out where this is. */
  readonly observers?: readonly Uint8Array[] | undefined;
  /** The image that was contoured, N values; the marginal stands in its place where there is none. */
  readonly image?: VoxelArray | undefined;
  /** On the surface of the Dice-optimal consensus; its map is left out where this is. */
  readonly disagreement?: LocalDisagreement | undefined;
  readonly grid: Grid;
}

/** The figures of one structure's consensus; those of slices are left out where nobody marked anything. */
export function consensusFigures(data: ConsensusData, document: DrawingDocument): ReportFigure[] {
  const { summary } = data;
  return [
    ...contourFigures(data),
    ...(data.disagreement === undefined ? [] : [disagreementFigure(data.disagreement, data.grid)]),
    {
      name: "threshold-curve",
      caption:
        "Marginal Dice of the segmentation {m ≥ a} against the threshold a. It is largest at t, which is never above " +
        "1/2; a majority cuts at 1/2, and STAPLE need not be a threshold of m at all: its Dice is a level line.",
      alternative: `Dice is largest, ${fixed(summary.marginal.supDice, 3)}, at the threshold ${fixed(summary.marginal.threshold, 3)}.`,
      drawing: drawThresholdCurve(curve(data), document),
    },
    {
      name: "volumes",
      caption:
        "Volumes of the observers and of each consensus. The dashed line is the marginal's volume, the mean of the " +
        "observers' (weighted); the dotted ones bound every Dice-optimal volume (Theorem 2). The whisker on the " +
        "Dice-optimal bar goes from the smallest to the largest volume over resampled observers.",
      alternative: `The mean volume is ${significant(summary.marginal.volumeMl)} mL, the Dice-optimal one ${significant(summary.methods.diceOptimal.volumeMl)} mL.`,
      drawing: volumes(summary, document),
    },
    {
      name: "agreement",
      caption: "Dice of each pair of observers.",
      alternative: `The mean pairwise Dice is ${fixed(summary.agreement.meanPairwiseDice, 3)}.`,
      drawing: drawAgreementMatrix({
        names: summary.raters.map(({ name }) => name),
        values: summary.agreement.pairwiseDice,
        title: "pairwise Dice",
      }),
    },
  ];
}

/** D({m ≥ a}) at each level of the marginal: constant from one (excluded) to the next (included). */
function curve({ votes, summary }: ConsensusData): Parameters<typeof drawThresholdCurve>[0] {
  const total = marginalVoxels(votes);
  const voxelsAt = new Map<number, number>([
    [0, 0],
    [1, 0],
  ]);
  meanVotes(votes).forEach((m, p) => voxelsAt.set(m, (voxelsAt.get(m) ?? 0) + votes.counts[p]));
  let [voxels, inside] = [0, 0];
  const points = [...voxelsAt]
    .sort(([a], [b]) => b - a)
    .map(([a, count]) => {
      voxels += count;
      inside += a * count;
      return { a, dice: voxels + total > 0 ? (2 * inside) / (voxels + total) : 0 };
    })
    .reverse();
  const { marginal, methods } = summary;
  return {
    points,
    marks: [
      { name: "Dice-optimal, t", a: marginal.threshold, dice: marginal.supDice },
      { name: "majority, 1/2", a: 0.5, dice: orZero(methods.majority.marginalDice) },
      { name: "STAPLE", dice: orZero(methods.staple.marginalDice) },
    ],
  };
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

/** Observers who get a bar each; of more, the order statistics do. */
const MOST_BARS = 24;

function volumes(
  { raters, methods, marginal, bootstrap, shape, spacingMm }: ConsensusSummary,
  document: DrawingDocument,
): Drawing {
  const domainMl = [...shape, ...spacingMm].reduce((a, b) => a * b) / 1000;
  const ascending = raters.map(({ volumeMl }) => volumeMl).sort((a, b) => a - b);
  const observers =
    raters.length <= MOST_BARS
      ? raters.map(({ name, volumeMl }) => ({ name, volumeMl, group: 0 }))
      : (["smallest", "lower quartile", "median", "upper quartile", "largest"] as const).map((name, q) => ({
          name: `${name} of ${raters.length}`,
          volumeMl: ascending[Math.round(((raters.length - 1) * q) / 4)],
          group: 0,
        }));
  return drawVolumeChart(
    {
      groups: ["observers", "consensus"],
      bars: [
        ...observers,
        ...consensusMethods.map((method) => ({
          name: METHODS[method].title,
          volumeMl: methods[method].volumeMl,
          group: 1,
          ...(method === "diceOptimal" && bootstrap !== null
            ? { rangeMl: [bootstrap.lowestMl, bootstrap.highestMl] as const }
            : {}),
        })),
      ],
      marginalMl: marginal.volumeMl,
      boundsMl: [marginal.volumeBounds[0] * domainMl, marginal.volumeBounds[1] * domainMl],
    },
    document,
  );
}
