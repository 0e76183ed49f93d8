import { SoftdiceError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.ts";
import { type Structure, structureFromMask, writeStructureSet } from "../../formats/dicom/rtstruct-write.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { VoxelArray } from "../../formats/volume.ts";
import { meanVotes } from "../../raters/marginal.ts";
import { votePatterns } from "../../raters/patterns.ts";
import { paint } from "../../raters/selection.ts";
import { type ConsensusSummary, summarize } from "../../raters/summary.ts";
import { consensusFigures } from "../../report/consensus/figures.ts";
import { consensusPage } from "../../report/consensus/page.ts";
import { pageHtml } from "../../report/page.ts";
import { createDocument } from "../document.ts";
import { FileNames } from "../fileNames.ts";
import { writeFigure } from "../figureFiles.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import type { Observed } from "./collect.ts";
import type { Gathered } from "./gather.ts";
import type { ConsensusParameters } from "./parameters.ts";
import { summaryCsv } from "./tables.ts";
import { weightsOf } from "./weights.ts";

/** What became of one patient, or of one call. */
export interface CaseResult {
  readonly structures: readonly NamedSummary[];
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
}

export interface NamedSummary {
  /** Empty where nothing names it. */
  readonly structure: string;
  /** Folder of its files below the case's, empty for the only structure. */
  readonly folder: string;
  readonly summary: ConsensusSummary;
}

/** The masks that are written, with their file names. */
const MASKS = [
  ["diceOptimal", "dice-optimal"],
  ["majority", "majority"],
  ["meanRaterOptimal", "mean-rater-optimal"],
  ["staple", "staple"],
] as const;

/**
 * Makes the consensus of every structure that was gathered and writes its files.
 *
 * @param write writes one file, by its name below the case's folder
 */
export async function runCase(
  gathered: Gathered,
  parameters: ConsensusParameters,
  write: (name: string, data: string | Uint8Array) => void,
): Promise<CaseResult> {
  const failures = gathered.failures.map(({ structure, error }) => ({ structure, reason: error.message }));
  const folders = new FileNames(["figures"]);
  const contours: Structure[] = [];
  const structures: NamedSummary[] = [];
  const isOnly = gathered.structures.size + failures.length === 1;
  for (const observed of gathered.structures.values()) {
    const folder = isOnly ? "" : folders.take(observed.structure === "" ? "unnamed" : observed.structure);
    try {
      const summary = await runStructure(
        observed,
        parameters,
        gathered.remarksOn(observed.structure),
        (name, data) => write(folder === "" ? name : `${folder}/${name}`, data),
        gathered.dicom === undefined ? undefined : contours,
      );
      structures.push({ structure: observed.structure, folder, summary });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: observed.structure, reason: error.message });
    }
  }
  if (contours.length > 0) {
    const { series } = gathered.dicom ?? {};
    const options = series === undefined ? { label: "consensus" } : { label: "consensus", series };
    write("consensus-rtstruct.dcm", writeStructureSet(contours, options));
  }
  return { structures, failures };
}

async function runStructure(
  { structure, grid, map, names }: Observed,
  parameters: ConsensusParameters,
  remarks: readonly string[],
  write: (name: string, data: string | Uint8Array) => void,
  contours: Structure[] | undefined,
): Promise<ConsensusSummary> {
  const votes = votePatterns(map, { weights: weightsOf(names, parameters.weights) });
  const found = summarize({ map, votes, grid }, names, parameters);
  const summary = { ...found.summary, warnings: [...found.summary.warnings, ...remarks] };
  write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
  write("summary.csv", summaryCsv(summary));
  if (!parameters.files) return summary;

  const writeVolume = async (name: string, data: VoxelArray): Promise<void> =>
    write(
      `${name}.nii.gz`,
      await encodeNiftiGz({ name, grid, data }, data instanceof Uint8Array ? deflateMask : deflateImage),
    );
  const floats = (values: Float64Array): Float32Array =>
    map.expand(votes.patterns, values, new Float32Array(map.voxels));
  const marginal = floats(meanVotes(votes));
  await writeVolume("marginal", marginal);
  await writeVolume("staple-probability", floats(found.result.staple.probability));
  const masks: Record<string, Uint8Array> = {};
  for (const [method, file] of MASKS) {
    const mask = paint(map, votes, found.result.selections[method]);
    masks[method] = mask;
    await writeVolume(file, mask);
    contours?.push(structureFromMask(structure === "" ? file : `${structure} (${file})`, mask, grid));
  }
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
  return summary;
}
