import type { Nested } from "../formats/dicom/rasterise.ts";
import type { Inflate } from "../formats/compression.ts";
import type { Grid } from "../image/grid.ts";
import type { Interpolation } from "../image/resample.ts";
import type { Lender } from "./lentGrid.ts";
import type { RoiMapping } from "./rois.ts";

/** What the user said of names, grids, frames and patients. Whatever is left out is decided by what is found. */
export interface Policy {
  /** Names of the structures wanted; all by default. */
  readonly structures?: readonly string[] | undefined;
  /** Names of the observers wanted; all but published consensuses by default. */
  readonly observers?: readonly string[] | undefined;
  /** Labels wanted of label maps, a structure each; all by default. */
  readonly labels?: readonly number[] | undefined;
  /** What labels of label maps are called: all files of one mask are read as label maps then. */
  readonly labelClasses?: readonly LabelClass[] | undefined;
  /** With `labelClasses`: the label of voxels that an observer did not judge. */
  readonly ignoreLabel?: number | undefined;
  /** Other names of structures and observers. */
  readonly rois?: RoiMapping | undefined;
  /** How masks on grids between whose voxels they lie are brought to one; left out, they are refused. */
  readonly resample?: Interpolation | undefined;
  /** The grid that all masks are brought to; one that covers them by default. */
  readonly onto?: Grid | undefined;
  /** Whether delineations in different frames of reference are taken for one. */
  readonly assumeSameFrame?: boolean | undefined;
  /** Whether DICOM objects of different patients' identifiers are taken for one patient's. */
  readonly assumeSamePatient?: boolean | undefined;
  /** The voxels of contours; "series". */
  readonly grid?: "series" | "paper" | undefined;
  /** What contours inside others of one plane mean; "holes". */
  readonly nested?: Nested | undefined;
  /** What slices between coarser planes of contours take; left out, a structure with such planes fails. */
  readonly betweenPlanes?: "none" | "nearest" | "interpolate" | undefined;
  /** UID of a series or a part of its description. */
  readonly series?: string | undefined;
  /** How places below the folder given say structures and observers, such as "{observer}/{structure}". */
  readonly pattern?: string | undefined;
}

/** A structure of label maps. */
export interface LabelClass {
  readonly name: string;
  /** One label, or those that a region is made of. */
  readonly labels: readonly number[];
}

/** What the study needs from outside. */
export interface Tools {
  /** A decompressor; that of the platform's streams by default. */
  readonly inflate?: Inflate | undefined;
  /** The image whose grid masks have that hold none. */
  readonly lender?: Lender | undefined;
  /** How far reading has come. */
  readonly report?: ((what: string, done: number, total: number) => void) | undefined;
  /** Stops before the next file is read; what is running then fails with its reason. */
  readonly signal?: AbortSignal | undefined;
}
