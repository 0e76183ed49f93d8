import { Random } from "../../src/core/random.ts";
import { sigmoid } from "../../src/core/elementary.ts";
import { gridFromSteps, type Grid, voxelCount, voxelToMm } from "../../src/image/grid.ts";

/** One case: several observers' masks of one structure, and a model's probabilities. */
export interface GeneratedCase {
  readonly name: string;
  readonly grid: Grid;
  readonly raters: readonly Uint8Array[];
  readonly probabilities: Float32Array;
}

const GRID: Grid = gridFromSteps(
  "grid",
  [16, 14, 7],
  [
    [1.125, 0, 0],
    [0, 1.25, 0],
    [0, 0, 2.5],
  ],
  [0, 0, 0],
);

/**
 * A made-up study: ellipsoids that observers draw with radii and places of their own, and a model that is unsure at the edge,
 * too timid by a logit of `bias`, and noisy.
 */
export function generatedStudy({
  cases = 6,
  observers = 4,
  bias = -0.8,
  seed = 17,
}: {
  readonly cases?: number;
  readonly observers?: number;
  readonly bias?: number;
  readonly seed?: number;
} = {}): GeneratedCase[] {
  return Array.from({ length: cases }, (_, n) => {
    const random = new Random(seed, 1, n);
    const centre = [
      8 + 0.7 * random.normal(),
      8.5 + 0.7 * random.normal(),
      7.5 + 0.7 * random.normal(),
    ] as const;
    const radius = 4.5 + random.uniform();
    const depth = (i: number, shift: readonly number[], r: number): number => {
      const { shape } = GRID;
      const [x, y, z] = voxelToMm(GRID, [
        i % shape[0],
        Math.floor(i / shape[0]) % shape[1],
        Math.floor(i / shape[0] / shape[1]),
      ]);
      return r - Math.hypot(x - centre[0] - shift[0], y - centre[1] - shift[1], z - centre[2] - shift[2]);
    };
    const voxels = voxelCount(GRID);
    const raters = Array.from({ length: observers }, () => {
      const shift = [0, 1, 2].map(() => 0.6 * random.normal());
      const own = radius + 0.7 * random.normal();
      return Uint8Array.from({ length: voxels }, (__, i) => Number(depth(i, shift, own) > 0));
    });
    const shift = [0, 1, 2].map(() => 0.5 * random.normal());
    const probabilities = Float32Array.from({ length: voxels }, (__, i) =>
      sigmoid(1.4 * depth(i, shift, radius) + bias + 0.4 * random.normal()),
    );
    return { name: `case_${n + 1}`, grid: GRID, raters, probabilities };
  });
}
