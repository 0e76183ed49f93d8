import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";
import { coincide, placeOn } from "../../image/place.ts";
import type { Volume } from "../volume.ts";
import { chooseSeries, type Choice, findSeries } from "./choose.ts";
import { paperGrid } from "./paper-grid.ts";
import { type Nested, rasterise } from "./rasterise.ts";
import { reportRoi, type RoiReport } from "./roi-report.ts";
import { isClosed, type Roi, type StructureSet } from "./rtstruct.ts";
import type { Segment, Segmentation } from "./seg.ts";
import { gridOf, type Series } from "./series.ts";
import type { Study } from "./study.ts";

/** One structure as voxels. */
export interface StructureMask {
  /** The ROI's or segment's name as its file has it; two may share one. */
  readonly name: string;
  /**
   * 0 and 1, or fractions from a fractional SEG; `undefined` where there is a `failure`, and for a structure that makes no
   * mask and is no failure: of points, of open contours, or of nothing.
   */
  readonly volume: Volume<Uint8Array | Float32Array> | undefined;
  /** Number of voxels that are not 0. */
  readonly voxels: number;
  /** How contours became voxels; `undefined` for a segment. */
  readonly report: RoiReport | undefined;
  /** What was unusual, one sentence each. */
  readonly notes: readonly string[];
  /** Why its voxels would misrepresent it. */
  readonly failure: SoftdiceError | undefined;
}

/** One structure of a file, not yet voxels. */
export interface MaskStructure {
  /** The ROI's or segment's name as its file has it; two may share one. */
  readonly name: string;
  /** ROINumber or SegmentNumber. */
  readonly number: number;
  /** Whether it has closed contours with points, or frames. */
  readonly hasArea: boolean;
  readonly frameOfReferenceUid: string | undefined;
  /** The series whose grid the mask lies on, and why it; `undefined` if it lies on a grid of its own. */
  readonly choice: Choice | undefined;
  /** `undefined` where there is no area, or a failure. */
  readonly grid: Grid | undefined;
  /** What keeps it from becoming voxels, as far as that is known beforehand; names the structure. */
  readonly failure: SoftdiceError | undefined;
  /**
   * Makes its mask, anew with each call.
   * @param spare memory of masks that are no longer needed, taken where it fits
   */
  readonly rasterise: (spare?: Uint8Array[]) => StructureMask;
}

/** The structures of one RTSTRUCT or SEG file. */
export interface MaskSource {
  readonly file: string;
  readonly kind: "RTSTRUCT" | "SEG";
  /** To keep patients apart; never shown. */
  readonly patientId: string | undefined;
  readonly studyUid: string | undefined;
  /** In the order of the file. */
  readonly structures: readonly MaskStructure[];
}

/** How structures become masks. */
export interface MaskOptions {
  /**
   * `"series"`: the voxels of the images that the structures belong to. `"paper"`: for an RTSTRUCT, the grid that plastimatch
   * makes up without images ({@link paperGrid}); a SEG keeps its own.
   */
  readonly grid: "series" | "paper";
  readonly nested: Nested;
  /** UID of a series or a part of its description; overrides the choice. */
  readonly series?: string;
  /** Puts structures on images of another frame of reference. */
  readonly assumeSameFrame?: boolean;
  /** Puts structures on images of another PatientID. */
  readonly assumeSamePatient?: boolean;
  /** What slices between contour planes get, where planes are coarser than slices; by default such a structure fails. */
  readonly betweenPlanes?: BetweenPlanes;
}

/** What a slice between two contour planes gets: nothing, the contours of the nearer plane, or a shape between both. */
export type BetweenPlanes = "none" | "nearest" | "interpolate";

/** More voxels than this in one mask are refused. */
const MOST_VOXELS = 2 ** 30;

/**
 * The files with structures in a study, each with the grid for its masks; the one with the most structures first, then
 * by path. With `series`, only those that belong to that series, or all of them if none does. Beside them what kept
 * others out, one error a file.
 * @throws SoftdiceError when there are none
 */
export function maskSources(
  study: Study,
  options: MaskOptions,
): { readonly sources: readonly MaskSource[]; readonly problems: readonly SoftdiceError[] } {
  const { series: wanted } = options;
  const only = wanted === undefined ? undefined : findSeries(study.series, wanted);
  const sets = belonging(study.structureSets, only, (set) => namesSeries(set, only));
  const segs = belonging(study.segmentations, only, (seg) => isOnSeries(seg, only));
  const sources: MaskSource[] = [];
  const problems: SoftdiceError[] = [];
  const make = [
    ...sets.map((set) => () => structureSource(set, study, options)),
    ...segs.map((seg) => () => segmentSource(seg, study, only)),
  ];
  for (const source of make) {
    try {
      sources.push(source());
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      problems.push(error);
    }
  }
  if (sources.length > 0) {
    sources.sort((a, b) => countArea(b) - countArea(a) || (a.file < b.file ? -1 : 1));
    return { sources, problems };
  }
  const [problem] = [...problems, ...study.problems];
  if (problem !== undefined) throw problem;
  throw new SoftdiceError({
    subject: "input",
    problem: `holds no RTSTRUCT or SEG among ${study.series.length} series and ${study.ignored} other files`,
    expected: "the structures beside their images",
    remedy: "add the RTSTRUCT or SEG file, or its folder",
  });
}

