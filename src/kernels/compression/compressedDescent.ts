import type { Iterate } from "../../core/descent.ts";
import { BAND_ROWS, GRID, type Deposit, type DepositableVoxels, type Kernels } from "../contract.ts";
import type { Problem } from "../voxelDescent.ts";
import { hardErrors } from "./hardErrors.ts";
import { coarsen, collectNodes, collectPoints } from "./nodes.ts";
import { BOUND, countPoints, pairedDescent } from "./pairedDescent.ts";

/** More than this share of the steps of all voxels is not worth compressing. */
const WORTHWHILE = 0.6;

/**
 * The descent of VoxelDescent, followed on a few thousand weighted nodes instead of on every voxel (docs/kernels.md).
 *
 * Given the sums of each iteration, the path of a voxel depends on its marginal and its start alone. So voxels of one
 * level, or of a narrow band of marginals near 0 or 1, are spread over a grid of starts by cubic interpolation; sums
 * over them become sums over the nodes. Other voxels stay as they are. e1 counts cells whose sign is beyond doubt,
 * interpolates in the other cells at each voxel's own start, and replays what is still in doubt voxel by voxel with the
 * moves that were made.
 *
 * @param voxels with their marginal and start, which are left as they are; slopes are overwritten
 * @param levels their deposit by level, where there is one
 * @returns undefined where the result would not be surely within {@link BOUND}, or not be faster
 */
export function compressedDescent(
  kernels: Kernels,
  voxels: DepositableVoxels,
  levels: Deposit | undefined,
  problem: Problem,
  iterations: readonly number[],
): Iterate[] | undefined {
  const { n } = problem;
  const deposit = levels ?? voxels.depositBands(...bandWidths(voxels, problem));
  if (deposit === undefined || deposit.listed.length > n * WORTHWHILE) return undefined;
  const stand = {
    singles: collectPoints(voxels, deposit.listed),
    nodes: collectNodes(deposit, deposit.weights),
    halfNodes: collectNodes(deposit, coarsen(deposit)),
  };
  const sparePoints = n * WORTHWHILE - countPoints(stand);
  if (sparePoints < 0) return undefined;
  const run = pairedDescent(kernels, stand, problem, iterations);
  if (run === undefined) return undefined;
  const limits = { steps: sparePoints * run.moves.length, doubtful: n * BOUND };
  const errors = hardErrors(kernels, { ...stand, voxels, deposit, run }, problem, limits);
  return errors && run.snapshots.map(({ iterate }, i) => ({ ...iterate, e1: errors[i] / n }));
}

/** Voxels of each level. */
export function countLevels({ counts, strata }: Deposit): number[] {
  return Array.from({ length: strata }, (_, s) =>
    counts.subarray(s * GRID.bins, (s + 1) * GRID.bins).reduce((sum, count) => sum + count, 0),
  );
}

/** Widest band: it takes in the tails of blurred marginals, and its rows are near enough for the half grid to agree. */
const WIDEST_BAND = 0.05;

/** Voxels that a band holds for each of its nodes, on a rough count of up to 1024 of them, where it is worth having. */
const VOXELS_PER_NODE = 5;

/**
 * Widths of the bands next to 0 and to 1. The lower one holds no threshold: t is at least ‖m‖₁ / 2, as the whole
 * domain has a Dice of 2‖m‖₁ / (1 + ‖m‖₁) ≥ ‖m‖₁. The upper one is there only where it saves work.
 */
function bandWidths({ marginal }: DepositableVoxels, { n, optimum }: Problem): [low: number, high: number] {
  const width = Math.min(WIDEST_BAND, optimum.l1 / 4);
  const stride = Math.max(1, Math.floor(n / 1024));
  let saturated = 0;
  for (let i = 0; i < n; i += stride) if (marginal[i] >= 1 - width) saturated += stride;
  return [width, saturated > VOXELS_PER_NODE * BAND_ROWS * GRID.nodes ? width : 0];
}
