import type { SoftdiceError } from "../../core/errors.ts";
import { type Grid, voxelVolumeMl } from "../../image/grid.ts";
import { type Slab, slabsOf } from "./layers.ts";
import { type Piece, piecesOf, type Section } from "./pieces.ts";
import { planeArea, type PlaneRule } from "./plane.ts";
import { planimetricVolumeMl } from "./planimetry.ts";
import { perimeterMm } from "./polygon.ts";
import type { Rasterised } from "./rasterise.ts";
import { coarsePieces, isUnknown, misrepresented, plural } from "./roi-failure.ts";
import { type Contour, contourKind, isClosed, type Roi } from "./rtstruct.ts";

/** Figures of how a structure's contours became voxels. */
export interface RoiFacts {
  /** Contours that enclose an area by their type, with at least one point. */
  readonly closedContours: number;
  /** Contours that were not used, by reason: of other types, without points, of a type that is not known, … */
  readonly openContours: number;
  readonly pointContours: number;
  readonly emptyContours: number;
  readonly unknownContours: number;
  /** … closed ones of fewer than three points, … */
  readonly flatContours: number;
  /** … those that stand in their plane once more, … */
  readonly duplicateContours: number;
  /** … closed ones whose slice is outside the grid. */
  readonly outsideContours: number;
  /** Farthest that a contour's plane lies off the slice that took it, in mm. */
  readonly offSliceMm: number;
  /** Slices on which contours lie inside others or cross them. */
  readonly nestedSlices: number;
  /**
   * Area of the contours, and of the voxels inside them, summed over the slices. Each slice counts once, with its largest
   * plane; contours outside the image count too.
   */
  readonly contourAreaMm2: number;
  readonly voxelAreaMm2: number;
  /** Volume of the contours ({@link planimetricVolumeMl}), and that of the voxels. */
  readonly planimetricVolumeMl: number;
  readonly voxelVolumeMl: number;
}

/** How a structure's contours became voxels, and what was unusual about them. */
export interface RoiReport extends RoiFacts {
  /** One sentence each, fit for a line; empty if there is nothing unusual. */
  readonly notes: readonly string[];
  /** Why the voxels misrepresent the contours. */
  readonly failure: SoftdiceError | undefined;
}

/** What was made of a structure's contours. */
interface Made {
  readonly grid: Grid;
  /** What `rasterise` made of the closed contours, in order. */
  readonly rasterised: Rasterised;
  /** How contours of a plane were joined. */
  readonly rule: PlaneRule;
  readonly slabs: readonly Slab[] | undefined;
  /** Whether it was said what slices between planes get. */
  readonly isBetweenGiven: boolean;
}

/** Planes closer than this to a slice, in mm, count as on it. */
const ON_SLICE_MM = 0.01;
/** Areas that differ by more than this part, and by more than half a pixel all along the outlines, are worth a note. */
const AREA_TOLERANCE = 0.1;

/** @param made left out where a structure's contours are not made voxels */
export function reportRoi(roi: Roi, made?: Made): RoiReport {
  const counts = countContours(roi);
  if (made === undefined) return { ...counts, notes: notesOn(roi, counts), failure: undefined };
  const { grid, rasterised, rule, isBetweenGiven } = made;
  const { slices, positions, planes, nestedSlices, pixels, voxels } = rasterised;
  const slabs = slabsOf(grid, made.slabs);
  const pieces = piecesOf(planes, rule, slabs);
  // What lies outside the image says nothing of its slices.
  const within = planes.filter(({ slice }) => slice >= 0);
  const piecesWithin = within.length === planes.length ? pieces : piecesOf(within, rule, slabs);
  const coarse = isBetweenGiven ? [] : coarsePieces(piecesWithin);
  const parts = planes.flatMap(({ meaning }) => meaning.parts);
  const [dx, dy, dz] = grid.spacingMm;
  const offsetsMm = Array.from(slices, (slice, n) =>
    slice < 0 ? 0 : Math.abs(positions[n] - slabs[slice].position) * dz,
  );
  const facts: RoiFacts = {
    ...counts,
    flatContours: parts.filter(({ hasArea }) => !hasArea).length,
    duplicateContours: parts.filter(({ isDuplicate }) => isDuplicate).length,
    outsideContours: slices.filter((slice, n) => slice < 0 && !Number.isNaN(positions[n])).length,
    offSliceMm: offsetsMm.reduce((most, mm) => Math.max(most, mm), 0),
    nestedSlices: nestedSlices.length,
    contourAreaMm2: totalArea(rasterised, rule, pieces) * dx * dy,
    voxelAreaMm2: pixels * dx * dy,
    planimetricVolumeMl: planimetricVolumeMl(pieces, grid, slabs),
    voxelVolumeMl: voxels * voxelVolumeMl(grid),
  };
  const outlineMm = planes
    .flatMap(({ polygons }) => polygons)
    .reduce((sum, polygon) => sum + perimeterMm(polygon, [dx, dy]), 0);
  const slackMm2 = ((dx + dy) / 4) * outlineMm;
  const off = offsetsMm.filter((mm) => mm > ON_SLICE_MM).length;
  const missing = missingSlices(slices);
  const notes = [
    ...notesOn(roi, facts),
    off > 0
      ? `${off} of ${plural(facts.closedContours, "contour")} off the slices, by up to ${facts.offSliceMm.toFixed(2)} mm`
      : undefined,
    missing > 0 ? `${plural(missing, "slice")} without contour between the first and the last` : undefined,
    coarse.length > 0
      ? `${plural(coarse.length, "piece")} drawn on planes coarser than the slices`
      : undefined,
    ...nestedNotes(planes, rule),
    areaNote(facts, slackMm2),
  ].filter((note) => note !== undefined);
  return { ...facts, notes, failure: misrepresented(roi, facts, slackMm2, pieces, coarse) };
}

