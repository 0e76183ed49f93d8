import type { Numbers } from "./check.ts";

/** Both readings of a threshold of one half, in voxels. */
export interface Half {
  /** {m ≥ 1/2}: "half" in the paper. */
  readonly atLeast: number;
  /** {m > 1/2}: a strict majority. */
  readonly above: number;
}

/** @param m N values */
export function halfVoxels(m: Numbers): Half {
  let [atLeast, above] = [0, 0];
  for (let i = 0; i < m.length; i++) {
    if (m[i] >= 0.5) atLeast += 1;
    if (m[i] > 0.5) above += 1;
  }
  return { atLeast, above };
}

/** What a reader should know where the two differ. */
export function halfWarnings({ atLeast, above }: Half): string[] {
  if (atLeast === above) return [];
  return [
    `${atLeast - above} voxels are exactly 1/2: "at least half" takes them in (${atLeast} voxels), a strict majority leaves them ` +
      `out (${above} voxels).`,
  ];
}
