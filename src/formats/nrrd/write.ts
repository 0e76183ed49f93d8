import { steps } from "../../image/grid.ts";
import type { Triple } from "../../image/grid.ts";
import { checkVolume, type Volume } from "../../image/volume.ts";
import { deflateWithStreams } from "../compression.ts";
import type { Deflate } from "../compression.ts";
import { concatenate } from "../concatenate.ts";
import { bytesOf, elementTypeOf } from "../elements.ts";

/**
 * A volume as a NRRD file with gzip values; see {@link encodeNrrd}.
 *
 * @example
 * import { encodeNrrdGz, readVolumes } from "softdice/formats";
 *
 * const grid = {
 *   shape: [2, 1, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const bytes = await encodeNrrdGz({ name: "mask", grid, data: Uint8Array.of(0, 1) });
 * const [mask] = await readVolumes({ name: "mask.nrrd", bytes });
 * mask.data; // Uint8Array [0, 1]
 */
export async function encodeNrrdGz(
  volume: Volume,
  deflate: Deflate = deflateWithStreams,
): Promise<Uint8Array> {
  return concatenate([header(volume, "gzip"), await deflate([bytesOf(volume.data)], "gzip")]);
}

/**
 * A volume as a NRRD file (.nrrd) in LPS with raw little-endian values, in the type of its array.
 *
 * @example
 * import { encodeNrrd, readVolumes } from "softdice/formats";
 *
 * const grid = {
 *   shape: [2, 1, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const bytes = encodeNrrd({ name: "mask", grid, data: Uint8Array.of(0, 1) });
 * const [mask] = await readVolumes({ name: "mask.nrrd", bytes });
 * mask.grid.spacingMm; // [1, 1, 3]
 */
export function encodeNrrd(volume: Volume): Uint8Array {
  return concatenate([header(volume, "raw"), bytesOf(volume.data)]);
}

function header(volume: Volume, encoding: "raw" | "gzip"): Uint8Array {
  checkVolume(volume);
  const { grid, data } = volume;
  const type = elementTypeOf(data);
  const lines = [
    "NRRD0004",
    `type: ${type === "float32" ? "float" : type === "float64" ? "double" : type}`,
    "dimension: 3",
    "space: left-posterior-superior",
    `sizes: ${grid.shape.join(" ")}`,
    `space directions: ${steps(grid).map(vector).join(" ")}`,
    "kinds: domain domain domain",
    "endian: little",
    `encoding: ${encoding}`,
    `space origin: ${vector(grid.originMm)}`,
    "",
    "",
  ];
  return new TextEncoder().encode(lines.join("\n"));
}

function vector(parts: Triple): string {
  return `(${parts.join(",")})`;
}
