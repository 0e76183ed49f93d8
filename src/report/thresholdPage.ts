import type { ThresholdSummary } from "../evaluation/threshold.ts";
import type { CurvePoint } from "../core/thresholdCurve.ts";
import { boundingBox } from "../image/crop.ts";
import type { Grid } from "../image/grid.ts";
import type { DrawingDocument } from "./chart.ts";
import { figureHtml, list, type Page, paragraph } from "./page.ts";
import { expectedDiceText } from "./expectedDice.ts";
import { drawMontage } from "./montage.ts";
import { fixed, significant } from "./numbers.ts";
import { cutSlice, spreadSlices, widen } from "./slices.ts";
import { tableHtml } from "./table.ts";
import type { ReportFigure } from "./reportFigure.ts";
import { drawThresholdCurve } from "./thresholdCurve.ts";
import { upright } from "./upright.ts";

/** The threshold curve and slices of a map with its Dice-optimal segmentation and that of a threshold of 1/2. */
export function thresholdFigures(
  {
    summary,
    curve,
    map,
    mask,
    grid,
  }: {
    readonly summary: ThresholdSummary;
    readonly curve: readonly CurvePoint[];
    /** N values. */
    readonly map: Float32Array | Float64Array;
    /** N values, 0 or 1. */
    readonly mask: Uint8Array;
    readonly grid: Grid;
  },
  document: DrawingDocument,
): ReportFigure[] {
  const half = curve.find(({ a }) => a >= 0.5);
  const drawn: ReportFigure = {
    name: "threshold-curve",
    caption:
      "Dice of {m ≥ a} against the map m, at thresholds a from 0 to 1. It is largest at t, never above 1/2.",
    alternative: `Dice is largest, ${fixed(summary.supDice, 3)}, at the threshold ${fixed(summary.threshold, 3)}.`,
    drawing: drawThresholdCurve(
      {
        points: curve,
        marks: [
          { name: "Dice-optimal, t", a: summary.threshold, dice: summary.supDice },
          { name: "1/2", a: 0.5, dice: half?.dice ?? 0 },
        ],
      },
      document,
    ),
  };
  const box = boundingBox({ grid, data: mask });
  if (box === undefined) return [drawn];
  const shown = widen(box, MARGIN, grid.shape);
  const slices = spreadSlices(shown, SLICES).map((k) => {
    const view = (values: Float32Array | Float64Array | Uint8Array) =>
      upright(cutSlice(values, grid.shape, shown, k), grid);
    const raster = view(map);
    return {
      title: `slice ${k + 1} of ${grid.shape[2]}`,
      raster,
      masks: [view(mask).values, Uint8Array.from(raster.values, (value) => Number(value >= 0.5))],
    };
  });
  return [
    {
      name: "montage",
      caption: "Slices through the map, white at 0 and gray at 1, with the outlines of both segmentations.",
      alternative: `${slices.length} slices of the map with two outlines.`,
      drawing: drawMontage({
        slices,
        names: ["Dice-optimal", "threshold 1/2"],
        voxelMm: [grid.spacingMm[0], grid.spacingMm[1]],
        colouring: { map: "paleGray", domain: [0, 1] },
      }),
    },
    drawn,
  ];
}

const SLICES = 6;
/** Voxels around the segmentation, within the slice. */
const MARGIN = 6;

/** The report of one probability map. */
export function thresholdPage(
  {
    name,
    summary,
    figures,
  }: {
    readonly name: string;
    readonly summary: ThresholdSummary;
    readonly figures: readonly ReportFigure[];
  },
  provenance: Page["provenance"],
): Page {
  const { threshold, supDice, volumeMl, minVoxels, maxVoxels, volumeBounds, l1 } = summary;
  const domainMl = l1 > 0 ? volumeMl.marginal / l1 : 0;
  return {
    title: `Threshold: ${name}`,
    summary: [
      `Cut at t = ${fixed(threshold, 4)}, the map has its largest Dice (marginal Dice), ${fixed(supDice, 4)}. That ` +
        `is ${significant(volumeMl.min)} mL, where the map's own volume is ${significant(volumeMl.marginal)} mL and a ` +
        `threshold of 1/2 gives ${significant(volumeMl.half)} mL.`,
    ],
    sections: [
      ...(summary.warnings.length === 0
        ? []
        : [{ title: "Before you use these numbers", content: [list(summary.warnings)] }]),
      {
        title: "Volumes",
        content: [
          tableHtml({
            caption: "Volumes that the map stands for.",
            columns: [{ title: "Segmentation", isText: true }, { title: "mL" }, { title: "over the map's" }],
            rows: (
              [
                ["the map itself, Σ m", volumeMl.marginal],
                ["smallest optimum, {m > t}", volumeMl.min],
                ["largest optimum, {m ≥ t}", volumeMl.max],
                ["at least half, {m ≥ 1/2}", volumeMl.half],
                ["strict majority, {m > 1/2}", volumeMl.majority],
                ["lower bound of every optimum", volumeBounds[0] * domainMl],
                ["upper bound of every optimum", volumeBounds[1] * domainMl],
              ] as const
            ).map(([what, ml]) => [what, significant(ml, 4), fixed(ml / volumeMl.marginal, 3)]),
          }),
          paragraph(
            maxVoxels === minVoxels
              ? "No voxel ties with t, so the optimum is unique."
              : `${maxVoxels - minVoxels} voxels tie with t: in or out, Dice is the same.`,
          ),
        ],
      },
      { title: "Expected Dice", content: expectedDiceText(summary.expectedDice) },
      {
        title: "Threshold and slices",
        content: figures.map(({ drawing, caption, alternative }) =>
          figureHtml(drawing, caption, alternative),
        ),
      },
    ],
    provenance,
  };
}
