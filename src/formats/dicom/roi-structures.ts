import { SoftdiceError } from "../../core/errors.ts";
import type { Grid } from "../../image/grid.ts";
import { type Choice, chooseForRois } from "./choose.ts";
import { checkSize } from "./grid-size.ts";
import type { Slab } from "./layers.ts";
import type { Layers, MaskOptions, MaskStructure, SpareMask, StructureMask } from "./mask-types.ts";
import { paperGrid } from "./paper-grid.ts";
import type { PlaneRule } from "./plane.ts";
import { IntricateContours } from "./polygon.ts";
import { type Rasterised, rasterise } from "./rasterise.ts";
import { type ImageReference, referenceToSeries } from "./reference.ts";
import { failureOf, unusable } from "./roi-failure.ts";
import { reportRoi, type RoiReport } from "./roi-report.ts";
import { contourKind, isClosed, type Roi, type StructureSet } from "./rtstruct.ts";
import { gridOf, type Series } from "./series.ts";
import type { Study } from "./study.ts";

/**
 * The structures of an RTSTRUCT, each on the series that it was drawn on.
 * @throws SoftdiceError when there is no grid for any
 */
export function structuresOfSet(set: StructureSet, study: Study, options: MaskOptions): MaskStructure[] {
  const references = new Map<Series, ImageReference>();
  if (options.grid === "paper") {
    const grid = checkSize(set.file, paperGridOf(set));
    const alone = ownReference(set);
    return set.rois.map((roi) => structure(roi, { grid, choice: undefined, reference: alone(roi) }, options));
  }
  const choices = chooseForRois(set, study.series, { ...options, wanted: options.series });
  return set.rois.map((roi, n): MaskStructure => {
    const choice = choices[n];
    if (choice instanceof SoftdiceError) return structure(roi, choice, options);
    const { series } = choice;
    const reference = references.get(series) ?? referenceToSeries(series);
    references.set(series, reference);
    const grid = checkSize(set.file, gridOf(series));
    return structure(roi, { grid, choice, reference, slabs: series.slabs }, options);
  });
}

/** Where a structure goes. */
interface Target {
  readonly grid: Grid;
  readonly choice: Choice | undefined;
  readonly reference: ImageReference | undefined;
  readonly slabs?: readonly Slab[] | undefined;
}

function structure(roi: Roi, target: Target | SoftdiceError, options: MaskOptions): MaskStructure {
  const hasArea = roi.contours.some(
    (contour) => (isClosed(contour) && contour.points.length >= 9) || contourKind(contour) === "unknown",
  );
  const common = {
    name: roi.name,
    number: roi.number,
    hasArea,
    frameOfReferenceUid: roi.frameOfReferenceUid,
    contoursMm: roi.contours.filter(isClosed).map(({ points }) => points),
  };
  if (target instanceof SoftdiceError) {
    const failure = hasArea ? target : undefined;
    return {
      ...common,
      choice: undefined,
      reference: undefined,
      grid: undefined,
      failure,
      rasterise: () => nothing(roi, failure),
    };
  }
  const failure = unusable(roi, target.grid);
  return {
    ...common,
    choice: target.choice,
    reference: target.reference,
    grid: hasArea && failure === undefined ? target.grid : undefined,
    failure,
    rasterise: (spare) =>
      failure === undefined ? roiMask(roi, hasArea, target, options, spare) : nothing(roi, failure),
  };
}

const NO_LAYERS: Layers = { start: 0, end: 0 };

/** What there is of a structure that never becomes voxels. */
function nothing(roi: Roi, failure: SoftdiceError | undefined): StructureMask {
  const report = { ...reportRoi(roi), failure };
  const { notes } = report;
  return { name: roi.name, volume: undefined, layers: NO_LAYERS, voxels: 0, report, notes, failure };
}

function roiMask(
  roi: Roi,
  hasArea: boolean,
  { grid, choice, slabs }: Target,
  { nested, betweenPlanes }: MaskOptions,
  spare: SpareMask[] | undefined,
): StructureMask {
  const closed = roi.contours.filter(isClosed);
  // CLOSEDPLANAR_XOR is even-odd by definition, whatever is asked for the others.
  const isXor = closed.some((contour) => contourKind(contour) === "xor");
  const rule: PlaneRule = isXor ? "parity" : nested;
  if (!hasArea) return nothing(roi, undefined);
  const between = betweenPlanes === "none" ? undefined : betweenPlanes;
  let rasterised: Rasterised;
  let report: RoiReport;
  try {
    rasterised = rasterise(
      closed.map(({ points }) => points),
      grid,
      { nested, isXor, between, slabs, spare },
    );
    const isBetweenGiven = betweenPlanes !== undefined;
    report = reportRoi(roi, { grid, rasterised, rule, slabs, isBetweenGiven });
  } catch (error) {
    if (error instanceof IntricateContours) return nothing(roi, failureOf(roi, error));
    throw error;
  }
  const { failure } = report;
  if (failure !== undefined) spare?.push({ data: rasterised.mask, layers: rasterised.layers });
  const caution = choice?.caution === undefined ? [] : [choice.caution];
  return {
    name: roi.name,
    volume: failure === undefined ? { name: roi.name, grid, data: rasterised.mask } : undefined,
    layers: failure === undefined ? rasterised.layers : NO_LAYERS,
    voxels: failure === undefined ? rasterised.voxels : 0,
    report,
    notes: [...caution, ...report.notes],
    failure,
  };
}

function paperGridOf(set: StructureSet): Grid {
  const closed = set.rois.flatMap(({ contours }) => contours.filter(isClosed).map(({ points }) => points));
  const grid = paperGrid(closed);
  if (grid !== undefined) return grid;
  throw new SoftdiceError({
    subject: set.file,
    problem: "has no closed contours to lay a grid over",
    expected: "at least one closed contour",
    remedy: "check what it was exported with",
  });
}

/** Of a structure set without its images: its study and frames, and no image. */
function ownReference(set: StructureSet): (roi: Roi) => ImageReference {
  return (roi) => ({
    studyUid: set.studyUid,
    frameOfReferenceUid: roi.frameOfReferenceUid ?? set.frameOfReferenceUids[0],
    seriesUid: undefined,
    normal: [0, 0, 1],
    images: [],
    patient: set.patient,
  });
}
