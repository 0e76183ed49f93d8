/**
 * A regular grid of voxels in the DICOM patient frame (LPS: x to the patient's left, y to the back, z to the head), the
 * only place where voxels and millimetres meet. An array on a grid holds shape[0]·shape[1]·shape[2] values, the first
 * axis (i) fastest: value (i, j, k) stands at i + shape[0]·(j + shape[1]·k).
 */
export interface Grid {
  /** Voxels along the axes i, j, k; for an axial series columns, rows, slices. */
  readonly shape: Triple;
  /** Distance of neighbouring voxel centres along i, j, k in mm, positive. */
  readonly spacingMm: Triple;
  /** Unit vectors of the axes i, j, k in LPS. */
  readonly directions: readonly [Triple, Triple, Triple];
  /** Centre of voxel (0, 0, 0) in LPS, in mm. */
  readonly originMm: Triple;
}

/** Three numbers: of a grid's axes i, j, k, or of a point x, y, z. */
export type Triple = readonly [number, number, number];
