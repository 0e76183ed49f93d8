/** A value that a program reports where it made a known mistake, or followed another definition. */
export interface Alternative {
  /** What would explain it. */
  readonly cause: string;
  readonly value: number;
}

/** A figure of a case, exactly, with what voxels of the size at hand allow. */
export interface Quantity {
  readonly quantity: string;
  readonly unit: "ml" | "mm" | "1";
  readonly value: number;
  readonly formula: string;
  /** How far a right program that counts voxels may be from `value`. */
  readonly tolerance: number;
  /** Why: a proof or a source. */
  readonly toleranceBy: string;
  /** The same figure of the masks that are beside the reference, by counting their voxels. */
  readonly onVoxels?: number;
  /** The same figure of the contours: their areas times the spacing of the slices. */
  readonly onContours?: number;
  readonly alternatives: readonly Alternative[];
}

/** Those alternatives that differ from the right value. */
export function unlike(value: number, alternatives: readonly Alternative[]): Alternative[] {
  const scale = Math.max(Math.abs(value), 1e-9);
  return alternatives.filter(
    (alternative) => Number.isFinite(alternative.value) && Math.abs(alternative.value - value) > 1e-6 * scale,
  );
}
