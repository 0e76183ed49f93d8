import { checkNumber } from "../../core/check.ts";
import type { Grid } from "../../image/grid.ts";
import { type Anatomy, drawAnatomy } from "./anatomy.ts";
import { type Delineation, drawDelineations, meanDelineation } from "./observer.ts";
import { pelvisStream } from "./streams.ts";
import { PELVIS_STRUCTURES } from "./structures.ts";
import { section, type Tube } from "./tube.ts";

/** A made-up patient with five observers' delineations, as surfaces. */
export interface PelvisPatient {
  readonly seed: number;
  /** Place in the cohort, from 0. */
  readonly index: number;
  readonly anatomy: Anatomy;
  /** One per observer. */
  readonly delineations: readonly Delineation[];
}

/** A region of interest as it is contoured: closed planar curves. */
export interface PelvisRoi {
  /** As the Gold Atlas spells it, e.g. "Rectum (User2)". */
  readonly name: string;
  /** x, y, z of the vertices of each contour in LPS mm, to a hundredth; the last does not repeat the first. */
  readonly contoursMm: readonly Float64Array[];
}

/**
 * A patient of the cohort that `seed` makes; the same for any number of others.
 * @throws SoftdiceError unless both are integers ≥ 0
 */
export function pelvisPatient(seed: number, index: number): PelvisPatient {
  for (const [name, value] of Object.entries({ seed, index }))
    checkNumber(name, value, (n) => Number.isSafeInteger(n) && n >= 0, "an integer ≥ 0");
  const anatomy = drawAnatomy(pelvisStream(seed, "anatomy", index));
  return { seed, index, anatomy, delineations: drawDelineations(seed, index, anatomy.structures) };
}

/** Field of view and height of the stack of slices, for any number of pixels and slices. */
export const PELVIS_FIELD_MM = { side: 448, height: 200 } as const;

/**
 * The axial grid of the T2 images: the field of view of 448 × 448 × 200 mm cut into `size` × `size` × `slices` voxels;
 * 512 × 512 × 80 gives the Gold Atlas' 0.875 × 0.875 × 2.5 mm.
 * @throws SoftdiceError for sizes out of range
 */
export function pelvisGrid(size: number, slices: number): Grid {
  checkNumber("size", size, (n) => Number.isInteger(n) && n >= 16 && n <= 2048, "an integer in [16, 2048]");
  checkNumber("slices", slices, (n) => Number.isInteger(n) && n >= 2 && n <= 2048, "an integer in [2, 2048]");
  const pixelMm = PELVIS_FIELD_MM.side / size;
  const sliceMm = PELVIS_FIELD_MM.height / slices;
  const corner = (pixelMm - PELVIS_FIELD_MM.side) / 2;
  return {
    shape: [size, size, slices],
    spacingMm: [pixelMm, pixelMm, sliceMm],
    directions: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    originMm: [corner, corner, (sliceMm - PELVIS_FIELD_MM.height) / 2],
  };
}

/**
 * Everything that is contoured on the slices of an axial grid: each structure by each observer, "(Userk)", and as
 * "(consensus)", then "External".
 */
export function pelvisRois(patient: PelvisPatient, grid: Grid): PelvisRoi[] {
  const { delineations } = patient;
  const named = [
    ...delineations.map((delineation, observer) => ({ who: `User${observer + 1}`, delineation })),
    { who: "consensus", delineation: meanDelineation(delineations) },
  ];
  return [
    ...PELVIS_STRUCTURES.flatMap((structure) =>
      named.map(({ who, delineation }) => ({
        name: `${structure} (${who})`,
        contoursMm: contours(delineation[structure], planes(grid)),
      })),
    ),
    pelvisOutline(patient, grid),
  ];
}

/** The outline of the body, "External". */
export function pelvisOutline({ anatomy }: PelvisPatient, grid: Grid): PelvisRoi {
  return { name: "External", contoursMm: contours([anatomy.external], planes(grid)) };
}

function planes({ shape, originMm, spacingMm }: Grid): number[] {
  return Array.from({ length: shape[2] }, (_, k) => originMm[2] + k * spacingMm[2]);
}

function contours(parts: readonly Tube[], planesMm: readonly number[]): Float64Array[] {
  return planesMm.flatMap((zMm) =>
    parts
      .map((part) => section(part, zMm))
      .filter((points) => points !== undefined)
      .map((points) => placeInPlane(points, zMm)),
  );
}

function placeInPlane(points: Float64Array, zMm: number): Float64Array {
  const count = points.length / 2;
  const out = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    out[3 * i] = hundredths(points[2 * i]);
    out[3 * i + 1] = hundredths(points[2 * i + 1]);
    out[3 * i + 2] = zMm;
  }
  return out;
}

function hundredths(mm: number): number {
  return Math.round(mm * 100) / 100;
}
