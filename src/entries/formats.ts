/**
 * softdice/formats: images, masks and probability maps in files' bytes, and back.
 *
 * @example
 * import { encodeNifti, readVolumes } from "softdice/formats";
 *
 * const grid = {
 *   shape: [2, 2, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const bytes = encodeNifti({ name: "mask", grid, data: Uint8Array.of(0, 1, 1, 0) });
 * const [mask] = await readVolumes({ name: "mask.nii", bytes });
 * mask.data; // Uint8Array [0, 1, 1, 0]
 *
 * @packageDocumentation
 */
export { SoftdiceError, type Fault } from "../core/errors.ts";
export type { Compression, Deflate, Inflate } from "../formats/compression.ts";
export type { ReadContext } from "../formats/context.ts";
export type { VolumeFormat } from "../formats/format.ts";
export { encodeNifti, encodeNiftiGz } from "../formats/nifti/write.ts";
export { encodeNpy } from "../formats/npy/write.ts";
export { encodeNrrd, encodeNrrdGz } from "../formats/nrrd/write.ts";
export { readVolumes, registerFormat } from "../formats/read.ts";
export type { NamedBytes, Volume } from "../formats/volume.ts";
export type { ArchiveSource } from "../formats/zip/entry.ts";
export type { ArchiveLimits } from "../formats/zip/limits.ts";
export { walkArchive, type ArchiveEntry } from "../formats/zip/walk.ts";
export type { Grid, Triple } from "../image/grid.ts";
export type { VoxelArray } from "../image/volume.ts";
