import type { SoftdiceError } from "../core/errors.ts";
import type { Choice } from "../formats/dicom/choose.ts";
import type { ImageReference } from "../formats/dicom/reference.ts";
import type { PlacedPart } from "../image/part.ts";
import type { Place } from "./pattern.ts";

/** One delineation as it was met, before anything is known of who drew what. */
export interface Item {
  /** The file as messages call it, and where it is. */
  readonly input: string;
  readonly place: string;
  /** The ROI, segment or label in it; undefined for a file of one mask without a name of its own. */
  readonly name: string | undefined;
  /** What the user's pattern says of it. */
  readonly said: Place;
  readonly origin: Origin;
  /** Whether the item has any area to draw: false for points, open contours and names without contours. */
  readonly hasArea: boolean;
  /** Closed contours that it was drawn as: x, y, z, x, y, z, … in mm (LPS) each; left out for what was voxels from the start. */
  readonly contoursMm?: readonly Float64Array[] | undefined;
  /** What is known to keep it from becoming a mask. */
  readonly failure: SoftdiceError | undefined;
  /** Makes the mask. */
  readonly draw: () => Drawn;
}

/** Identity that stays with a mask until the last file is written; never shown. */
export interface Origin {
  readonly kind: "volume" | "label" | "RTSTRUCT" | "SEG";
  readonly patientId?: string | undefined;
  readonly studyUid?: string | undefined;
  readonly frameOfReferenceUid?: string | undefined;
  /** The image series on whose grid it lies, and why that. */
  readonly choice?: Choice | undefined;
  /** The images that what is made of it belongs to. */
  readonly reference?: ImageReference | undefined;
  /** True where nothing says where it lies in the patient. */
  readonly isUnplaced?: boolean | undefined;
}

/** A mask, or why there is none. */
export interface Drawn {
  /** Undefined with a failure, and for what makes no mask and is no failure. */
  readonly mask: PlacedPart | undefined;
  /** Voxels that the observer did not judge; left out for nobody's. */
  readonly unjudged?: PlacedPart | undefined;
  /** The volume that its contours enclose, area by spacing of planes; undefined for what has no contours. */
  readonly planimetricMl?: number | undefined;
  /** What was unusual, a sentence each. */
  readonly notes: readonly string[];
  readonly failure: SoftdiceError | undefined;
}