function belonging<T>(
  all: readonly T[],
  only: Series | undefined,
  belongs: (one: T) => boolean,
): readonly T[] {
  if (only === undefined) return all;
  const own = all.filter(belongs);
  return own.length > 0 ? own : all;
}

function namesSeries(set: StructureSet, series: Series | undefined): boolean {
  const frame = series?.frameOfReferenceUid;
  return (
    series !== undefined &&
    (set.referencedSeriesUids.includes(series.uid) ||
      (frame !== undefined && set.frameOfReferenceUids.includes(frame)))
  );
}

function isOnSeries(seg: Segmentation, series: Series | undefined): boolean {
  return (
    series !== undefined &&
    (seg.referencedSeriesUids.includes(series.uid) || seg.frameOfReferenceUid === series.frameOfReferenceUid)
  );
}

function countArea({ structures }: MaskSource): number {
  return structures.filter(({ hasArea }) => hasArea).length;
}

function structureSource(set: StructureSet, study: Study, options: MaskOptions): MaskSource {
  const choice = options.grid === "series" ? chooseSeries(set, study.series, options.series) : undefined;
  const closed = set.rois.map(({ contours }) => contours.filter(isClosed).map(({ points }) => points));
  const made = options.grid === "paper" ? paperGrid(closed.flat()) : undefined;
  const own = choice === undefined ? made : gridOf(choice.series);
  const grid = checkSize(set.file, own ?? noGrid(set, study, options));
  return {
    file: set.file,
    kind: "RTSTRUCT",
    patientId: set.patientId,
    studyUid: set.studyUid,
    structures: set.rois.map((roi): MaskStructure => {
      const hasArea = roi.contours.some((contour) => isClosed(contour) && contour.points.length > 0);
      return {
        name: roi.name,
        number: roi.number,
        hasArea,
        frameOfReferenceUid: roi.frameOfReferenceUid,
        choice,
        grid: hasArea ? grid : undefined,
        failure: undefined,
        rasterise: (spare) => roiMask(roi, grid, options.nested, spare),
      };
    }),
  };
}

function roiMask(roi: Roi, grid: Grid, nested: Nested, spare?: Uint8Array[]): StructureMask {
  const closed = roi.contours.filter(isClosed);
  // CLOSEDPLANAR_XOR is even-odd by definition, whatever is asked for the others.
  const rule = closed.some(({ type }) => type === "CLOSEDPLANAR_XOR") ? "holes" : nested;
  const drawn = closed.some(({ points }) => points.length > 0);
  const rasterised = rasterise(
    closed.map(({ points }) => points),
    drawn ? grid : { ...grid, shape: [1, 1, 1] },
    { nested: rule, spare },
  );
  const report = reportRoi(roi, grid, rule, rasterised);
  return {
    name: roi.name,
    volume: drawn ? { name: roi.name, grid, data: rasterised.mask } : undefined,
    voxels: rasterised.voxels,
    report,
    notes: report.notes,
    failure: undefined,
  };
}

function segmentSource(seg: Segmentation, study: Study, only: Series | undefined): MaskSource {
  const candidates = only === undefined ? study.series : [only];
  const series = candidates.find(
    (candidate) =>
      isOnSeries(seg, candidate) &&
      !(candidate.grid instanceof SoftdiceError) &&
      coincide(seg.grid, candidate.grid),
  );
  const grid = checkSize(seg.file, series === undefined ? seg.grid : gridOf(series));
  const choice: Choice | undefined =
    series === undefined ? undefined : { series, reason: "the segmentation's voxels are its voxels" };
  return {
    file: seg.file,
    kind: "SEG",
    patientId: seg.patientId,
    studyUid: seg.studyUid,
    structures: seg.segments.map((segment): MaskStructure => {
      const hasArea = segment.frames > 0;
      return {
        name: segment.name,
        number: segment.number,
        hasArea,
        frameOfReferenceUid: seg.frameOfReferenceUid,
        choice,
        grid: hasArea ? grid : undefined,
        failure: undefined,
        rasterise: () => segmentMask(segment, grid),
      };
    }),
  };
}

function segmentMask(segment: Segment, grid: Grid): StructureMask {
  const own = segment.volume();
  const volume = (placeOn(own, grid) as typeof own | undefined) ?? own;
  return {
    name: segment.name,
    volume,
    voxels: countNonZero(volume.data),
    report: undefined,
    notes: segment.frames === 0 ? ["it has no frames"] : [],
    failure: undefined,
  };
}

function countNonZero(data: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count += 1;
  return count;
}

function checkSize(file: string, grid: Grid): Grid {
  if (voxelCount(grid) <= MOST_VOXELS) return grid;
  throw new SoftdiceError({
    subject: file,
    problem: `needs ${grid.shape.join(" × ")} voxels a structure`,
    expected: `at most ${MOST_VOXELS}`,
    remedy: "choose a smaller series with --series, or another grid with --grid",
  });
}

function noGrid(set: StructureSet, study: Study, { grid }: MaskOptions): never {
  throw new SoftdiceError({
    subject: set.file,
    problem:
      grid === "paper"
        ? "has no closed contours to lay a grid over"
        : `fits none of the ${study.series.length} image series beside it`,
    expected: grid === "paper" ? "at least one closed contour" : "images in the contours' frame of reference",
    remedy:
      grid === "paper"
        ? "check what it was exported with"
        : "add its images, choose a series with --series, or take --grid paper, which needs none",
  });
}
