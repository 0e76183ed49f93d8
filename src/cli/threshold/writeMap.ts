import { halfVoxels, halfWarnings } from "../../core/half.ts";
import { mapQuality, mapWarnings } from "../../core/mapQuality.ts";
import { segmentation, type Ties } from "../../core/optimum.ts";
import { type CurvePoint, thresholdCurve } from "../../core/thresholdCurve.ts";
import { VERSION } from "../../core/version.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { voxelVolumeMl } from "../../image/grid.ts";
import { settleVotes } from "../../image/probabilities.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { summariseExpectedDice } from "../../report/expectedDice.ts";
import { pageHtml } from "../../report/page.ts";
import { thresholdFigures, thresholdPage, type ThresholdSummary } from "../../report/thresholdPage.ts";
import { deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";

/**
 * Cuts one map at its Dice-optimal threshold and writes what belongs to it.
 *
 * @param remarks on how it was read
 * @param hasPage whether a report and its figures are written too
 * @param write writes one file, by its name below the map's folder
 */
export async function writeMap(
  stored: Volume<Float32Array | Float64Array>,
  remarks: readonly string[],
  { ties, hasPage }: { readonly ties: Ties; readonly hasPage: boolean },
  write: (name: string, data: string | Uint8Array) => void,
): Promise<ThresholdSummary> {
  const { name, grid, data } = settleVotes(stored);
  const optimum = diceOptimum(data);
  const curve = thresholdCurve(data);
  const voxelMl = voxelVolumeMl(grid);
  const half = halfVoxels(data);
  const summary: ThresholdSummary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    ...optimum,
    volumeMl: {
      marginal: optimum.l1 * data.length * voxelMl,
      min: optimum.minVoxels * voxelMl,
      max: optimum.maxVoxels * voxelMl,
      half: half.atLeast * voxelMl,
      majority: half.above * voxelMl,
    },
    tiedAtHalf: half.atLeast - half.above,
    volumeBounds: [optimum.l1 ** 2, 1],
    expectedDice: summariseExpectedDice(data),
    warnings: [...remarks, ...mapWarnings(mapQuality(data)), ...halfWarnings(half)],
  };
  const mask = segmentation(data, optimum.threshold, { ties });
  write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
  write("curve.csv", curveCsv(curve));
  write("dice-optimal.nii.gz", await encodeNiftiGz({ name, grid, data: mask }, deflateMask));
  if (!hasPage) return summary;
  const figures = thresholdFigures({ summary, curve, map: data, mask, grid }, createDocument());
  for (const figure of figures) writeFigure(write, figure);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice threshold"],
    ["Ties", ties],
  ] as const;
  write("report.html", pageHtml(thresholdPage({ name, summary, figures }, provenance)));
  return summary;
}

function curveCsv(curve: readonly CurvePoint[]): string {
  return `a,dice,voxels\n${curve.map(({ a, dice, voxels }) => `${a},${dice.toFixed(9)},${voxels}\n`).join("")}`;
}
