/** The most voxels of a block. */
export const BLOCK: number = 1 << 14;

/**
 * Visits 0 … length − 1 in blocks, from ≤ i < to, until a visit returns false. A long pass calls a short loop for each block:
 * a loop that runs on by itself is compiled while it runs, which makes it half as fast.
 *
 * @returns whether no visit returned false
 */
export function everyBlock(length: number, visit: (from: number, to: number) => boolean | void): boolean {
  for (let from = 0; from < length; from += BLOCK)
    if (visit(from, Math.min(from + BLOCK, length)) === false) return false;
  return true;
}

/**
 * The same for blocks that may hold values from `least` on; a background is not looked at again.
 *
 * @param highs the largest value of each block, where it is known
 */
export function everyBlockFrom(
  length: number,
  highs: ArrayLike<number> | undefined,
  least: number,
  visit: (from: number, to: number) => void,
): void {
  everyBlock(length, (from, to) => {
    if (highs === undefined || highs[from / BLOCK] >= least) visit(from, to);
  });
}
