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

/** The images below the structures of a case. A series is read once for all structures that were drawn on it. */
export class ImagesBelow {
  readonly #case: Pick<Case, "scan" | "images">;
  #last: { readonly series: Series; readonly volume: Promise<Volume> } | undefined;

  constructor(opened: Pick<Case, "scan" | "images">) {
    this.#case = opened;
  }

  /** Whether a structure has an image below it. */
  has(series: Series | undefined): boolean {
    return this.#case.images.length > 0 || (series !== undefined && !(series.grid instanceof SoftdiceError));
  }

  /**
   * The image below masks, on their grid: the series that they were drawn on, else the first image among the files of
   * volumes; undefined where there is none. An image on other voxels is interpolated, which is good enough to look at.
   *
   * @throws SoftdiceError when the series' pixels cannot be read
   */
  async on(grid: Grid, series: Series | undefined): Promise<Volume | undefined> {
    const image = series === undefined ? this.#case.images[0] : await this.#read(series);
    if (image === undefined) return undefined;
    if (describeGridDifference(image.grid, grid) === undefined) return image;
    return placeOn(image, grid) ?? resample(image, grid, "linear");
  }

  #read(series: Series): Promise<Volume> {
    if (this.#last?.series === series) return this.#last.volume;
    const volume = readSeriesVolume(series, filesOf(this.#case.scan));
    this.#last = { series, volume };
    return volume;
  }
}

function* filesOf({ sources }: Case["scan"]): Generator<StudyFile> {
  for (const { name, read } of sources.values()) yield { path: name, read };
}
