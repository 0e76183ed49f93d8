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

/** Voxels of this much background are one group; most are. */
const BACKGROUND = 0.999;

/**
 * A softmax map's voxels by their two largest classes and the probabilities of these in steps of 1/64. Few thousand groups
 * stand for any number of voxels.
 *
 * @param classes C maps that add up to 1 at every voxel, the background first
 */
export function groupVoxels(classes: readonly ClassMap[]): VoxelGroup[] {
  const groups = new Map<number, { count: number; sums: Float64Array }>();
  const [background, ...foreground] = classes;
  const group = (key: number): { count: number; sums: Float64Array } => {
    const found = groups.get(key) ?? { count: 0, sums: new Float64Array(classes.length) };
    groups.set(key, found);
    return found;
  };
  const bulk = group(-1);
  for (let i = 0; i < background.length; i++) {
    let into = bulk;
    if (background[i] <= BACKGROUND) {
      let [first, second, p, q] = [0, 0, background[i], -1];
      for (let l = 1; l < classes.length; l++) {
        const value = classes[l][i];
        if (value > p) [first, second, p, q] = [l, first, value, p];
        else if (value > q) [second, q] = [l, value];
      }
      into = group(
        ((first * classes.length + second) * STEPS + Math.min(STEPS - 1, Math.floor(p * STEPS))) * STEPS +
          Math.floor(q * STEPS),
      );
      into.sums[0] += background[i];
    } else {
      into.sums[0] += background[i];
    }
    into.count += 1;
    for (let l = 0; l < foreground.length; l++) into.sums[l + 1] += foreground[l][i];
  }
  return [...groups.values()].filter(({ count }) => count > 0);
}
