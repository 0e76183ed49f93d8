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
  const numberOf = new Map<number, number>();
  const counts: number[] = [];
  const sums: Float64Array[] = [];
  const [background] = classes;
  for (const i of voxels) {
    let [first, second, p, q] = [0, 0, background[i], -1];
    for (let l = 1; l < classes.length; l++) {
      const value = classes[l][i];
      if (value > p) [first, second, p, q] = [l, first, value, p];
      else if (value > q) [second, q] = [l, value];
    }
    const steps =
      Math.min(STEPS - 1, Math.floor(p * STEPS)) * STEPS + Math.min(STEPS - 1, Math.floor(q * STEPS));
    const key = (first * classes.length + second) * STEPS * STEPS + steps;
    let group = numberOf.get(key);
    if (group === undefined) {
      group = numberOf.size;
      numberOf.set(key, group);
      counts.push(0);
      sums.push(new Float64Array(classes.length));
    }
    counts[group] += 1;
    for (let l = 0; l < classes.length; l++) sums[group][l] += classes[l][i];
  }
  return counts.map((count, g) => ({ count, sums: sums[g] }));
}
