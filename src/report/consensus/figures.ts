import { boundingBox } from "../../image/crop.ts";
import type { Grid } from "../../image/grid.ts";
import { consensusMethods } from "../../raters/consensus.ts";
import { marginalVoxels, meanVotes } from "../../raters/marginal.ts";
import type { VotePatterns } from "../../raters/patterns.ts";
import type { ConsensusSummary } from "../../raters/summary.ts";
import type { DrawingDocument } from "../chart.ts";
import type { Drawing } from "../drawing.ts";
import { drawAgreementMatrix } from "../matrix.ts";
import { drawMontage, type MontageSlice } from "../montage.ts";
import { fixed, significant } from "../numbers.ts";
import type { Raster } from "../raster.ts";
import { cutSlice, spreadSlices, widen } from "../slices.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { drawThresholdCurve } from "../thresholdCurve.ts";
import { upright } from "../upright.ts";
import { drawVolumeChart } from "../volumeChart.ts";
import { METHOD_NAMES, OUTLINED, type OutlinedMethod } from "./methods.ts";

/** What the figures show. */
export interface ConsensusData {
  readonly summary: ConsensusSummary;
  readonly votes: VotePatterns;
  /** N values. */
  readonly marginal: Float32Array;
  /** N values each, 0 or 1. */
  readonly masks: Readonly<Partial<Record<string, Uint8Array>>>;
  readonly grid: Grid;
}

/** The figures of one structure's consensus; the montage is left out where nobody marked anything. */
export function consensusFigures(data: ConsensusData, document: DrawingDocument): ReportFigure[] {
  const { summary } = data;
  return [
    ...montage(data),
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
        "Dice-optimal bar is the bootstrap interval over observers.",
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

const SLICES = 6;
/** Voxels around the structure, within the slice. */
const MARGIN = 4;

function montage({ marginal, masks, grid }: ConsensusData): ReportFigure[] {
  const { shape, spacingMm } = grid;
  const box = boundingBox({ grid, data: marginal });
  if (box === undefined) return [];
  const shown = widen(box, MARGIN, shape);
  const view = (values: Float32Array | Uint8Array, k: number): Raster =>
    upright(cutSlice(values, shape, shown, k), grid);
  const outlined = OUTLINED.map((method: OutlinedMethod) => [method, masks[method]] as const).filter(
    (entry): entry is [OutlinedMethod, Uint8Array] => entry[1] !== undefined,
  );
  const slices = spreadSlices(shown, SLICES).map((k): MontageSlice => ({
    title: `slice ${k + 1} of ${shape[2]}`,
    raster: view(marginal, k),
    masks: outlined.map(([, mask]) => view(mask, k).values),
  }));
  return [
    {
      name: "montage",
      caption:
        "Slices through the marginal, white where no observer marked the voxel and gray where all did, with the outline " +
        "of each consensus.",
      alternative: `${slices.length} slices of the marginal with the outlines of ${outlined.length} methods.`,
      drawing: drawMontage({
        slices,
        names: outlined.map(([method]) => METHOD_NAMES[method]),
        voxelMm: [spacingMm[0], spacingMm[1]],
        colouring: { map: "paleGray", domain: [0, 1] },
      }),
    },
  ];
}

/** D({m ≥ a}) at each level of the marginal: constant from one (excluded) to the next (included). */
function curve({ votes, summary }: ConsensusData): Parameters<typeof drawThresholdCurve>[0] {
  const m = meanVotes(votes);
  const total = marginalVoxels(votes);
  const levels = [...new Set([0, 1, ...m])].sort((a, b) => a - b);
  const points = levels.map((a) => {
    let [voxels, inside] = [0, 0];
    m.forEach((value, p) => {
      if (value < a) return;
      voxels += votes.counts[p];
      inside += votes.counts[p] * value;
    });
    return { a, dice: voxels + total > 0 ? (2 * inside) / (voxels + total) : 0 };
  });
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

function volumes(
  { raters, methods, marginal, bootstrap, shape, spacingMm }: ConsensusSummary,
  document: DrawingDocument,
): Drawing {
  const domainMl = [...shape, ...spacingMm].reduce((a, b) => a * b) / 1000;
  return drawVolumeChart(
    {
      groups: ["observers", "consensus"],
      bars: [
        ...raters.map(({ name, volumeMl }) => ({ name, volumeMl, group: 0 })),
        ...consensusMethods.map((method) => ({
          name: METHOD_NAMES[method],
          volumeMl: methods[method].volumeMl,
          group: 1,
          ...(method === "diceOptimal" && bootstrap !== null
            ? { rangeMl: [bootstrap.lowerMl, bootstrap.upperMl] as const }
            : {}),
        })),
      ],
      marginalMl: marginal.volumeMl,
      boundsMl: [marginal.volumeBounds[0] * domainMl, marginal.volumeBounds[1] * domainMl],
    },
    document,
  );
}
