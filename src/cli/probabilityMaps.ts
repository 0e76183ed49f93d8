import { SoftdiceError } from "../core/errors.ts";
import type { VoxelArray } from "../image/volume.ts";
import { isPartitionOfUnity } from "../evaluation/partition/ofMaps.ts";
import { type ProbabilityMap, probabilities } from "../image/probabilities.ts";
import { isForeign } from "../study/foreign.ts";
import { type MapFile, readMapFile } from "../study/maps.ts";
import { withoutArchives } from "../study/source.ts";
import { inflateWithZlib } from "./inflate.ts";
import { sourcesAt } from "./inputs.ts";

/**
 * The probability maps of a file, or of each file of a folder, class by class, or segment by segment of a DICOM SEG.
 *
 * @param classes those wanted of several, from 0; all but the background if left out, which is 0 where channels add up to 1
 * @param option the option that asks for them, for errors
 * @param out folder of the results, where earlier ones may be
 * @returns the maps, and remarks on how the file was read
 * @throws SoftdiceError for a file that cannot be read and for values that are no probabilities
 */
export async function readProbabilityMaps(
  input: string,
  classes: readonly number[] | undefined,
  option: "--class" | "--classes",
  out: string,
): Promise<{ readonly maps: readonly ProbabilityMap[]; readonly remarks: readonly string[] }> {
  const remarks: string[] = [];
  const maps: ProbabilityMap[] = [];
  for await (const source of withoutArchives(sourcesAt([input], out))) {
    if (!source.isNamed && isForeign(source.name)) continue;
    const file = await readMapFile(source, { inflate: inflateWithZlib });
    remarks.push(...file.remarks);
    const hasBackground = isBackgroundFirst(file.volumes.map(({ data }) => data));
    const chosen = chooseClasses(source.name, { ...file, hasBackground }, classes, option);
    if (classes === undefined && chosen.length > 1 && !file.areNamed && !hasBackground)
      remarks.push(noBackground(chosen.length));
    for (const n of chosen) {
      const volume = file.volumes[n];
      // Errors name the file, results the map.
      const map = probabilities({ ...volume, name: source.name });
      maps.push({ ...map, volume: { ...map.volume, name: volume.name } });
    }
  }
  return { maps, remarks };
}

/**
 * Numbers of the maps of a file that are wanted: of several classes all but the background, class 0, if there is one, unless
 * the option says which.
 * @throws SoftdiceError for a class that the file does not hold
 */
export function chooseClasses(
  name: string,
  { volumes, areNamed, hasBackground }: MapFile & { readonly hasBackground: boolean },
  classes: readonly number[] | undefined,
  option: string,
): readonly number[] {
  const missing = classes?.find((n) => n >= volumes.length);
  if (missing !== undefined) {
    const list = areNamed ? ` (${volumes.map((volume, n) => `${n} ${volume.name}`).join(", ")})` : "";
    throw new SoftdiceError({
      subject: option,
      problem: `asks for ${areNamed ? "segment" : "class"} ${missing}`,
      expected: `one of the ${volumes.length} in ${name}, from 0${list}`,
      remedy: option === "--class" ? "correct the number" : "correct the list",
    });
  }
  const all = Array.from(volumes.keys());
  return classes ?? (hasBackground && !areNamed ? all.slice(1) : all);
}

/** Whether the first of several channels is the background of the others: they exclude each other and add up to 1. */
export function isBackgroundFirst(channels: readonly VoxelArray[]): boolean {
  const asFloats = (data: VoxelArray): Float32Array | Float64Array =>
    data instanceof Float32Array || data instanceof Float64Array ? data : Float32Array.from(data);
  const areAlike = channels.every(({ length }) => length === channels[0].length);
  return channels.length > 1 && areAlike && isPartitionOfUnity(channels.map(asFloats));
}

/** What is said of channels that dataset.json names as those of a softmax, and that are none. */
export const NO_SOFTMAX =
  "The channels do not add up to 1 at every voxel, as those of classes do: they are taken as they are, one class each.";

/** What is said of channels of which none is taken for the background. */
export function noBackground(channels: number): string {
  return `The ${channels} channels do not add up to 1, so that none is taken for the background.`;
}
