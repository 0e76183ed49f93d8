import type { SoftdiceError } from "../../core/errors.ts";
import type { Grid } from "../../image/grid.ts";
import type { Volume } from "../volume.ts";
import type { Choice } from "./choose.ts";
import type { Nested } from "./rasterise.ts";
import type { ImageReference } from "./reference.ts";
import type { RoiReport } from "./roi-report.ts";

/** Layers of a grid along its third axis, from `start` to before `end`. */
export interface Layers {
  readonly start: number;
  readonly end: number;
}

/** Memory of a mask that is no longer needed. */
export interface SpareMask {
  readonly data: Uint8Array;
  /** The layers that may hold anything but 0. */
  readonly layers: Layers;
}

/** One structure as voxels. */
export interface StructureMask {
  /** The ROI's or segment's name as its file has it; two may share one. */
  readonly name: string;
  /**
   * 0 and 1, or fractions from a fractional SEG; `undefined` where there is a `failure`, and for a structure that makes no
   * mask and is no failure: of points, of open contours, or of nothing.
   */
  readonly volume: Volume<Uint8Array | Float32Array> | undefined;
  /** The layers that may hold voxels; none where there is a failure. */
  readonly layers: Layers;
  /** Number of voxels that are not 0; 0 where there is a failure. */
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
  /** The images that what is made of it belongs to; `undefined` if they are not known. */
  readonly reference: ImageReference | undefined;
  /** `undefined` where there is no area, or a failure. */
  readonly grid: Grid | undefined;
  /** Its closed contours as the file has them: x, y, z, x, y, z, … in mm (LPS) each; left out for segments, which have none. */
  readonly contoursMm?: readonly Float64Array[];
  /** What keeps it from becoming voxels, as far as that is known beforehand; names the structure. */
  readonly failure: SoftdiceError | undefined;
  /**
   * Makes its mask, anew with each call.
   * @param spare memory of masks that are no longer needed, taken where it fits
   */
  readonly rasterise: (spare?: SpareMask[]) => StructureMask;
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
   * makes up without images (`paperGrid`); a SEG keeps its own.
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
