/** How the values of a map are sorted. */
export interface HistogramOptions {
  /** Bins to the unit: a positive integer up to 65536. */
  readonly width: number;
  /**
   * Which end belongs to a bin. Bin 0 holds the zeros; bin b > 0 the values of (b − 1)/width < m ≤ b/width ("above"), or of
   * (b − 1)/width ≤ m < b/width ("below"), where 1 has a bin by itself.
   */
  readonly closed: "above" | "below";
  /** Steps to the unit, by which values are sorted once more: a positive integer up to 65536. */
  readonly steps: number;
}

/** Figures of each bin. */
export interface Bins {
  /** Voxels. */
  readonly counts: Float64Array;
  /** Σ m. */
  readonly sums: Float64Array;
  /** The least and the largest value; 1 and 0 where the bin is empty. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/**
 * What one pass over a map of N values in [0, 1] finds, done twice: readably in `reference/histogram.ts`, fast in
 * `wasm/histogram.ts`. Both compute the same bits: every sum is float64, voxel by voxel.
 */
export interface Histogram {
  /** {@link binCount} of them. */
  readonly bins: Bins;
  /** Voxels and Σ m of k/steps ≤ m < (k + 1)/steps, k = 0 … steps. */
  readonly steps: Pick<Bins, "counts" | "sums">;
  /** The largest value of each block of core/blocks.ts. */
  readonly blockHighs: Float64Array;
  /** Σ m. */
  readonly total: number;
  /** Σ m (1 − m). */
  readonly spread: number;
  /** Voxels of {m ≥ 1/2} and {m > 1/2}. */
  readonly atLeastHalf: number;
  readonly aboveHalf: number;
}

/** The bins that there are: a value of 1 is in the last. */
export function binCount({ width, closed }: Pick<HistogramOptions, "width" | "closed">): number {
  return closed === "above" ? width + 1 : width + 2;
}

/** Figures of a bin, which stand beside each other in one line of memory: their places, and how many there are. */
export const COUNT = 0;
export const SUM = 1;
export const LOW = 2;
export const HIGH = 3;
export const FIGURES = 4;

/** Bins as they are in memory, as a list a figure. */
export function splitFigures(figures: Float64Array): Bins {
  const [counts, sums, lows, highs] = [COUNT, SUM, LOW, HIGH].map((figure) => {
    const list = new Float64Array(figures.length / FIGURES);
    for (let b = 0; b < list.length; b++) list[b] = figures[FIGURES * b + figure];
    return list;
  });
  return { counts, sums, lows, highs };
}
