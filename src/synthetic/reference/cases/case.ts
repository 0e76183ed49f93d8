import type { Triple } from "../../../image/grid.ts";
import type { Shape } from "../shapes/shape.ts";
import type { SurfacePair } from "../surfaces.ts";
import type { VotePattern } from "../votes/patterns.ts";

/** Someone who drew a body. */
export interface ReferenceObserver {
  readonly name: string;
  readonly shape: Shape;
}

/** One structure, drawn by one observer or by several, and what is known of it. */
export interface ReferenceCase {
  readonly name: string;
  /** What is drawn, with its measures. */
  readonly description: string;
  readonly observers: readonly ReferenceObserver[];
  /** Of several observers: the volumes of what each subset of them drew. */
  readonly patterns?: readonly VotePattern[];
  /** Of two observers: the distances between their surfaces. */
  readonly surfaces?: SurfacePair;
  /** Of two observers of whose surfaces no more is known: the Hausdorff distance. */
  readonly hausdorffMm?: { readonly value: number; readonly formula: string };
  /** The largest distance from one body to the other, taken as sets of points, where it is not that of their surfaces. */
  readonly hausdorffOfSetsMm?: number;
}

/** p + (x, y, z). */
export function moved([px, py, pz]: Triple, x: number, y: number, z: number): Triple {
  return [px + x, py + y, pz + z];
}
