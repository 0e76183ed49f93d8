import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, mmToVoxel } from "../../image/grid.ts";
import type { Piece } from "./pieces.ts";
import type { RoiFacts } from "./roi-report.ts";
import { type Contour, contourKind, isClosed, type Roi } from "./rtstruct.ts";

/** A contour with a point this many slices from its first is not parallel to the slices. */
const PARALLEL_SLICES = 0.5;
/** Voxels with less than half or more than twice the area of their contours misrepresent them. */
const MOST_AREA_RATIO = 2;
/** Planes whose median distance within a piece is more than this many slices are coarser than the slices. */
const COARSE_SLICES = 1.5;
/** Coarse pieces with no more than this part of the area are worth a note only. */
const COARSE_PART = 0.05;

/** What keeps a structure's contours from becoming voxels, whatever the grid's extent. */
export function unusable(roi: Roi, grid: Grid): SoftdiceError | undefined {
  const unknown = roi.contours.filter(isUnknown).length;
  if (unknown > 0) {
    return fault(
      roi,
      `has ${plural(unknown, "contour")} of a type that is not in the standard`,
      "closed planar contours, open ones or points",
      "export the structure again",
    );
  }
  const isParallel = parallelTo(grid);
  const tilted = roi.contours.filter(
    (contour) => isClosed(contour) && contour.points.length >= 9 && !isParallel(contour.points),
  ).length;
  if (tilted === 0) return undefined;
  return fault(
    roi,
    `has ${plural(tilted, "contour")} not parallel to the slices`,
    "contours in the planes of the images",
    "choose the series that it was drawn on with --series, or export it on the slices",
  );
}

/** Whether a contour with points may enclose an area or not. */
export function isUnknown(contour: Contour): boolean {
  return contourKind(contour) === "unknown" && contour.points.length > 0;
}

/** Pieces that are drawn on planes coarser than the slices. */
export function coarsePieces(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter(({ medianGap }) => medianGap > COARSE_SLICES);
}

/**
 * Why voxels misrepresent the contours that they were made of: there are none, their area is less than half or more than
 * twice that of the contours, or the slices between planes are empty.
 *
 * @param slackMm2 half a pixel all along the outlines: areas that differ by less do not matter
 * @param coarse the pieces on coarse planes, unless it was said what the slices between are to get
 */
export function misrepresented(
  roi: Roi,
  facts: RoiFacts,
  slackMm2: number,
  pieces: readonly Piece[],
  coarse: readonly Piece[],
): SoftdiceError | undefined {
  return areaFailure(roi, facts, slackMm2) ?? coarseFailure(roi, pieces, coarse);
}

function areaFailure(roi: Roi, facts: RoiFacts, slackMm2: number): SoftdiceError | undefined {
  const { closedContours, flatContours, outsideContours } = facts;
  const { contourAreaMm2: contours, voxelAreaMm2: voxels } = facts;
  const areas = `its contours enclose ${contours.toFixed(1)} mm², its voxels cover ${voxels.toFixed(1)} mm²`;
  const elsewhere = "add the images that it was drawn on, or choose them with --series";
  if (voxels === 0) {
    return outsideContours >= closedContours - flatContours
      ? fault(roi, "lies wholly outside the image", "contours within the slices", elsewhere)
      : fault(roi, `marks no voxel: ${areas}`, "contours that hold a pixel's centre", "take finer images");
  }
  const isSimilar = voxels <= MOST_AREA_RATIO * contours && contours <= MOST_AREA_RATIO * voxels;
  if (isSimilar || !(Math.abs(contours - voxels) > slackMm2)) return undefined;
  return fault(
    roi,
    `is misrepresented by its voxels: ${areas}`,
    "areas that agree within a factor of two",
    outsideContours > 0 ? elsewhere : "take finer images, or check its contours",
  );
}

function coarseFailure(
  roi: Roi,
  pieces: readonly Piece[],
  coarse: readonly Piece[],
): SoftdiceError | undefined {
  const areaOf = (some: readonly Piece[]): number =>
    some.flatMap(({ sections }) => sections).reduce((sum, { area }) => sum + area, 0);
  if (coarse.length === 0 || !(areaOf(coarse) > COARSE_PART * areaOf(pieces))) return undefined;
  const widest = Math.max(...coarse.map(({ medianGap }) => medianGap));
  return fault(
    roi,
    `is drawn on planes ${widest.toFixed(1)} slices apart, with none on the slices between`,
    "contours on every slice",
    "say what the slices between get with --between-planes interpolate, nearest or none",
  );
}

/** An error of a structure's contours, by the structure's name. */
export function failureOf(roi: Roi, { problem, expected, remedy }: SoftdiceError): SoftdiceError {
  return fault(roi, problem, expected, remedy);
}

function fault({ name }: Roi, problem: string, expected: string, remedy: string): SoftdiceError {
  return new SoftdiceError({ subject: name, problem, expected, remedy });
}

/** Whether all points of a contour are at about one index k, which is an affine function of x, y, z. */
function parallelTo(grid: Grid): (points: Float64Array) => boolean {
  const k = (x: number, y: number, z: number): number => mmToVoxel(grid, [x, y, z])[2];
  const origin = k(0, 0, 0);
  const [gx, gy, gz] = [k(1, 0, 0) - origin, k(0, 1, 0) - origin, k(0, 0, 1) - origin];
  return (points) => {
    const at = (i: number): number => gx * points[i] + gy * points[i + 1] + gz * points[i + 2];
    const first = at(0);
    for (let i = 3; i < points.length; i += 3) {
      if (Math.abs(at(i) - first) > PARALLEL_SLICES) return false;
    }
    return true;
  };
}

/** A number of things, in words. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
