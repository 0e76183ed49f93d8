import { SoftdiceError } from "../../core/errors.ts";
import type { Volume } from "../../formats/volume.ts";
import { describeGridDifference } from "../../image/compare.ts";
import { type Grid, voxelCount, voxelVolumeMl } from "../../image/grid.ts";
import { binaryMask } from "../../image/mask.ts";
import { type Interpolation, resample } from "../../image/resample.ts";
import { VoteMap } from "../../raters/voteMap.ts";
import { readImage } from "../images.ts";
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
  readonly remarks: readonly string[];
}

/**
 * Reads a case's observers one at a time, on the prediction's grid. What cannot be used makes an error of the structure, or of
 * all that the file could hold.
 */
export async function readObservers(
  files: readonly ObserverFile[],
  structures: readonly PredictedStructure[],
  grid: Grid,
  interpolation: Interpolation | undefined,
): Promise<CaseObservers> {
  const remarks: string[] = [];
  const found: (StructureObservers | SoftdiceError)[] = structures.map(() => ({
    map: new VoteMap(voxelCount(grid)),
    names: [],
  }));
  for (const { file, observer, structure } of files) {
    let volume: Volume | SoftdiceError;
    try {
      volume = await readOne(file, remarks);
      refuseOtherGrid(volume, grid, interpolation);
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      volume = error;
    }
    for (const [n, predicted] of structures.entries()) {
      const into = found[n];
      const isOther = structure !== undefined && structure.toLowerCase() !== predicted.name.toLowerCase();
      if (into instanceof SoftdiceError || isOther) continue;
      try {
        if (volume instanceof SoftdiceError) throw volume;
        const labels = structure === undefined ? predicted.labels : undefined;
        const mask: Volume<Uint8Array> = { ...volume, data: maskOf(volume, labels) };
        into.map.add(onGrid(mask, grid, interpolation, remarks), observer);
        into.names.push(observer);
      } catch (error) {
        if (!(error instanceof SoftdiceError)) throw error;
        found[n] = error;
      }
    }
  }
  return { structures: found.map((one, n) => withSomebody(one, structures[n].name)), remarks };
}

/** The foreground of a mask, or the voxels of some labels of a label map. */
export function maskOf(volume: Volume, labels: readonly number[] | undefined): Uint8Array {
  if (labels === undefined) return binaryMask(volume);
  if (labels.length === 1) return binaryMask(volume, labels[0]);
  const wanted = new Set(labels);
  return Uint8Array.from(volume.data, (value) => Number(wanted.has(value)));
}

async function readOne(file: ObserverFile["file"], remarks: string[]): Promise<Volume> {
  const volumes = await readImage(file, (text) => remarks.push(text));
  if (volumes.length === 1) {
    refuseFractions(file.path, volumes[0]);
    return { ...volumes[0], name: file.path };
  }
  throw new SoftdiceError({
    subject: file.path,
    problem: `holds ${volumes.length} masks`,
    expected: "one mask or label map an observer and case",
    remedy: "save one file an observer",
  });
}

function refuseFractions(file: string, { data }: Volume): void {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return;
  const odd = data.find((value) => !Number.isInteger(value));
  if (odd === undefined) return;
  throw new SoftdiceError({
    subject: file,
    problem: `holds ${odd}`,
    expected: "an observer's mask or label map",
    remedy: "threshold it first, for instance with softdice threshold",
  });
}

function refuseOtherGrid(volume: Volume, grid: Grid, interpolation: Interpolation | undefined): void {
  const difference = describeGridDifference(volume.grid, grid);
  if (difference === undefined || interpolation !== undefined) return;
  throw new SoftdiceError({
    subject: volume.name,
    problem: `lies on another grid than the prediction: ${difference}`,
    expected: "one grid for the prediction and its observers",
    remedy: "say how it is brought to the prediction's with --resample nearest or --resample linear",
  });
}

/** The mask on the prediction's grid, with a remark on what that did to its volume. */
function onGrid(
  mask: Volume<Uint8Array>,
  grid: Grid,
  interpolation: Interpolation | undefined,
  remarks: string[],
): Uint8Array {
  if (interpolation === undefined || describeGridDifference(mask.grid, grid) === undefined) return mask.data;
  const moved = resample(mask, grid, interpolation);
  const data = Uint8Array.from(moved.data, (value) => Number(value >= 0.5));
  const ml = (values: Uint8Array, of: Grid): string =>
    `${(values.reduce((a, b) => a + b, 0) * voxelVolumeMl(of)).toFixed(3)} mL`;
  remarks.push(
    `${mask.name}: resampled (${interpolation}) onto the prediction's grid: ${ml(mask.data, mask.grid)} became ${ml(data, grid)}`,
  );
  return data;
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
