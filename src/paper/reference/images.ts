import { CT_IMAGE, imageSlice } from "../../formats/dicom/image-write.ts";
import { uidFrom } from "../../formats/dicom/uid.ts";
import { type DatasetRecord, writeDicom } from "../../formats/dicom/write.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";
import type { Scene } from "../../synthetic/reference/scene.ts";
import { maskOf } from "../../synthetic/reference/voxels/mask.ts";
import { referenceStructures } from "./structures.ts";

/** Stored values: outside, and what each of the bodies that are drawn once adds. */
const HOUNSFIELD = { outside: -1000, step: 100 } as const;

/** The image that the shapes are drawn on, in Hounsfield units: the more shapes of one observer hold a voxel, the brighter. */
export function referenceImage(scene: Scene): Int16Array {
  const image = new Int16Array(voxelCount(scene.grid)).fill(HOUNSFIELD.outside);
  for (const { observer, shape } of referenceStructures(scene)) {
    if (observer !== "exact") continue;
    maskOf(shape, scene.grid).forEach((value, at) => (image[at] += HOUNSFIELD.step * value));
  }
  return image;
}

/** The files of the CT series, a slice each; without pixels they hold everything else. */
export function* referenceSlices(
  grid: Grid,
  image: Int16Array | undefined,
): Generator<{ readonly name: string; readonly bytes: Uint8Array }, void, undefined> {
  const size = grid.shape[0] * grid.shape[1];
  const geometry = JSON.stringify(grid);
  for (let k = 0; k < grid.shape[2]; k++) {
    const pixels = image?.slice(k * size, (k + 1) * size);
    const record: DatasetRecord = {
      ...imageSlice(grid, k, {
        study: uidFrom("softdice reference", "study", geometry),
        series: uidFrom("softdice reference", "CT", geometry),
        frame: uidFrom("softdice reference", "frame", geometry),
      }),
      ...CT_IMAGE,
      SOPInstanceUID: uidFrom("softdice reference", "slice", geometry, String(k)),
      SeriesDescription: "Reference shapes",
      PixelData: pixels === undefined ? undefined : new Uint8Array(pixels.buffer),
    };
    yield { name: `${String(k + 1).padStart(3, "0")}.dcm`, bytes: writeDicom(record, "explicit") };
  }
}
