import { SoftdiceError } from "../core/errors.ts";
import type { Volume } from "../formats/volume.ts";
import { significant } from "../report/numbers.ts";
import { readImage } from "./images.ts";
import { inputFiles } from "./inputs.ts";

/** A map of probabilities on its grid, with what had to be done to it. */
export interface ProbabilityMap {
  readonly volume: Volume<Float32Array | Float64Array>;
  readonly warnings: readonly string[];
}

/** Values this far outside [0, 1], as interpolation leaves them, are clipped with a warning; others are refused. */
const OVERSHOOT = 0.1;

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

/** The map as floats in [0, 1], with a warning where values had to be clipped. */
function probabilities(volume: Volume): ProbabilityMap {
  const data =
    volume.data instanceof Float64Array || volume.data instanceof Float32Array
      ? volume.data
      : Float32Array.from(volume.data);
  let [low, high, outside] = [0, 1, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value >= 0 && value <= 1) continue;
    if (Number.isNaN(value))
      refuse(volume.name, `holds NaN at value ${i}`, "replace it where the map is made");
    outside += 1;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (outside === 0) return { volume: { ...volume, data }, warnings: [] };
  const range = `${significant(low)} to ${significant(high)}`;
  if (low < -OVERSHOOT || high > 1 + OVERSHOOT) {
    refuse(
      volume.name,
      `holds values from ${range}`,
      "apply the sigmoid or softmax, or divide percentages by 100",
    );
  }
  return {
    volume: { ...volume, data: data.map((value) => Math.min(1, Math.max(0, value))) },
    warnings: [`${outside} values lie outside [0, 1] (${range}); they are clipped.`],
  };
}

function refuse(subject: string, problem: string, remedy: string): never {
  throw new SoftdiceError({ subject, problem, expected: "probabilities in [0, 1]", remedy });
}
