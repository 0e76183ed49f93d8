import type { Fault } from "../../../src/core/errors.ts";
import type { Grid } from "../../../src/image/grid.ts";
import type { Part } from "../../../src/image/part.ts";
import type { Volume } from "../../../src/image/volume.ts";
import type { ImageReference } from "../../../src/formats/dicom/reference.ts";
import type { Series } from "../../../src/formats/dicom/series.ts";
import type { Decision } from "../../../src/study/decisions.ts";
import type { Place } from "../../../src/study/pattern.ts";

/** What is known of an opened study beside its structures. */
export interface StudyAccount {
  readonly title: string;
  /** What was assumed or unusual, one sentence each. */
  readonly notes: readonly string[];
  /** What was dropped and is not part of it, with the reason, one sentence each. */
  readonly leftOut: readonly string[];
  /** What became of everything that was dropped. */
  readonly decisions: readonly Decision[];
  /** What became of each delineation. */
  readonly items: readonly Decision[];
  /** What has to be said of the files before anything of them is compared. */
  readonly question?: Question | undefined;
  /** Structures of which there are no figures, and why. */
  readonly failures: readonly FailedStructure[];
  /** Several patients among the files, of whom one is shown; empty for one. */
  readonly patients: readonly string[];
  /** Series of images, on whose voxels contours can be drawn. */
  readonly series: readonly { readonly uid: string; readonly label: string }[];
}

/** An opened study as the worker keeps it. Masks are cut to what they mark, so that hundreds of them fit. */
export interface StoredStudy extends StudyAccount {
  readonly structures: readonly StoredStructure[];
  /** What was unusual about a structure. */
  readonly remarksOn: (structure: string) => readonly string[];
}

export interface FailedStructure {
  readonly structure: string;
  readonly error: Omit<Fault, "cause">;
}

/** Why nothing says who drew what: every delineation waits for a place then. */
export interface Question {
  readonly error: Omit<Fault, "cause">;
  /** Ways to read the names of files, each with what it makes of one of them; none where nothing tells them apart. */
  readonly readings: readonly { readonly pattern: string; readonly file: string; readonly said: Place }[];
}

/** One structure, on a grid of its own. */
export type StoredStructure = {
  readonly name: string;
  readonly grid: Grid;
  /** Of the image below, as DICOM has it; left out where nothing says it. */
  readonly modality?: string;
  /** The image below, read when it is asked for, on the structure's grid. */
  readonly image?: () => Promise<Volume | undefined>;
} & (
  | {
      readonly kind: "masks";
      readonly observers: readonly StoredMask[];
      /** The DICOM series that the masks were drawn on. */
      readonly series?: Series | undefined;
      /** The images that results point into. */
      readonly reference?: ImageReference | undefined;
      /** Whether the masks came as contours or segments of DICOM. */
      readonly areContours: boolean;
    }
  | {
      readonly kind: "map";
      readonly part: Part<Float32Array | Float64Array>;
      /** Whether the grid is that of an image; else the file had none, and voxels have no size. */
      readonly hasGeometry: boolean;
      /** The mask that the model wrote beside its map. */
      readonly ownMask?: Part<Uint8Array> | undefined;
    }
);

export interface StoredMask {
  readonly observer: string;
  readonly part: Part<Uint8Array>;
  /** The closed contours that it was drawn as, in mm (LPS); left out for masks. */
  readonly contoursMm?: readonly Float64Array[] | undefined;
}
