/** A label map, and how good it is among all label maps. */
export interface Partition {
  /** The class of each of N voxels; 0 is the background. */
  readonly labels: Uint8Array;
  /** What it maximises. */
  readonly dice: number;
  /** No label map exceeds this. */
  readonly upperBound: number;
  /** upperBound − dice: 0 where the label map is known to be a best one. */
  readonly gap: number;
}

/** Volumes and overlaps of a labelling, class by class. */
export interface Tally {
  /** x_l: voxels of each class. */
  readonly sizes: Float64Array;
  /** A_l: Σ of a class's probability over its voxels. */
  readonly common: Float64Array;
}

export function emptyTally(classes: number): Tally {
  return { sizes: new Float64Array(classes), common: new Float64Array(classes) };
}

/** 2 A_l / (x_l + S_l) of one class; 0 for a class that is nowhere. @param volumes S_l */
export function classDice({ sizes, common }: Tally, volumes: ArrayLike<number>, l: number): number {
  const total = sizes[l] + volumes[l];
  return total > 0 ? (2 * common[l]) / total : 0;
}
