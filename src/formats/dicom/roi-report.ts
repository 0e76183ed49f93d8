import { type Grid, mmToVoxel } from "../../image/grid.ts";
import { areaMm2, perimeterMm } from "./area.ts";
import type { Nested, Rasterised } from "./rasterise.ts";
import { isClosed, type Contour, type Roi } from "./rtstruct.ts";

/** How a structure's contours became voxels, and what was unusual about them. */
export interface RoiReport {
  readonly closedContours: number;
  readonly openContours: number;
  readonly pointContours: number;
  readonly emptyContours: number;
  /** Closed contours whose slice is outside the grid; they are left out. */
  readonly outsideContours: number;
  /** Farthest that a contour's plane lies off the slice that took it, in mm. */
  readonly offSliceMm: number;
  /** Slices on which contours inside others matter: `holes` and `union` differ there. */
  readonly nestedSlices: number;
  /** Area of the contours, and of the voxels, summed over the slices; `undefined` where it could not be told. */
  readonly contourAreaMm2: number | undefined;
  readonly voxelAreaMm2: number;
  /** One sentence each, fit for a line; empty if there is nothing unusual. */
  readonly notes: readonly string[];
}

/** Planes closer than this to a slice, in mm, count as on it. */
const ON_SLICE_MM = 0.01;
/** A contour with a point this many slices from its first is not parallel to the slices. */
const PARALLEL_SLICES = 0.5;
/** Areas that differ by more than this part, and by more than half a pixel all along the outlines, are worth a note. */
const AREA_TOLERANCE = 0.1;

/**
 * @param rasterised what `rasterise` made of the closed contours of `roi`, in order
 */
export function reportRoi(
  roi: Roi,
  grid: Grid,
  nested: Nested,
  { slices, positions, nestedSlices, voxels }: Rasterised,
): RoiReport {
  const closed = roi.contours.filter(isClosed);
  const drawn = closed.filter(({ points }) => points.length > 0);
  const count = (accept: (contour: Contour) => boolean): number => roi.contours.filter(accept).length;
  const [dx, dy] = grid.spacingMm;
  const used = closed.filter((_, n) => slices[n] >= 0);
  const offsetsMm = closed.map((_, n) =>
    slices[n] < 0 ? 0 : Math.abs(positions[n] - slices[n]) * grid.spacingMm[2],
  );
  const facts = {
    closedContours: drawn.length,
    openContours: count(({ type }) => type.startsWith("OPEN")),
    pointContours: count(({ type }) => type === "POINT"),
    emptyContours: count(({ points }) => points.length === 0),
    outsideContours: drawn.length - used.length,
    offSliceMm: Math.max(0, ...offsetsMm),
    nestedSlices: nestedSlices.length,
    contourAreaMm2: totalArea(closed, slices, nested),
    voxelAreaMm2: voxels * dx * dy,
  };
  const off = offsetsMm.filter((mm) => mm > ON_SLICE_MM).length;
  const isParallel = parallelTo(grid);
  const tilted = used.filter(({ points }) => !isParallel(points)).length;
  const missing = missingSlices(slices);
  const notes = [
    ...roi.notes,
    roi.contours.length === 0 ? "it has no contours" : undefined,
    roi.contours.length > 0 && drawn.length === 0 ? "it has no closed contour" : undefined,
    facts.openContours > 0 ? `${plural(facts.openContours, "open contour")} left out` : undefined,
    facts.pointContours > 0 ? `${plural(facts.pointContours, "point")} left out` : undefined,
    facts.emptyContours > 0 ? `${plural(facts.emptyContours, "contour")} without points` : undefined,
    facts.outsideContours > 0
      ? `${facts.outsideContours} of ${plural(drawn.length, "contour")} outside the image, left out`
      : undefined,
    off > 0
      ? `${off} of ${plural(drawn.length, "contour")} off the slices, by up to ${facts.offSliceMm.toFixed(2)} mm`
      : undefined,
    tilted > 0 ? `${plural(tilted, "contour")} not parallel to the slices` : undefined,
    missing > 0 ? `${plural(missing, "slice")} without contour between the first and the last` : undefined,
    nestedSlices.length > 0
      ? `contours inside or across others on ${plural(nestedSlices.length, "slice")}: ${nested === "holes" ? "read as holes" : "joined"}`
      : undefined,
    areaNote(facts, ((dx + dy) / 4) * used.reduce((sum, { points }) => sum + perimeterMm(points), 0)),
  ].filter((note) => note !== undefined);
  return { ...facts, notes };
}

function totalArea(closed: readonly Contour[], slices: Int32Array, nested: Nested): number | undefined {
  const bySlice = new Map<number, Contour[]>();
  closed.forEach((contour, n) => {
    if (slices[n] >= 0) bySlice.set(slices[n], [...(bySlice.get(slices[n]) ?? []), contour]);
  });
  let total = 0;
  for (const contours of bySlice.values()) {
    const area = areaMm2(contours, nested);
    if (area === undefined) return undefined;
    total += area;
  }
  return total;
}

function areaNote(
  { contourAreaMm2: contours, voxelAreaMm2: voxels }: Pick<RoiReport, "contourAreaMm2" | "voxelAreaMm2">,
  slackMm2: number,
): string | undefined {
  if (contours === undefined) return undefined;
  const difference = Math.abs(contours - voxels);
  if (difference <= slackMm2 || difference <= AREA_TOLERANCE * contours) return undefined;
  return `the contours enclose ${contours.toFixed(1)} mm², their voxels cover ${voxels.toFixed(1)} mm²`;
}

function missingSlices(slices: Int32Array): number {
  const used = [...new Set(slices)].filter((slice) => slice >= 0);
  if (used.length === 0) return 0;
  return Math.max(...used) - Math.min(...used) + 1 - used.length;
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

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
