import { VERSION } from "../../core/version.ts";
import { type Structure, structureFromMask } from "../../formats/dicom/rtstruct-write.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import { type Box, crop, growBox } from "../../image/crop.ts";
import type { Grid } from "../../image/grid.ts";
import type { VoxelArray } from "../../formats/volume.ts";
import { unionBox } from "../../raters/fieldOfView.ts";
import { meanVotes } from "../../raters/marginal.ts";
import { consensusMethods, METHODS } from "../../raters/methods.ts";
import type { VotePatterns } from "../../raters/patterns.ts";
import { paint } from "../../raters/selection.ts";
import type { Summarized } from "../../raters/summary.ts";
import type { VoteMap } from "../../raters/voteMap.ts";
import type { Observed } from "../../study/structure.ts";
import { SHOWN_MARGIN } from "../../report/consensus/contourFigures.ts";
import { consensusFigures } from "../../report/consensus/figures.ts";
import { consensusPage } from "../../report/consensus/page.ts";
import { pageHtml } from "../../report/page.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { writeFigures } from "../figureFiles.ts";
import type { ConsensusParameters } from "./parameters.ts";

/** Observers whose own contours are drawn. */
const MOST_CONTOURS = 40;

/**
 * Writes the marginal, the masks of the methods, the figures and the report of one structure.
 *
 * @returns the masks' contours, where they are asked for
 */
export async function writeFiles(
  observed: Pick<Observed, "structure" | "grid" | "names" | "reference" | "planimetricMl"> & {
    readonly map: VoteMap;
  },
  votes: VotePatterns,
  { summary, result, disagreement }: Summarized,
  parameters: ConsensusParameters,
  {
    write,
    contours,
    image,
    patient,
  }: {
    readonly write: (name: string, data: string | Uint8Array) => void;
    readonly contours: boolean;
    /** The image that was contoured, a value a voxel of the observers' grid, where there is one. */
    readonly image?: VoxelArray | undefined;
    /** An alias of the patient for the page's title, never an identifier. */
    readonly patient?: string | undefined;
  },
): Promise<Structure[]> {
  const { structure, grid, map, names, reference } = observed;
  const writeVolume = async (name: string, data: VoxelArray): Promise<void> =>
    write(
      `${name}.nii.gz`,
      await encodeNiftiGz({ name, grid, data }, data instanceof Uint8Array ? deflateMask : deflateImage),
    );
  const floats = (values: Float64Array): Float32Array => map.expand(values, new Float32Array(map.voxels));
  const drawn: Structure[] = [];
  const { covers, part } = shownPart(map, grid);
  const masks: Record<string, Uint8Array> = {};
  for (const method of consensusMethods) {
    const { file } = METHODS[method];
    if (file === undefined) continue;
    const mask = paint(map, votes, result.selections[method]);
    masks[method] = cropOf(mask, covers, grid);
    await writeVolume(file, mask);
    if (contours)
      drawn.push(
        structureFromMask(
          structure === "" ? file : `${structure} (${file})`,
          mask,
          grid,
          undefined,
          reference,
        ),
      );
  }
  await writeVolume("staple-probability", floats(result.staple.probability));
  await writeVolume("marginal", floats(meanVotes(votes)));
  const marginal = part.expand(meanVotes(votes), new Float32Array(part.voxels));
  const observers = names.length > MOST_CONTOURS ? undefined : names.map((_, k) => part.mask(k));
  const below = image === undefined ? undefined : cropOf(image, covers, grid);
  const figures = consensusFigures(
    { summary, votes, covers, marginal, masks, observers, image: below, disagreement, grid },
    createDocument(),
  );
  await writeFigures(write, figures);
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
  write(
    "report.html",
    pageHtml(
      consensusPage(
        { structure, patient, summary, figures, planimetricMl: observed.planimetricMl },
        provenance,
      ),
    ),
  );
  return drawn;
}

/** What figures show of a map: the box of what is marked, with their margin. */
function shownPart(map: VoteMap, grid: Grid): { readonly covers: Box; readonly part: VoteMap } {
  const box = unionBox(map, grid) ?? { start: [0, 0, 0], end: [1, 1, 1] };
  const covers = growBox(box, SHOWN_MARGIN, grid.shape);
  return { covers, part: map.crop(grid.shape, covers) };
}

function cropOf<Data extends VoxelArray>(data: Data, box: Box, grid: Grid): Data {
  return crop({ name: "figure", grid, data }, box).data;
}
