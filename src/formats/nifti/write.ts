import { gridToAffineRas } from "../../image/affine.ts";
import { determinant } from "../../image/grid.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import { checkVolume, type Volume } from "../../image/volume.ts";
import { deflateWithStreams } from "../compression.ts";
import type { Deflate } from "../compression.ts";
import { concatenate } from "../concatenate.ts";
import { bytesOf, elementBytes, elementTypeOf } from "../elements.ts";
import { malformed } from "../malformed.ts";
import { datatypes } from "./header.ts";

/** Bytes before the values: a NIfTI-1 header and four zeros that say "no extensions". */
const valuesOffset = 352;

/**
 * A volume as a NIfTI-1 file (.nii.gz); see {@link encodeNifti}.
 *
 * @example
 * import { encodeNiftiGz, readVolumes } from "softdice/formats";
 *
 * const grid = {
 *   shape: [2, 1, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const bytes = await encodeNiftiGz({ name: "mask", grid, data: Uint8Array.of(0, 1) });
 * const [mask] = await readVolumes({ name: "mask.nii.gz", bytes });
 * mask.data; // Uint8Array [0, 1]
 */
export function encodeNiftiGz(volume: Volume, deflate: Deflate = deflateWithStreams): Promise<Uint8Array> {
  return deflate(niftiParts(volume), "gzip");
}

/**
 * A volume as a NIfTI-1 file (.nii), little-endian, in the type of its array, not scaled, in mm. The orientation stands in
 * the sform and, unless the axes are sheared, which it cannot say, in the qform too; both with code 1, scanner.
 *
 * @example
 * import { encodeNifti } from "softdice/formats";
 *
 * const grid = {
 *   shape: [2, 1, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * encodeNifti({ name: "mask", grid, data: Uint8Array.of(0, 1) }).length; // 354, a header of 352 bytes and two voxels
 *
 * @throws SoftdiceError for values that do not fit the grid, and when an axis has more than 32,767 voxels.
 */
export function encodeNifti(volume: Volume): Uint8Array {
  return concatenate(niftiParts(volume));
}

/** What stands before the values, and the values. */
function niftiParts(volume: Volume): [Uint8Array, Uint8Array] {
  checkVolume(volume);
  const { name, grid, data } = volume;
  if (Math.max(...grid.shape) > 32_767) {
    throw malformed(
      name,
      "dim",
      `would be ${grid.shape.join("×")}`,
      "at most 32767 voxels an axis in NIfTI-1",
      "write it as NRRD",
    );
  }
  const type = elementTypeOf(data);
  const header = new Uint8Array(valuesOffset);
  const view = new DataView(header.buffer);
  const int16 = (at: number, ...values: number[]): void =>
    values.forEach((value, n) => view.setInt16(at + 2 * n, value, true));
  const float = (at: number, ...values: number[]): void =>
    values.forEach((value, n) => view.setFloat32(at + 4 * n, value, true));
  const qform = quaternion(grid);

  view.setInt32(0, 348, true);
  int16(40, 3, ...grid.shape, 1, 1, 1, 1);
  int16(70, [...datatypes].find(([, known]) => known === type)![0], 8 * elementBytes(type));
  float(76, qform?.qfac ?? 1, ...grid.spacingMm, 1, 1, 1, 1);
  float(108, valuesOffset, 1, 0);
  header[123] = 2;
  int16(252, qform === undefined ? 0 : 1, 1);
  const rows = gridToAffineRas(grid);
  if (qform !== undefined) float(256, ...qform.bcd, rows[0][3], rows[1][3], rows[2][3]);
  float(280, ...rows.flat());
  header.set([0x6e, 0x2b, 0x31], 344);
  return [header, bytesOf(data)];
}

/**
 * The unit quaternion (a, b, c, d), a ≥ 0, of a grid's axes in RAS, the third flipped when they are left-handed
 * (qfac = −1); undefined when the axes are not at right angles to 1e-4. Of the four ways to take it from a rotation
 * matrix, the one with the largest divisor is used.
 */
function quaternion(grid: Grid): { bcd: Triple; qfac: 1 | -1 } | undefined {
  const [i, j, k] = grid.directions.map(([x, y, z]): Triple => [-x, -y, z]) as [Triple, Triple, Triple];
  if (Math.max(Math.abs(dot(i, j)), Math.abs(dot(j, k)), Math.abs(dot(k, i))) > 1e-4) return undefined;
  const qfac = determinant([i, j, k]) < 0 ? -1 : 1;
  const l: Triple = [qfac * k[0], qfac * k[1], qfac * k[2]];
  const trace = i[0] + j[1] + l[2];
  const candidates: [number, number, number, number][] = [
    [1 + trace, j[2] - l[1], l[0] - i[2], i[1] - j[0]],
    [j[2] - l[1], 1 + 2 * i[0] - trace, j[0] + i[1], l[0] + i[2]],
    [l[0] - i[2], j[0] + i[1], 1 + 2 * j[1] - trace, l[1] + j[2]],
    [i[1] - j[0], l[0] + i[2], l[1] + j[2], 1 + 2 * l[2] - trace],
  ];
  const sizes = candidates.map((candidate) => Math.hypot(...candidate));
  const largest = Math.max(...sizes);
  const best = candidates[sizes.indexOf(largest)];
  const size = best[0] < 0 ? -largest : largest;
  return { bcd: [best[1] / size, best[2] / size, best[3] / size], qfac };
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
