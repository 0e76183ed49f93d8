import { type Ties, uncheckedSegmentation } from "../../core/optimum.ts";
import { VERSION } from "../../core/version.ts";
import { summaryAndCurve, type ThresholdSummary } from "../../evaluation/threshold.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { pageHtml } from "../../report/page.ts";
import { curveCsv } from "../../report/thresholdCsv.ts";
import { thresholdFigures, thresholdPage } from "../../report/thresholdPage.ts";
import { deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { writeFigures } from "../figureFiles.ts";

/**
 * Cuts one map at its Dice-optimal threshold and writes what belongs to it.
 *
 * @param volume the map, its votes settled where it is one of votes
 * @param remarks on how it was read
 * @param hasPage whether a report and its figures are written too
 * @param write writes one file, by its name below the map's folder
 */
export async function writeMap(
  { name, grid, data }: Volume<Float32Array | Float64Array>,
  remarks: readonly string[],
  { ties, hasPage }: { readonly ties: Ties; readonly hasPage: boolean },
  write: (name: string, data: string | Uint8Array) => void,
): Promise<ThresholdSummary> {
  const { summary: found, curve, blockHighs } = summaryAndCurve(data, grid);
  const summary: ThresholdSummary = { ...found, warnings: [...remarks, ...found.warnings] };
  const mask = uncheckedSegmentation(data, summary.threshold, ties, blockHighs);
  write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
  write("curve.csv", curveCsv(curve));
  write("dice-optimal.nii.gz", await encodeNiftiGz({ name, grid, data: mask }, deflateMask));
  if (!hasPage) return summary;
  const figures = thresholdFigures({ summary, curve, map: data, mask, grid }, createDocument());
  await writeFigures(write, figures);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice threshold"],
    ["Ties", ties],
  ] as const;
  write("report.html", pageHtml(thresholdPage({ name, summary, figures }, provenance)));
  return summary;
}
