/**
 * The volume of what a subset of the observers marked, and nobody else. Everything about a consensus follows from these
 * volumes: bodies in place of the counts of voxels.
 */
export interface VotePattern {
  /** Bit k is set where observer k marked it. */
  readonly observers: number;
  readonly volumeMm3: number;
}

/** How many observers marked a pattern. */
export function votesOf({ observers }: VotePattern): number {
  let count = 0;
  for (let bits = observers; bits > 0; bits &= bits - 1) count += 1;
  return count;
}

/** Whether observer k marked a pattern. */
export function marked({ observers }: VotePattern, k: number): boolean {
  return (observers & (1 << k)) !== 0;
}

/** The volume of the patterns that satisfy a condition. */
export function volumeOf(
  patterns: readonly VotePattern[],
  accepted: (pattern: VotePattern) => boolean = () => true,
): number {
  return patterns.reduce((sum, pattern) => (accepted(pattern) ? sum + pattern.volumeMm3 : sum), 0);
}

/** What observers j and k have in common, and what at least one of them marked. */
export function overlap(
  patterns: readonly VotePattern[],
  j: number,
  k: number,
): { readonly common: number; readonly either: number; readonly total: number } {
  const common = volumeOf(patterns, (pattern) => marked(pattern, j) && marked(pattern, k));
  const either = volumeOf(patterns, (pattern) => marked(pattern, j) || marked(pattern, k));
  return { common, either, total: common + either };
}
