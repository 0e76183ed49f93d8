import { SoftdiceError } from "../core/errors.ts";
import { readSeriesVolume } from "../formats/dicom/series-volume.ts";
import type { Series } from "../formats/dicom/series.ts";
import type { StudyFile } from "../formats/dicom/study.ts";
import { describeGridDifference } from "../image/compare.ts";
import type { Grid } from "../image/grid.ts";
import { placeOn } from "../image/place.ts";
import { resample } from "../image/resample.ts";
import type { Volume } from "../image/volume.ts";
import type { Case } from "./case.ts";

/**
 * The image below a structure's masks, on their grid: the series that they were drawn on, else the first image among the
 * files of volumes; undefined where there is none. An image on other voxels is interpolated, which is good enough to look
 * at.
 *
 * @throws SoftdiceError when the series' pixels cannot be read
 */
export async function imageBelow(
  { scan, images }: Pick<Case, "scan" | "images">,
  series: Series | undefined,
  grid: Grid,
): Promise<Volume | undefined> {
  const image = series === undefined ? images[0] : await readSeriesVolume(series, filesOf(scan));
  if (image === undefined) return undefined;
  if (describeGridDifference(image.grid, grid) === undefined) return image;
  return placeOn(image, grid) ?? resample(image, grid, "linear");
}

/** Whether a structure has an image below it. */
export function hasImage({ images }: Pick<Case, "images">, series: Series | undefined): boolean {
  return images.length > 0 || (series !== undefined && !(series.grid instanceof SoftdiceError));
}

function* filesOf({ sources }: Case["scan"]): Generator<StudyFile> {
  for (const { name, read } of sources.values()) yield { path: name, read };
}
