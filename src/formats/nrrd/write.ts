import { checkGrid, steps } from "../../image/grid.ts";
import type { Triple } from "../../image/grid.ts";
import type { Volume } from "../../image/volume.ts";
import { deflateWithStreams } from "../compression.ts";
import type { Deflate } from "../compression.ts";
import { bytesOf, concatenate, elementTypeOf } from "../elements.ts";

/** A volume as a NRRD file with gzip values; see {@link encodeNrrd}. */
export async function encodeNrrdGz(
  volume: Volume,
  deflate: Deflate = deflateWithStreams,
): Promise<Uint8Array> {
  return concatenate([header(volume, "gzip"), await deflate([bytesOf(volume.data)], "gzip")]);
}

/** A volume as a NRRD file (.nrrd) in LPS with raw little-endian values, in the type of its array. */
export function encodeNrrd(volume: Volume): Uint8Array {
  return concatenate([header(volume, "raw"), bytesOf(volume.data)]);
}

function header({ name, grid, data }: Volume, encoding: "raw" | "gzip"): Uint8Array {
  checkGrid(name, grid);
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
