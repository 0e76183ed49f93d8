import type { Iterate } from "../../core/descent.ts";
import {
  GRID,
  type Deposit,
  type DepositableVoxels,
  type Kernels,
  type WeightedVoxels,
} from "../contract.ts";
import { ceilToFloat32, VoxelDescent, type Move, type Problem } from "../voxelDescent.ts";
import { decideCells, interpolatedSide, UNDECIDED } from "./doubtfulCells.ts";
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

/** More of all voxels than this, or of the steps of all voxels, replaced or replayed, is not worth compressing. */
const WORTHWHILE = 1 / 3;

/**
 * The descent of VoxelDescent, followed on a few thousand weighted nodes instead of on every voxel (docs/kernels.md).
 *
 * Given the sums of each iteration, the path of a voxel depends on its marginal and its start alone. So voxels of one
 * level, or of a narrow band of marginals near 0 or 1, are spread over a grid of starts by cubic interpolation; sums
 * over them become sums over the nodes. Other voxels stay as they are. e1 counts cells whose
 * sign is beyond doubt, interpolates in the other cells at each voxel's own start, and replays what is still in doubt voxel
 * by voxel with the moves that were made.
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
  const nodes = collectNodes(voxels, deposit, deposit.weights);
  if (nodes.logits.length > n * WORTHWHILE) return undefined;
  const half = collectNodes(voxels, deposit, coarsen(deposit));
  const run = followBoth(kernels, nodes, half, problem, iterations);
  if (run === undefined) return undefined;
  const tolerances = run.snapshots.map(
    ({ logits, halfLogits }) => ROUNDING + largestDifference(nodes, logits, half, halfLogits),
  );
  const errors = hardErrors(kernels, { voxels, deposit, nodes, problem, run, tolerances });
  if (errors === undefined) return undefined;
  return run.snapshots.map(({ iterate }, i) => ({ ...iterate, e1: errors[i] / n }));
}

/** Voxels of each level. */
export function countLevels({ counts, strata }: Deposit): number[] {
  return Array.from({ length: strata }, (_, s) =>
    counts.subarray(s * GRID.bins, (s + 1) * GRID.bins).reduce((sum, count) => sum + count, 0),
  );
}

/** Bands that hold no threshold: t is above ‖m‖₁ / 2. The upper one only where it saves work. */
function bandWidths({ marginal }: DepositableVoxels, { n, optimum }: Problem): [low: number, high: number] {
  const width = Math.min(0.05, optimum.l1 / 4);
  const stride = Math.max(1, Math.floor(n / 1024));
  let saturated = 0;
  for (let i = 0; i < n; i += stride) if (marginal[i] >= 1 - width) saturated += stride;
  return [width, saturated > 5 * GRID.nodes * 5 ? width : 0];
}

/** One reported iteration on the whole grid, and the logits of its nodes there and on half of it. */
interface Snapshot {
  readonly iterate: Iterate;
  readonly logits: Float32Array;
  readonly halfLogits: Float32Array;
}

interface Run {
  readonly snapshots: readonly Snapshot[];
  readonly moves: readonly Move[];
}

/** The descents on the whole grid and on half of it, undefined as soon as they part. */
function followBoth(
  kernels: Kernels,
  nodes: Nodes,
  halfNodes: Nodes,
  problem: Problem,
  iterations: readonly number[],
): Run | undefined {
  const room = furnish(kernels, nodes);
  const halfRoom = furnish(kernels, halfNodes);
  try {
    const descent = new VoxelDescent(room, problem);
    const half = new VoxelDescent(halfRoom, problem);
    descent.start();
    half.start();
    const moves: Move[] = [];
    const snapshots: Snapshot[] = [];
    for (const l of iterations) {
      while (descent.l < l) {
        moves.push(descent.step());
        half.step();
        if (!isNear(descent.softDice, half.softDice) || !isNear(descent.l1, half.l1)) return undefined;
      }
      const iterate = descent.measure();
      if (!isNear(iterate.e0, half.measure().e0)) return undefined;
      snapshots.push({ iterate, logits: room.logits.slice(), halfLogits: halfRoom.logits.slice() });
    }
    return { snapshots, moves };
  } finally {
    room.close();
    halfRoom.close();
  }
}

