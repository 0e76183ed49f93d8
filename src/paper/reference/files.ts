import type { Deflate } from "../../formats/compression.ts";
import { readDicom } from "../../formats/dicom/read.ts";
import { writeStructureSet } from "../../formats/dicom/rtstruct-write.ts";
import { writeSegmentation } from "../../formats/dicom/seg-write.ts";
import { groupSeries, type Series } from "../../formats/dicom/series.ts";
import { readSlices, type Slice } from "../../formats/dicom/slices.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import { encodeNrrdGz } from "../../formats/nrrd/write.ts";
import type { ArchiveFile } from "../../formats/zip/write.ts";
import type { Scene } from "../../synthetic/reference/scene.ts";
import { maskOf } from "../../synthetic/reference/voxels/mask.ts";
import { referenceImage, referenceSlices } from "./images.ts";
import { contoursOf, referenceStructures } from "./structures.ts";

/**
 * The shapes as programs read them: `dicom/ct/*.dcm`, `dicom/rtstruct.dcm` with their exact outlines, `dicom/seg.dcm` and
 * `masks/*.nii.gz` and `.nrrd` with the voxels whose centres they hold. Equal scenes give equal bytes.
 */
export async function* referenceFiles(
  scene: Scene,
  deflate: Deflate,
): AsyncGenerator<ArchiveFile, void, undefined> {
  const { grid } = scene;
  const structures = referenceStructures(scene);
  for (const { name, bytes } of referenceSlices(grid, referenceImage(scene)))
    yield { path: `dicom/ct/${name}`, bytes };
  const series = await seriesOf(scene);
  const contours = structures.map(({ roi, shape }) => ({ name: roi, contours: contoursOf(shape, scene) }));
  yield { path: "dicom/rtstruct.dcm", bytes: writeStructureSet(contours, { label: "Reference", series }) };
  const masks = structures.map(({ shape }) => maskOf(shape, grid));
  const segments = structures.map(({ roi }, n) => ({ name: roi, data: masks[n] }));
  yield { path: "dicom/seg.dcm", bytes: writeSegmentation(segments, grid, { kind: "binary", series }) };
  for (const [n, { path, roi }] of structures.entries()) {
    const volume = { name: roi, grid, data: masks[n] };
    yield { path: `masks/${path}.nii.gz`, bytes: await encodeNiftiGz(volume, deflate) };
    yield { path: `masks/${path}.nrrd`, bytes: await encodeNrrdGz(volume, deflate) };
  }
}

/** How many files that makes. */
export function countReferenceFiles(scene: Scene): number {
  return scene.grid.shape[2] + 2 + 2 * referenceStructures(scene).length;
}

/** The CT series as a reader sees it, for the references to it. */
async function seriesOf({ grid }: Scene): Promise<Series> {
  const slices: Slice[] = [];
  for (const { name, bytes } of referenceSlices(grid, undefined))
    slices.push(...readSlices(await readDicom(name, bytes)));
  return groupSeries(slices)[0];
}
