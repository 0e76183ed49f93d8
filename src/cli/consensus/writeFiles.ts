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
import { isSameSelection, paint, type Selection } from "../../raters/selection.ts";
import type { Summarized } from "../../raters/summary.ts";
import type { VoteMap } from "../../raters/voteMap.ts";
import type { Observed } from "../../study/structure.ts";
import { SHOWN_MARGIN } from "../../report/consensus/contourFigures.ts";
import { consensusFigures } from "../../report/consensus/figures.ts";
import { consensusPage } from "../../report/consensus/page.ts";
import type { ReportFigure } from "../../report/reportFigure.ts";
import { pageHtml } from "../../report/page.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { beginFigures } from "../figureFiles.ts";
import type { Rasterise } from "../rasterise.ts";
import type { ConsensusParameters } from "./parameters.ts";

type ObservedMap = Pick<Observed, "structure" | "grid" | "names" | "reference" | "planimetricMl"> & {
  readonly map: VoteMap;
};

interface VolumeFiles {
  readonly write: (name: string, data: string | Uint8Array) => void;
  /** Whether contours of the masks are asked for. */
  readonly contours: boolean;
}

/** Observers whose own contours are drawn. */
const MOST_CONTOURS = 40;

/**
 * Writes the marginal, the masks of the methods, the figures and the report of one structure.
 *
 * @returns the masks' contours, where they are asked for
 */
export async function writeFiles(
  observed: ObservedMap,
  votes: VotePatterns,
  { summary, result, disagreement }: Summarized,
  parameters: ConsensusParameters,
  {
    write,
    contours,
    image,
    patient,
    rasterise,
  }: VolumeFiles & {
    /** The image that was contoured, a value a voxel of the observers' grid, where there is one. */
    readonly image?: VoxelArray | undefined;
    /** An alias of the patient for the page's title, never an identifier. */
    readonly patient?: string | undefined;
    /** What draws PNGs while volumes are compressed. */
    readonly rasterise: Rasterise | undefined;
  },
): Promise<Structure[]> {
  const { structure, names } = observed;
  const draw = (): ReportFigure[] => figuresOf(observed, votes, { summary, result, disagreement }, image);
  // Beside the volumes, or after them.
  const early = rasterise === undefined ? undefined : draw();
  const finish = early === undefined ? undefined : beginFigures(early, rasterise);
  const drawn = await writeVolumes(observed, votes, result, { write, contours });
  const figures = early ?? draw();
  await (finish ?? beginFigures(figures))(write);
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

/** The figures of what anyone marked, with a margin. */
function figuresOf(
  { grid, map, names }: ObservedMap,
  votes: VotePatterns,
  { summary, result, disagreement }: Omit<Summarized, "rows">,
  image: VoxelArray | undefined,
): ReportFigure[] {
  const { covers, part } = shownPart(map, grid);
  const masks: Record<string, Uint8Array> = {};
  for (const method of consensusMethods) {
    if (METHODS[method].file === undefined) continue;
    const selection = result.selections[method];
    // Of what nobody marked, the voxels that come first in the whole image.
    const isWithin = selection[0] === 0;
    masks[method] = isWithin
      ? paint(part, votes, selection)
      : cropOf(paint(map, votes, selection), covers, grid);
  }
  const marginal = part.expand(meanVotes(votes), new Float32Array(part.voxels));
  const observers = names.length > MOST_CONTOURS ? undefined : names.map((_, k) => part.mask(k));
  const below = image === undefined ? undefined : cropOf(image, covers, grid);
  return consensusFigures(
    { summary, votes, covers, marginal, masks, observers, image: below, disagreement, grid },
    createDocument(),
  );
}

/** Writes the masks of the methods, STAPLE's probabilities and the marginal, one volume in memory at a time. */
async function writeVolumes(
  { structure, grid, map, reference }: ObservedMap,
  votes: VotePatterns,
  { selections, staple }: Summarized["result"],
  { write, contours }: VolumeFiles,
): Promise<Structure[]> {
  const encode = (name: string, data: VoxelArray): Promise<Uint8Array> =>
    encodeNiftiGz({ name, grid, data }, data instanceof Uint8Array ? deflateMask : deflateImage);
  const drawn: Structure[] = [];
  const masks: { readonly selection: Selection; readonly bytes: Uint8Array }[] = [];
  for (const method of consensusMethods) {
    const { file } = METHODS[method];
    if (file === undefined) continue;
    const selection = selections[method];
    // Methods often agree to the voxel.
    const same = masks.find((one) => isSameSelection(one.selection, selection));
    const bytes = same?.bytes ?? (await encode(file, paint(map, votes, selection)));
    masks.push({ selection, bytes });
    write(`${file}.nii.gz`, bytes);
    if (!contours) continue;
    const name = structure === "" ? file : `${structure} (${file})`;
    drawn.push(structureFromMask(name, paint(map, votes, selection), grid, undefined, reference));
  }
  // No array of a volume has a name here, which would keep it while the next is made.
  const writeFractions = async (name: string, values: Float64Array): Promise<void> =>
    write(`${name}.nii.gz`, await encode(name, map.expand(values, new Float32Array(map.voxels))));
  await writeFractions("staple-probability", staple.probability);
  await writeFractions("marginal", meanVotes(votes));
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
