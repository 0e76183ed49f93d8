import { SoftdiceError } from "../core/errors.ts";
import type { Volume } from "../formats/volume.ts";
import { type ProbabilityMap, probabilities } from "../image/probabilities.ts";
import { readImage } from "./images.ts";
import { inputFiles } from "./inputs.ts";

/**
 * The probability maps of a file, class by class.
 *
 * @param classes those wanted of several, from 0; all but the background, 0, if left out
 * @returns the maps, and remarks on how the file was read
 * @throws SoftdiceError for a file that cannot be read and for values that are no probabilities
 */
export async function readProbabilityMaps(
  input: string,
  classes: readonly number[] | undefined,
): Promise<{ readonly maps: readonly ProbabilityMap[]; readonly remarks: readonly string[] }> {
  const remarks: string[] = [];
  const volumes: Volume[] = [];
  for await (const file of inputFiles([input])) {
    volumes.push(...(await readImage(file, (remark) => remarks.push(remark))));
  }
  return { maps: chooseClasses(input, volumes, classes).map(probabilities), remarks };
}

/** All maps of the file; of several classes all but the background, class 0, unless --classes says which. */
function chooseClasses(
  input: string,
  maps: readonly Volume[],
  classes: readonly number[] | undefined,
): readonly Volume[] {
  const missing = classes?.find((n) => n >= maps.length);
  if (missing !== undefined) {
    throw new SoftdiceError({
      subject: "--classes",
      problem: `asks for class ${missing}`,
      expected: `one of the ${maps.length} in ${input}, from 0`,
      remedy: "correct the list",
    });
  }
  if (classes !== undefined) return classes.map((n) => maps[n]);
  return maps.length > 1 ? maps.slice(1) : maps;
}