/** What can be said without voxels. */
function countContours(roi: Roi): RoiFacts {
  const count = (accept: (contour: Contour) => boolean): number => roi.contours.filter(accept).length;
  return {
    closedContours: count((contour) => isClosed(contour) && contour.points.length > 0),
    openContours: count((contour) => contourKind(contour) === "open"),
    pointContours: count((contour) => contourKind(contour) === "point"),
    emptyContours: count(({ points }) => points.length === 0),
    unknownContours: count(isUnknown),
    flatContours: count(
      ({ points, ...contour }) => isClosed(contour) && points.length > 0 && points.length < 9,
    ),
    duplicateContours: 0,
    outsideContours: 0,
    offSliceMm: 0,
    nestedSlices: 0,
    contourAreaMm2: 0,
    voxelAreaMm2: 0,
    planimetricVolumeMl: 0,
    voxelVolumeMl: 0,
  };
}

function notesOn(roi: Roi, facts: RoiFacts): string[] {
  const { closedContours: closed, flatContours: flat, duplicateContours: duplicates } = facts;
  return [
    ...roi.notes,
    roi.contours.length === 0 ? "it has no contours" : undefined,
    roi.contours.length > 0 && closed === 0 ? "it has no closed contour" : undefined,
    facts.openContours > 0 ? `${plural(facts.openContours, "open contour")} left out` : undefined,
    facts.pointContours > 0 ? `${plural(facts.pointContours, "point")} left out` : undefined,
    facts.emptyContours > 0 ? `${plural(facts.emptyContours, "contour")} without points` : undefined,
    flat > 0 ? `${plural(flat, "closed contour")} of fewer than three points left out` : undefined,
    duplicates > 0 ? `${plural(duplicates, "contour")} given twice, counted once` : undefined,
    facts.outsideContours > 0
      ? `${facts.outsideContours} of ${plural(closed, "contour")} outside the image, left out`
      : undefined,
  ].filter((note) => note !== undefined);
}

function nestedNotes(planes: Rasterised["planes"], rule: PlaneRule): string[] {
  const slicesWith = (has: (plane: Rasterised["planes"][number]) => boolean): number =>
    new Set(planes.filter((plane) => plane.slice >= 0 && has(plane)).map(({ slice }) => slice)).size;
  const inside = slicesWith(({ meaning }) => meaning.holes > 0);
  const crossing = slicesWith(({ meaning }) => meaning.crossing > 0);
  const read = { holes: "read as holes", union: "joined", parity: "even-odd" }[rule];
  return [
    inside > 0 ? `contours inside others on ${plural(inside, "slice")}: ${read}` : undefined,
    crossing > 0
      ? `contours across others on ${plural(crossing, "slice")}: ${rule === "parity" ? read : "joined"}`
      : undefined,
  ].filter((note) => note !== undefined);
}

/** In squares of the grid. */
function totalArea({ planes }: Rasterised, rule: PlaneRule, pieces: readonly Piece[]): number {
  const sections: Section[][] = planes.map(() => []);
  for (const section of pieces.flatMap((piece) => piece.sections)) sections[section.plane].push(section);
  const bySlice = new Map<number, number>();
  let outside = 0;
  for (const [n, { slice, polygons, meaning }] of planes.entries()) {
    const own = sections[n];
    // A section that is alone has all contours of its plane.
    const area = own.length === 1 ? own[0].area : planeArea(polygons, meaning, rule);
    if (slice < 0) outside += area;
    else bySlice.set(slice, Math.max(area, bySlice.get(slice) ?? 0));
  }
  return [...bySlice.values()].reduce((sum, area) => sum + area, outside);
}

function areaNote(
  { contourAreaMm2: contours, voxelAreaMm2: voxels }: RoiFacts,
  slackMm2: number,
): string | undefined {
  const difference = Math.abs(contours - voxels);
  if (!(difference > slackMm2 && difference > AREA_TOLERANCE * contours)) return undefined;
  return `the contours enclose ${contours.toFixed(1)} mm², their voxels cover ${voxels.toFixed(1)} mm²`;
}

function missingSlices(slices: Int32Array): number {
  const used = [...new Set(slices)].filter((slice) => slice >= 0);
  if (used.length === 0) return 0;
  return used.reduce((a, b) => Math.max(a, b)) - used.reduce((a, b) => Math.min(a, b)) + 1 - used.length;
}
