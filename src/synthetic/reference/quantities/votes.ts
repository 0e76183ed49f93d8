import type { ReferenceCase } from "../cases/case.ts";
import { fieldMm3, type Scene } from "../scene.ts";
import { maskOf } from "../voxels/mask.ts";
import { patternsOf } from "../voxels/moments.ts";
import type { VoxelError } from "../voxelError.ts";
import { consensusFigures } from "./consensusFigures.ts";
import { overlapFigures } from "./overlapFigures.ts";
import { type Alternative, type Quantity, unlike } from "./quantity.ts";
import type { VotePattern } from "../votes/patterns.ts";

/** A figure that follows from the volumes of vote patterns. */
export interface VoteFigure {
  readonly quantity: string;
  readonly unit: Quantity["unit"];
  readonly value: number;
  readonly formula: string;
  /** Asked for once, not for each disturbance. */
  alternatives(): readonly Alternative[];
}

/**
 * Dice and Jaccard of two observers, the consensus of more.
 *
 * @param errors one an observer
 */
export function voteQuantities(
  { observers, patterns }: ReferenceCase,
  { grid }: Scene,
  errors: readonly VoxelError[],
): Quantity[] {
  if (patterns === undefined) return [];
  const field = fieldMm3(grid);
  const figures = (of: readonly VotePattern[]): VoteFigure[] =>
    observers.length === 2 ? overlapFigures(of) : consensusFigures(of, observers.length, field);
  const exact = figures(patterns);
  const onVoxels = figures(
    patternsOf(
      observers.map(({ shape }) => maskOf(shape, grid)),
      grid,
    ),
  );
  const deviation = Math.hypot(...errors.map(({ deviationMm3 }) => deviationMm3));
  const bound = errors.reduce((sum, { boundMm3 }) => sum + boundMm3, 0);
  // Each pattern smaller and larger, one at a time.
  const disturbed = patterns.map((pattern, n) =>
    [-1, 1].map((sign) =>
      figures(
        patterns.with(n, {
          ...pattern,
          volumeMm3: Math.max(pattern.volumeMm3 / 2, pattern.volumeMm3 + sign * (4 * deviation + bound)),
        }),
      ),
    ),
  );
  return exact.map(({ alternatives, ...figure }, n) => ({
    ...figure,
    tolerance:
      Math.abs(onVoxels[n].value - figure.value) +
      Math.hypot(
        ...disturbed.map((ways) => Math.max(...ways.map((way) => Math.abs(way[n].value - figure.value)))),
      ),
    toleranceBy:
      "what the masks change, exactly, and to first order what changes if the volume of each vote pattern varies as those of " +
      "all observers do within slices, four standard deviations",
    onVoxels: onVoxels[n].value,
    alternatives: unlike(figure.value, alternatives()),
  }));
}
