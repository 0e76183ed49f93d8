import { GRID, type Deposit, type DepositableVoxels, type Kernels } from "../contract.ts";
import { ceilToFloat32, type Move, type Problem } from "../voxelDescent.ts";
import { decideCells, interpolatedSide, UNDECIDED } from "./doubtfulCells.ts";
import { collectPoints, type Nodes, type Points } from "./nodes.ts";
import type { Run } from "./pairedDescent.ts";

/** What a compressed descent knows of its voxels. */
interface Compressed {
  readonly voxels: DepositableVoxels;
  readonly deposit: Deposit;
  readonly singles: Points;
  readonly nodes: Nodes;
  readonly run: Run;
}

/** What counting may cost and miss. */
interface Limits {
  /** Steps of single voxels. */
  readonly steps: number;
  /** Voxels in doubt at one reported iteration. */
  readonly doubtful: number;
}

/** Voxels with {F ≥ 0} ≠ S at each reported iteration; undefined where the limits do not suffice. */
export function hardErrors(
  kernels: Kernels,
  { voxels, deposit, singles, nodes, run }: Compressed,
  { optimum }: Problem,
  limits: Limits,
): number[] | undefined {
  const { snapshots, moves } = run;
  const threshold = ceilToFloat32(optimum.threshold);
  const sides = snapshots.map(({ iterate, nodes: logits, tolerance }) => {
    const sidesThen = new Uint8Array(deposit.strata * GRID.bins);
    if (iterate.l === 1) startingSides(sidesThen);
    else decideCells(deposit, nodes, logits, tolerance, sidesThen);
    return sidesThen;
  });
  const indices = voxels.listFlagged(everUndecided(deposit, sides));
  const cells = new Uint16Array(indices.length);
  for (let k = 0; k < cells.length; k++) cells[k] = voxels.cells[indices[k]];
  const undecided = collectPoints(voxels, indices);
  const errors: number[] = [];
  let steps = 0;
  for (const [i, snapshot] of snapshots.entries()) {
    const { l } = snapshot.iterate;
    const tolerance = l === 1 ? 0 : snapshot.tolerance;
    const inDoubt: number[] = [];
    let sureErrors = 0;
    for (let k = 0; k < cells.length; k++) {
      if (sides[i][cells[k]] !== UNDECIDED) continue;
      const side = interpolatedSide(deposit, nodes, snapshot.nodes, cells[k], undecided.logits[k], tolerance);
      if (side === UNDECIDED) inDoubt.push(k);
      else if ((side === 1) !== undecided.marginals[k] >= threshold) sureErrors += 1;
    }
    steps += inDoubt.length * l;
    if (steps > limits.steps) return undefined;
    const replay = replayed(kernels, undecided, inDoubt, moves.slice(0, l - 1));
    const a = countWrong(snapshot.singles, singles.marginals, threshold, tolerance);
    const b = countWrong(replay.logits, replay.marginal, threshold, tolerance);
    replay.close();
    if (a.doubtful + b.doubtful > limits.doubtful) return undefined;
    errors.push(sureErrors + a.wrong + b.wrong + wrongInCells(deposit, sides[i], threshold));
  }
  return errors;
}

/** 1 for each cell that is undecided at some reported iteration. */
function everUndecided({ strata }: Deposit, sides: readonly Uint8Array[]): Uint8Array {
  const flags = new Uint8Array(strata * GRID.bins);
  for (const sidesThen of sides) {
    for (let cell = 0; cell < flags.length; cell++) if (sidesThen[cell] === UNDECIDED) flags[cell] = 1;
  }
  return flags;
}

/** At the start, 0 is the lower end of a bin. */
function startingSides(sides: Uint8Array): void {
  for (let cell = 0; cell < sides.length; cell++) sides[cell] = cell % GRID.bins >= GRID.zeroBin ? 1 : 0;
}

/** The voxels with these places among some, each moved from its start. */
function replayed(
  kernels: Kernels,
  { logits, marginals }: Points,
  places: readonly number[],
  moves: readonly Move[],
): DepositableVoxels {
  const replay = kernels.openVoxels(places.length);
  for (const [k, place] of places.entries()) {
    replay.logits[k] = logits[place];
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
