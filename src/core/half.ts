/** Both readings of a threshold of one half, in voxels. */
export interface Half {
  /** {m ≥ 1/2}: "half" in the paper. */
  readonly atLeast: number;
  /** {m > 1/2}: a strict majority. */
  readonly above: number;
}

/** What a reader should know where the two differ. */
export function halfWarnings({ atLeast, above }: Half): string[] {
  if (atLeast === above) return [];
  return [
    `${atLeast - above} voxels are exactly 1/2: "at least half" takes them in (${atLeast} voxels), a strict majority leaves them ` +
      `out (${above} voxels).`,
  ];
}
