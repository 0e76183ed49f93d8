import { SoftdiceError } from "../core/errors.ts";
import { exactFractions, float32Precision } from "../core/voteLevels.ts";
import { areBitsWithinUnit } from "../core/withinUnit.ts";
import type { Volume } from "./volume.ts";

/** A map of probabilities on its grid, with what had to be done to it. */
export interface ProbabilityMap {
  readonly volume: Volume<Float32Array | Float64Array>;
  readonly warnings: readonly string[];
}

/** Values this far outside [0, 1], as interpolation leaves them, are clipped with a warning; others are refused. */
const OVERSHOOT = 0.1;

/**
 * The relative precision in which a map's values were stored, if rounding in storage can part voxels that tie: float32's or
 * what the file's type says; undefined for float64.
 */
export function storedPrecision({ data, precision }: Pick<Volume, "data" | "precision">): number | undefined {
  return precision ?? (data instanceof Float64Array ? undefined : float32Precision);
}

/**
 * The map with exact fractions k/R in the place of votes that rounding in storage changed; see core/voteLevels.ts. The same
 * map where it is not one of votes.
 */
export function settleVotes(map: Volume<Float32Array | Float64Array>): Volume<Float32Array | Float64Array> {
  const precision = storedPrecision(map);
  const exact = precision === undefined ? undefined : exactFractions(map.data, precision);
  return exact === undefined ? map : { name: map.name, grid: map.grid, data: exact };
}

/**
 * The map as floats in [0, 1], with a warning where values had to be clipped. Votes that were stored less precisely than
 * floats are the exact fractions, so that voxels tie where the votes do.
 * @throws SoftdiceError naming the volume for NaN and for values further outside
 */
export function probabilities(volume: Volume): ProbabilityMap {
  const { volume: map, warnings } = clipped(volume);
  return { volume: map.precision === undefined ? map : settleVotes(map), warnings };
}

function clipped(volume: Volume): ProbabilityMap {
  const data =
    volume.data instanceof Float64Array || volume.data instanceof Float32Array
      ? volume.data
      : Float32Array.from(volume.data);
  if (data instanceof Float32Array && areBitsWithinUnit(data))
    return { volume: { ...volume, data }, warnings: [] };
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
  const range = `${Number(low.toPrecision(3))} to ${Number(high.toPrecision(3))}`;
  if (low < -OVERSHOOT || high > 1 + OVERSHOOT) {
    refuse(
      volume.name,
      `holds values from ${range}`,
      "apply the sigmoid or softmax, or divide percentages by 100 and bytes by 255",
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
