import type { Iterate } from "../../core/descent.ts";
import { GRID, type Deposit, type DepositableVoxels, type Kernels } from "../contract.ts";
import { ceilToFloat32, VoxelDescent, type Move, type Problem } from "../voxelDescent.ts";
import { decideCells } from "./doubtfulCells.ts";
import { coarsen, collectNodes, type Nodes } from "./nodes.ts";

/** What a compressed descent may miss of the voxel-exact e0, e1 and soft-Dice at any reported iteration. */
export const BOUND = 1e-5;

/**
 * How far a descent on half the grid may be from the one on the whole at any iteration: the error of the latter is below
 * a seventh of that where halving the grid multiplies errors by 2³ or more (docs/kernels.md).
 */
const HALF_GRID: number = BOUND / 2;

/** Rounding of float32 logits near 0 along a path. */
const ROUNDING = 2e-6;

/** More of all voxels than this, replaced or replayed, is not worth compressing. */
const WORTHWHILE = 1 / 3;

/**
 * The descent of VoxelDescent, followed on a few thousand weighted nodes instead of on every voxel (docs/kernels.md).
 *
 * Given the sums of each iteration, the path of a voxel depends on its marginal and its start alone. So voxels of one
 * level, or of a narrow band of marginals near 0 or 1, are spread over a grid of starts by cubic interpolation; sums
 * over them become sums over the nodes. Other voxels stay as they are. e1, which interpolation cannot give, counts cells
 * whose sign is beyond doubt, and replays the other cells voxel by voxel with the moves that were made.
 *
 * @param voxels with their marginal and start, which are left as they are; slopes are overwritten
 * @returns undefined where the result would not be surely within {@link BOUND}, or not be faster
 */
export function compressedDescent(
  kernels: Kernels,
  voxels: DepositableVoxels,
  problem: Problem,
  iterations: readonly number[],
): Iterate[] | undefined {
  const { n } = problem;
  const deposit = voxels.depositLevels() ?? voxels.depositBands(...bandWidths(voxels, problem));
  if (deposit === undefined || deposit.listed.length > n * WORTHWHILE) return undefined;
  const nodes = collectNodes(voxels, deposit, deposit.weights);
  if (nodes.logits.length > n * WORTHWHILE) return undefined;
  const half = collectNodes(voxels, deposit, coarsen(deposit));
  const run = follow(kernels, nodes, problem, iterations);
  const halfRun = follow(kernels, half, problem, iterations);
  if (!(distance(run, halfRun) <= HALF_GRID)) return undefined;
  const tolerances = run.snapshots.map(
    ({ logits }, i) => ROUNDING + largestDifference(nodes, logits, half, halfRun.snapshots[i].logits),
  );
  const errors = hardErrors(kernels, { voxels, deposit, nodes, problem, run, tolerances });
  if (errors === undefined) return undefined;
  return run.snapshots.map(({ iterate }, i) => ({ ...iterate, e1: errors[i] / n }));
}

/** Bands that hold no threshold: t is above ‖m‖₁ / 2. The upper one only where it saves work. */
function bandWidths({ marginal }: DepositableVoxels, { n, optimum }: Problem): [low: number, high: number] {
  const width = Math.min(0.05, optimum.l1 / 4);
  const stride = Math.max(1, Math.floor(n / 1024));
  let saturated = 0;
  for (let i = 0; i < n; i += stride) if (marginal[i] >= 1 - width) saturated += stride;
  return [width, saturated > 5 * GRID.nodes * 5 ? width : 0];
}

interface Snapshot {
  readonly iterate: Iterate;
  readonly logits: Float32Array;
}

interface Run {
  readonly snapshots: readonly Snapshot[];
  readonly moves: readonly Move[];
  /** Soft-Dice and ‖c‖₁ of every iteration. */
  readonly trace: readonly number[];
}

/** The descent on weighted nodes. */
function follow(kernels: Kernels, nodes: Nodes, problem: Problem, iterations: readonly number[]): Run {
  const room = kernels.openWeightedVoxels(nodes.logits.length);
  room.logits.set(nodes.logits);
  room.marginal.set(nodes.marginals);
  room.weights.set(nodes.weights);
  const descent = new VoxelDescent(room, problem);
  descent.start();
  const moves: Move[] = [];
  const trace = [descent.softDice, descent.l1];
  const snapshots = iterations.map((l) => {
    while (descent.l < l) {
      moves.push(descent.step());
      trace.push(descent.softDice, descent.l1);
    }
    return { iterate: descent.measure(), logits: room.logits.slice() };
  });
  room.close();
  return { snapshots, moves, trace };
}