function furnish(kernels: Kernels, nodes: Nodes): WeightedVoxels {
  const room = kernels.openWeightedVoxels(nodes.logits.length);
  room.logits.set(nodes.logits);
  room.marginal.set(nodes.marginals);
  room.weights.set(nodes.weights);
  return room;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= HALF_GRID;
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
  const flags = sides[0].map((_, cell) => (sides.some((sidesThen) => sidesThen[cell] === UNDECIDED) ? 1 : 0));
  const undecided = gather(voxels, voxels.listFlagged(flags));
  if (undecided.cells.length > n * WORTHWHILE) return undefined;
  const errors: number[] = [];
  let steps = 0;
  for (const [i, { iterate, logits }] of snapshots.entries()) {
    const tolerance = iterate.l === 1 ? 0 : tolerances[i];
    const inDoubt: number[] = [];
    let sureErrors = 0;
    for (let k = 0; k < undecided.cells.length; k++) {
      if (sides[i][undecided.cells[k]] !== UNDECIDED) continue;
      const side = interpolatedSide(
        deposit,
        nodes,
        logits,
        undecided.cells[k],
        undecided.starts[k],
        tolerance,
      );
      if (side === UNDECIDED) inDoubt.push(k);
      else if ((side === 1) !== undecided.marginals[k] >= threshold) sureErrors += 1;
    }
    steps += inDoubt.length * iterate.l;
    if (steps > n * moves.length * WORTHWHILE) return undefined;
    const replay = replayed(kernels, undecided, inDoubt, moves.slice(0, iterate.l - 1));
    const single = logits.subarray(0, nodes.voxels);
    const a = countWrong(single, nodes.marginals, threshold, tolerance);
    const b = countWrong(replay.logits, replay.marginal, threshold, tolerance);
    replay.close();
    if (a.doubtful + b.doubtful > n * BOUND) return undefined;
    errors.push(sureErrors + a.wrong + b.wrong + wrongInCells(deposit, sides[i], threshold));
  }
  return errors;
}

/** At the start, 0 is the lower end of a bin. */
function startingSides(sides: Uint8Array): void {
  for (let cell = 0; cell < sides.length; cell++) sides[cell] = cell % GRID.bins >= GRID.zeroBin ? 1 : 0;
}

/** Some voxels by themselves. */
interface Some {
  readonly cells: Uint16Array;
  readonly starts: Float32Array;
  readonly marginals: Float32Array;
}

function gather({ cells, logits, marginal }: DepositableVoxels, listed: Uint32Array): Some {
  const some = {
    cells: new Uint16Array(listed.length),
    starts: new Float32Array(listed.length),
    marginals: new Float32Array(listed.length),
  };
  for (let k = 0; k < listed.length; k++) {
    some.cells[k] = cells[listed[k]];
    some.starts[k] = logits[listed[k]];
    some.marginals[k] = marginal[listed[k]];
  }
  return some;
}

/** The voxels with these places among some, each moved from its start. */
function replayed(
  kernels: Kernels,
  { starts, marginals }: Some,
  places: readonly number[],
  moves: readonly Move[],
): DepositableVoxels {
  const replay = kernels.openVoxels(places.length);
  for (const [k, place] of places.entries()) {
    replay.logits[k] = starts[place];
    replay.marginal[k] = marginals[place];
  }
  if (places.length === 0) return replay;
  replay.step(0, replay.blocks, 0, 0);
  for (const { gain, pull } of moves) replay.step(0, replay.blocks, gain, pull);
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
  sides: Uint8Array,
  threshold: number,
): number {
  let wrong = 0;
  for (let s = 0; s < strata; s++) {
    const optimal = marginals[s * rows] >= threshold ? 1 : 0;
    for (let cell = s * GRID.bins; cell < (s + 1) * GRID.bins; cell++) {
      if (sides[cell] === 1 - optimal) wrong += counts[cell];
    }
  }
  return wrong;
}
