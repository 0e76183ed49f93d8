/** Voxels that are alike in their probabilities, so that a partition may treat them as one. */
export interface VoxelGroup {
  /** Voxels. */
  readonly count: number;
  /** Σ of the probability of each of the C classes, the background first. */
  readonly sums: Float64Array;
}

/** A class's probabilities: N values in [0, 1]. */
export type ClassMap = Float32Array | Float64Array;

/** Steps in which probabilities are alike. */
const STEPS = 64;

/**
 * Some voxels of a softmax map by their two largest classes and the probabilities of these in steps of 1/64. Few thousand
 * groups stand for any number of voxels.
 *
 * @param classes C maps that add up to 1 at every voxel, the background first
 * @param voxels which of them
 */
export function groupVoxels(classes: readonly ClassMap[], voxels: Uint32Array): VoxelGroup[] {
  // For each pair of classes, the groups of all steps of their probabilities, from 1; 0 where there is none.
  const groupsOf: Uint32Array[] = [];
  const groups: { count: number; readonly sums: Float64Array }[] = [];
  const [background] = classes;
  for (let n = 0; n < voxels.length; n++) {
    const i = voxels[n];
    let [first, second, p, q] = [0, 0, background[i], -1];
    for (let l = 1; l < classes.length; l++) {
      const value = classes[l][i];
      if (value > p) [first, second, p, q] = [l, first, value, p];
      else if (value > q) [second, q] = [l, value];
    }
    const steps =
      Math.min(STEPS - 1, Math.floor(p * STEPS)) * STEPS + Math.min(STEPS - 1, Math.floor(q * STEPS));
    const numbers = (groupsOf[first * classes.length + second] ??= new Uint32Array(STEPS * STEPS));
    if (numbers[steps] === 0)
      numbers[steps] = groups.push({ count: 0, sums: new Float64Array(classes.length) });
    const group = groups[numbers[steps] - 1];
    group.count += 1;
    for (let l = 0; l < classes.length; l++) group.sums[l] += classes[l][i];
  }
  return groups;
}
