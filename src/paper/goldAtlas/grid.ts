import { SoftdiceError } from "../../core/errors.ts";
import { chooseSeries } from "../../formats/dicom/choose.ts";
import { paperGrid } from "../../formats/dicom/paper-grid.ts";
import { isClosed, type StructureSet } from "../../formats/dicom/rtstruct.ts";
import { gridOf, type Series } from "../../formats/dicom/series.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";

/** Which voxels the contours are turned into: those that plastimatch makes up, as in the paper, or the images'. */
export type GridKind = "paper" | "series";

/** A grid, with a sentence that says where it comes from. */
export interface ChosenGrid {
  readonly grid: Grid;
  readonly reason: string;
}

/** More voxels than this are refused: contour planes a hair apart can ask for any number. */
const MOST_VOXELS = 2 ** 28;

/**
 * The grid of a structure set.
 * @throws SoftdiceError when there are no contours, no series fits them, or the grid is too large
 */
export function chooseGrid(set: StructureSet, series: readonly Series[], kind: GridKind): ChosenGrid {
  const chosen = kind === "paper" ? gridOfContours(set) : gridOfSeries(set, series);
  const { grid } = chosen;
  if (voxelCount(grid) <= MOST_VOXELS) return chosen;
  throw new SoftdiceError({
    subject: set.file,
    problem: `makes a grid of ${grid.shape.join(" × ")} voxels`,
    expected: `at most ${MOST_VOXELS}`,
    remedy: `use --grid ${kind === "paper" ? "series" : "paper"}, or leave the patient out`,
  });
}

function gridOfContours(set: StructureSet): ChosenGrid {
  const grid = paperGrid(
    set.rois.flatMap(({ contours }) => contours.filter(isClosed).map(({ points }) => points)),
  );
  if (grid !== undefined) return { grid, reason: "made up from the contours" };
  throw new SoftdiceError({
    subject: set.file,
    problem: "has no closed contour with an extent",
    expected: "the contours of the observers",
    remedy: "leave the patient out",
  });
}

/** Its sentence holds no text of the images' headers, which could name the patient. */
function gridOfSeries(set: StructureSet, series: readonly Series[]): ChosenGrid {
  const choice = chooseSeries(set, series);
  if (choice === undefined) {
    throw new SoftdiceError({
      subject: set.file,
      problem: `fits none of the patient's ${series.length} image series`,
      expected: "the series on which the contours were drawn",
      remedy: "add its images, or use --grid paper, which needs none",
    });
  }
  const { modality, slices } = choice.series;
  const index = series.indexOf(choice.series) + 1;
  return {
    grid: gridOf(choice.series),
    reason: `that of image series ${index} of ${series.length} (${modality}, ${slices.length} slices)`,
  };
}
