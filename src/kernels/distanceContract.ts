/** Voxels along each axis, and mm from one to the next. */
type Triple = readonly [number, number, number];

/**
 * The squared distance transform of one lattice, done twice: readably in `reference/distances.ts`, fast in
 * `wasm/distances.ts`. Both compute the same bits: arithmetic is float64, in the order that the reference shows.
 */
export interface Distances {
  readonly name: "wasm" | "reference";
  readonly shape: Triple;
  /** A value a lattice point, first axis fastest, 0 or not. */
  readonly isSet: Uint8Array;
  /** What {@link transform} wrote. */
  readonly squared: Float64Array;
  /** Writes the squared distance of every point to the nearest one that is set, in mm²; ∞ where none is. */
  transform(spacingMm: Triple): void;
}
