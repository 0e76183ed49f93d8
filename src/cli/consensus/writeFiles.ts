import { VERSION } from "../../core/version.ts";
import { type Structure, structureFromMask } from "../../formats/dicom/rtstruct-write.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { VoxelArray } from "../../formats/volume.ts";
import type { Consensus } from "../../raters/consensus.ts";
import { meanVotes } from "../../raters/marginal.ts";
import type { VotePatterns } from "../../raters/patterns.ts";
import { paint } from "../../raters/selection.ts";
import type { VoteMap } from "../../raters/voteMap.ts";
import type { Observed } from "../../study/structure.ts";
import type { ConsensusSummary } from "../../raters/summary.ts";
import { consensusFigures } from "../../report/consensus/figures.ts";
import { consensusPage } from "../../report/consensus/page.ts";
import { pageHtml } from "../../report/page.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import type { ConsensusParameters } from "./parameters.ts";

/** The masks that are written, with their file names. */
const MASKS = [
  ["diceOptimal", "dice-optimal"],
  ["majority", "majority"],
  ["meanRaterOptimal", "mean-rater-optimal"],
  ["staple", "staple"],
] as const;

/**
 * Writes the marginal, the masks of the methods, the figures and the report of one structure.
 *
 * @returns the masks' contours, where they are asked for
 */
export async function writeFiles(
  observed: Pick<Observed, "structure" | "grid" | "names"> & { readonly map: VoteMap },
  votes: VotePatterns,
  { summary, result }: { readonly summary: ConsensusSummary; readonly result: Consensus },
  parameters: ConsensusParameters,
  {
    write,
    contours,
  }: {
    readonly write: (name: string, data: string | Uint8Array) => void;
    readonly contours: boolean;
  },
): Promise<Structure[]> {
  const { structure, grid, map, names } = observed;
  const writeVolume = async (name: string, data: VoxelArray): Promise<void> =>
    write(
      `${name}.nii.gz`,
      await encodeNiftiGz({ name, grid, data }, data instanceof Uint8Array ? deflateMask : deflateImage),
    );
  const floats = (values: Float64Array): Float32Array =>
    map.expand(votes.patterns, values, new Float32Array(map.voxels));
  const drawn: Structure[] = [];
  const masks: Record<string, Uint8Array> = {};
  for (const [method, file] of MASKS) {
    const mask = paint(map, votes, result.selections[method]);
    masks[method] = mask;
    await writeVolume(file, mask);
    if (contours)
      drawn.push(structureFromMask(structure === "" ? file : `${structure} (${file})`, mask, grid));
  }
  await writeVolume("staple-probability", floats(result.staple.probability));
  const marginal = floats(meanVotes(votes));
  await writeVolume("marginal", marginal);
  const figures = consensusFigures({ summary, votes, marginal, masks, grid }, createDocument());
  for (const figure of figures) writeFigure(write, figure);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice consensus"],
    ["Observers", names.join(", ")],
    ["Weights", names.map((name, k) => `${name} ${votes.weights[k]}`).join(", ")],
    ["Empty masks", parameters.empty],
    ["Ties", parameters.ties],
    ["Other grids", parameters.resample === undefined ? "refused" : `resampled, ${parameters.resample}`],
    ["Surface tolerance", `${parameters.toleranceMm} mm`],
    ["Seed of the bootstrap", String(parameters.seed)],
  ] as const;
  write("report.html", pageHtml(consensusPage({ structure, summary, figures }, provenance)));
  return drawn;
}
