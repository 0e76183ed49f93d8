/** What a walk found for one of its four targets. */
export interface WalkSums {
  readonly maxMm: number;
  /** Σ area · distance. */
  readonly momentMm3: number;
  /** Σ of the areas within the tolerance. */
  readonly withinMm2: number;
}

/**
 * Walks over surfaces that sum up distances to four targets at a time, done twice: readably in `reference/walks.ts`, fast in
 * `wasm/walks.ts`. Both compute the same bits: each sum goes element by element in float64.
 */
export interface Walks {
  readonly name: "wasm" | "reference";
  /**
   * Four values a point, one a target: the distance in mm where it is within the tolerance; minus the distance, which is
   * above 0, elsewhere.
   */
  readonly distancesMm: Float64Array;
  /** Four values a point, one a target: the bin of the distance. */
  readonly bins: Uint16Array;
  /** Of each element of the surface that is walked over: its point, and its area. As long as the largest surface. */
  readonly places: Int32Array;
  readonly areasMm2: Float64Array;
  /** Four values a bin, one a target, to which walks add areas. */
  readonly areasInBinsMm2: Float64Array;
  /** Walks over the first elements. @returns one result a target */
  walk(elements: number): readonly WalkSums[];
}

/** How much a {@link Walks} holds. */
export interface WalkSizes {
  readonly points: number;
  /** Of the largest surface. */
  readonly elements: number;
  readonly bins: number;
}
