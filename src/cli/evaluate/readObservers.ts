import { SoftdiceError } from "../../core/errors.ts";
import type { Volume } from "../../formats/volume.ts";
import { describeGridDifference } from "../../image/compare.ts";
import { coveringGrid } from "../../image/cover.ts";
import { type Grid, voxelCount, voxelVolumeMl } from "../../image/grid.ts";
import { binaryMask } from "../../image/mask.ts";
import { maskOnGrid, place, type PlacedPart } from "../../image/part.ts";
import type { Interpolation } from "../../image/resample.ts";
import { VoteMap } from "../../raters/voteMap.ts";
import { isPointer } from "../../study/foreign.ts";
import { type FoundMask, readVolumeFile } from "../../study/volumes.ts";
import { inflateWithZlib } from "../inflate.ts";
import type { ObserverFile } from "./observerFiles.ts";
import type { PredictedStructure } from "./readPrediction.ts";

/** The observers of one structure. */
export interface StructureObservers {
  readonly map: VoteMap;
  readonly names: string[];
}

/** What became of a case's observers, structure by structure. */
export interface CaseObservers {
  readonly structures: readonly (StructureObservers | SoftdiceError)[];
  /** Observers whose files are elsewhere; the others go on without them. */
  readonly missing: readonly SoftdiceError[];
  readonly remarks: readonly string[];
}

/**
 * Reads a case's observers one at a time, on the prediction's grid. What cannot be used makes an error of the structure, or of
 * all that the file could hold. Of a label map without a label, the observer marked nothing of that structure.
 */
export async function readObservers(
  files: readonly ObserverFile[],
  structures: readonly PredictedStructure[],
  grid: Grid,
  interpolation: Interpolation | undefined,
): Promise<CaseObservers> {
  const remarks: string[] = [];
  const missing: SoftdiceError[] = [];
  const found: (StructureObservers | SoftdiceError)[] = structures.map(() => ({
    map: new VoteMap(voxelCount(grid)),
    names: [],
  }));
  for (const { file, observer, structure } of files) {
    const read = await readOne(file, missing, remarks);
    if (read === undefined) continue;
    for (const [n, predicted] of structures.entries()) {
      const into = found[n];
      const isOther = structure !== undefined && structure.toLowerCase() !== predicted.name.toLowerCase();
      if (into instanceof SoftdiceError || isOther) continue;
      try {
        if (read instanceof SoftdiceError) throw read;
        const labels = structure === undefined ? predicted.labels : undefined;
        const parts = partsOf(file.name, read, labels).map((part) =>
          onGrid(file.name, part, grid, interpolation, remarks),
        );
        const whole = wholeOf(parts, grid);
        into.map.add(whole, observer);
        into.names.push(observer);
      } catch (error) {
        if (!(error instanceof SoftdiceError)) throw error;
        found[n] = error;
      }
    }
  }
  return { structures: found.map((one, n) => withSomebody(one, structures[n].name)), missing, remarks };
}

/** The foreground of a mask, or the voxels of some labels of a label map. */
export function maskOf(volume: Volume, labels: readonly number[] | undefined): Uint8Array {
  if (labels === undefined) return binaryMask(volume);
  if (labels.length === 1) return binaryMask(volume, labels[0]);
  const wanted = new Set(labels);
  return Uint8Array.from(volume.data, (value) => Number(wanted.has(value)));
}

/** The one mask or label map of an observer's file; an error where it is none, undefined where the file is missing. */
async function readOne(
  file: ObserverFile["file"],
  missing: SoftdiceError[],
  remarks: string[],
): Promise<FoundMask | SoftdiceError | undefined> {
  try {
    const bytes = await file.read();
    if (isPointer(bytes)) {
      missing.push(notFetched(file.name));
      return undefined;
    }
    const found = await readVolumeFile(file, bytes, { inflate: inflateWithZlib });
    remarks.push(...found.remarks);
    const [only, ...others] = found.masks;
    if (only !== undefined && others.length + found.maps.length + found.images.length === 0) return only;
    const kind =
      found.maps.length > 0
        ? "probabilities"
        : found.images.length > 0
          ? "an image"
          : `${found.masks.length} masks`;
    return new SoftdiceError({
      subject: file.name,
      problem: `holds ${kind}`,
      expected: "an observer's mask or label map",
      remedy:
        found.maps.length > 0
          ? "threshold it first, for instance with softdice threshold"
          : "save one file an observer",
    });
  } catch (error) {
    if (error instanceof SoftdiceError) return error;
    throw error;
  }
}

function notFetched(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "is a pointer to a file that was not fetched",
    expected: "the mask itself",
    remedy: "fetch it with git lfs pull or git annex get",
  });
}

/** The parts of a mask, or of the labels that make up a structure; none where it holds none of them. */
function partsOf(file: string, mask: FoundMask, labels: readonly number[] | undefined): PlacedPart[] {
  if (labels !== undefined)
    return labels.filter((label) => mask.labels.includes(label)).map((label) => mask.part(label));
  if (mask.labels.length < 2) return [mask.part()];
  throw new SoftdiceError({
    subject: file,
    problem: `holds the labels ${mask.labels.slice(0, 8).join(", ")}${mask.labels.length > 8 ? ", …" : ""}`,
    expected: "a mask, as the prediction is",
    remedy: "predict a label map of the same labels, or save one mask a structure",
  });
}

/** A part on the prediction's grid, with a remark where that changes it. */
function onGrid(
  file: string,
  part: PlacedPart,
  grid: Grid,
  interpolation: Interpolation | undefined,
  remarks: string[],
): PlacedPart {
  if (describeGridDifference(part.grid, grid) === undefined) return part;
  const isApart = coveringGrid([grid, part.grid]).apart.length > 0;
  if (isApart && interpolation === undefined) {
    throw new SoftdiceError({
      subject: file,
      problem: `lies on another grid than the prediction: ${describeGridDifference(part.grid, grid) ?? "their voxels do not coincide"}`,
      expected: "one grid for the prediction and its observers",
      remedy: "say how it is brought to the prediction's with --resample nearest or --resample linear",
    });
  }
  const moved = maskOnGrid(part, grid, interpolation ?? "nearest");
  const ml = ({ data, grid: of }: PlacedPart): string =>
    `${(data.reduce((a, b) => a + b, 0) * voxelVolumeMl(of)).toFixed(4)} mL`;
  const [before, after] = [ml(part), ml(moved)];
  if (isApart)
    remarks.push(
      `${file}: resampled (${interpolation}) onto the prediction's grid: ${before} became ${after}`,
    );
  else if (before !== after)
    remarks.push(`${file}: reaches beyond the prediction's image: ${before} became ${after}`);
  return moved;
}

/** The union of parts on the whole grid. */
function wholeOf(parts: readonly PlacedPart[], grid: Grid): Uint8Array {
  const wholes = parts.map((part) => {
    const data = new Uint8Array(voxelCount(grid));
    if (part.data.length > 0) place(part, { box: { start: [0, 0, 0], end: grid.shape }, data });
    return data;
  });
  const [first = new Uint8Array(voxelCount(grid)), ...others] = wholes;
  for (const other of others) for (let i = 0; i < first.length; i++) first[i] |= other[i];
  return first;
}

function withSomebody(
  one: StructureObservers | SoftdiceError,
  structure: string,
): StructureObservers | SoftdiceError {
  if (one instanceof SoftdiceError || one.names.length > 0) return one;
  return new SoftdiceError({
    subject: structure === "" ? "prediction" : structure,
    problem: "has no observer",
    expected: "at least one observer's mask",
    remedy: "add it to --observers, or leave the prediction out",
  });
}
