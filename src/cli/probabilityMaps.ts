import { SoftdiceError } from "../core/errors.ts";
import { type ProbabilityMap, probabilities } from "../image/probabilities.ts";
import { readImage } from "./images.ts";
import { inputFiles } from "./inputs.ts";

/**
 * The probability maps of a file, or of each file of a folder, class by class.
 *
 * @param classes those wanted of several, from 0; all but the background, 0, if left out
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
  for await (const file of inputFiles([input], out)) {
    const volumes = await readImage(file, (remark) => remarks.push(remark));
    for (const volume of chooseClasses(file.path, volumes, classes, option)) {
      // Errors name the file, results the map.
      const map = probabilities({ ...volume, name: file.path });
      maps.push({ ...map, volume: { ...map.volume, name: volume.name } });
    }
  }
  return { maps, remarks };
}

/**
 * All maps of the file; of several classes all but the background, class 0, unless the option says which.
 * @throws SoftdiceError for a class that the file does not hold
 */
export function chooseClasses<Map>(
  path: string,
  maps: readonly Map[],
  classes: readonly number[] | undefined,
  option: string,
): readonly Map[] {
  const missing = classes?.find((n) => n >= maps.length);
  if (missing !== undefined) {
    throw new SoftdiceError({
      subject: option,
      problem: `asks for class ${missing}`,
      expected: `one of the ${maps.length} in ${path}, from 0`,
      remedy: option === "--class" ? "correct the number" : "correct the list",
    });
  }
  if (classes !== undefined) return classes.map((n) => maps[n]);
  return maps.length > 1 ? maps.slice(1) : maps;
}