/** The largest distance of two runs: soft-Dice and ‖c‖₁ at every iteration, e0 where it is reported. */
function distance(a: Run, b: Run): number {
  let largest = 0;
  for (const [i, value] of a.trace.entries()) largest = Math.max(largest, Math.abs(value - b.trace[i]));
  for (const [i, { iterate }] of a.snapshots.entries()) {
    largest = Math.max(largest, Math.abs(iterate.e0 - b.snapshots[i].iterate.e0));
  }
  return largest;
}

/** The largest difference between the logits of two runs at common nodes near 0. */
function largestDifference(a: Nodes, logitsA: Float32Array, b: Nodes, logitsB: Float32Array): number {
  let largest = 0;
  const compare = (i: number, j: number): void => {
    if (Math.abs(logitsA[i]) < 1) largest = Math.max(largest, Math.abs(logitsA[i] - logitsB[j]));
  };
  for (let i = 0; i < a.voxels; i++) compare(i, i);
  for (let node = 0; node < a.at.length; node++) {
    if (a.at[node] >= 0 && b.at[node] >= 0) compare(a.at[node], b.at[node]);
  }
  return largest;
}

interface HardErrors {
  readonly voxels: DepositableVoxels;
  readonly deposit: Deposit;
  readonly nodes: Nodes;
  readonly problem: Problem;
  readonly run: Run;
  readonly tolerances: readonly number[];
}

/** Voxels with {F ≥ 0} ≠ S at each reported iteration; undefined where too many of them are in doubt. */
function hardErrors(
  kernels: Kernels,
  { voxels, deposit, nodes, problem, run, tolerances }: HardErrors,
): number[] | undefined {
  const { n, optimum } = problem;
  const { snapshots, moves } = run;
  const threshold = ceilToFloat32(optimum.threshold);
  const sides = snapshots.map(({ iterate, logits }, i) => {
    const sidesThen = new Uint8Array(deposit.strata * GRID.bins);
    if (iterate.l === 1) startingSides(sidesThen);
    else decideCells(deposit, nodes, logits, tolerances[i], sidesThen);
    return sidesThen;
  });
  const flags = sides[0].map((_, cell) => (sides.some((sidesThen) => sidesThen[cell] === 2) ? 1 : 0));
  const replay = replayOf(kernels, voxels, voxels.listFlagged(flags));
  if (replay.logits.length > n * WORTHWHILE) return undefined;
  const errors: number[] = [];
  let l = 1;
  for (const [i, { iterate, logits }] of snapshots.entries()) {
    for (; l < iterate.l; l++) replay.step(0, replay.blocks, moves[l - 1].gain, moves[l - 1].pull);
    const tolerance = iterate.l === 1 ? 0 : tolerances[i];
    const single = logits.subarray(0, nodes.voxels);
    const a = countWrong(single, nodes.marginals, threshold, tolerance);
    const b = countWrong(replay.logits, replay.marginal, threshold, tolerance);
    if (a.doubtful + b.doubtful > n * BOUND) return undefined;
    errors.push(a.wrong + b.wrong + wrongInCells(deposit, flags, sides[i], threshold));
  }
  replay.close();
  return errors;
}

/** At the start, 0 is the lower end of a bin. */
function startingSides(sides: Uint8Array): void {
  for (let cell = 0; cell < sides.length; cell++) sides[cell] = cell % GRID.bins >= GRID.zeroBin ? 1 : 0;
}

/** The listed voxels by themselves, at their start. */
function replayOf(kernels: Kernels, source: DepositableVoxels, listed: Uint32Array): DepositableVoxels {
  const replay = kernels.openVoxels(listed.length);
  for (const [k, i] of listed.entries()) {
    replay.logits[k] = source.logits[i];
    replay.marginal[k] = source.marginal[i];
  }
  replay.step(0, replay.blocks, 0, 0);
  return replay;
}

function countWrong(
  logits: Float32Array,
  marginals: Float32Array,
  threshold: number,
  tolerance: number,
): { wrong: number; doubtful: number } {
  let wrong = 0;
  let doubtful = 0;
  for (let i = 0; i < logits.length; i++) {
    if (logits[i] >= 0 !== marginals[i] >= threshold) wrong += 1;
    if (Math.abs(logits[i]) < tolerance) doubtful += 1;
  }
  return { wrong, doubtful };
}

function wrongInCells(
  { strata, rows, counts, marginals }: Deposit,
  flags: Uint8Array,
  sides: Uint8Array,
  threshold: number,
): number {
  let wrong = 0;
  for (let s = 0; s < strata; s++) {
    const optimal = marginals[s * rows] >= threshold ? 1 : 0;
    for (let cell = s * GRID.bins; cell < (s + 1) * GRID.bins; cell++) {
      if (flags[cell] === 0 && sides[cell] !== optimal) wrong += counts[cell];
    }
  }
  return wrong;
}
