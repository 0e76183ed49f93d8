import type { Kernels, Voxels } from "../contract.ts";
import type { Move, Population, Problem } from "../voxelDescent.ts";
import { addSums } from "./ensemble.ts";
import type { Points } from "./nodes.ts";
import { countWrong, type Wrong } from "./wrong.ts";
import { SettledVoxels } from "./settledVoxels.ts";

/** Steps between two looks at which voxels have settled. */
const PATIENCE = 8;

/** A voxel that moves away from 0 has settled once a step moves its logit by this at most, … */
const SETTLED_MOVE: number = 1 / 24;

/** … and its marginal does not lie between where moves change sign now and t, or nearer to either than this part of t. */
const MARGIN: number = 1 / 64;

/** What share of the voxels has to settle. */
const MOST = 0.75;

/** One in so many voxels tells whether to ask all. */
const LOOK = 32;

/**
 * Voxels on their own: moved as every voxel is until most have settled, from then on those as {@link SettledVoxels}. Where
 * moves change sign, at M = pull / gain, approaches the threshold t, so that what lies beyond both and moves away from 0 only
 * slows down.
 */
export class Singles implements Population {
  readonly blocks = 1;
  readonly sums: Float64Array = new Float64Array(2);
  readonly #kernels: Kernels;
  readonly #threshold: number;
  /** What is moved as every voxel is: all, then those that have not settled. */
  #restless: Voxels;
  #settled: SettledVoxels | undefined;
  #steps = 0;

  constructor(kernels: Kernels, points: Points, { optimum }: Problem) {
    this.#kernels = kernels;
    this.#threshold = optimum.threshold;
    this.#restless = openWith(kernels, points);
  }

  /** What polynomials may have left out of a logit so far; ∞ if that is not known. */
  get leftOut(): number {
    return this.#settled?.leftOut ?? 0;
  }

  step(_first: number, _last: number, gain: number, pull: number): void {
    this.#steps += 1;
    if (this.#settled === undefined && this.#steps % PATIENCE === 0) this.#settle({ gain, pull });
    this.#restless.step(0, this.#restless.blocks, gain, pull);
    this.#settled?.step(0, 1, gain, pull);
    this.#add();
  }

  measure(_first: number, _last: number, threshold: number): void {
    this.#restless.measure(0, this.#restless.blocks, threshold);
    this.#settled?.measure(0, 1, threshold);
    this.#add();
  }

  /** How many are on the wrong side of 0, and how many nearer to it than the tolerance. */
  countWrong(threshold: number, tolerance: number): Wrong {
    const restless = countWrong(this.#restless, threshold, tolerance);
    const settled = this.#settled?.countWrong(threshold, tolerance) ?? { wrong: 0, doubtful: 0 };
    return { wrong: restless.wrong + settled.wrong, doubtful: restless.doubtful + settled.doubtful };
  }

  close(): void {
    this.#restless.close();
    this.#settled?.close();
  }

  #add(): void {
    this.sums.fill(0);
    addSums(this.sums, this.#restless.sums);
    if (this.#settled !== undefined) addSums(this.sums, this.#settled.sums);
  }

  /** Before this move, parts the voxels that have settled from the others, if they are many. */
  #settle(move: Move): void {
    const { logits, marginal } = this.#restless;
    const flags = new Uint8Array(logits.length);
    if (this.#flagSettled(move, flags, LOOK) < MOST * Math.ceil(logits.length / LOOK)) return;
    const count = this.#flagSettled(move, flags, 1);
    if (count < MOST * logits.length) return;
    const settled = newPoints(count);
    const others = newPoints(logits.length - count);
    let [k, other] = [0, 0];
    for (let i = 0; i < logits.length; i++) {
      const to = flags[i] === 1 ? settled : others;
      const at = flags[i] === 1 ? k++ : other++;
      to.logits[at] = logits[i];
      to.marginals[at] = marginal[i];
    }
    const rest = openWith(this.#kernels, others);
    rest.step(0, rest.blocks, 0, 0);
    this.#settled = new SettledVoxels(this.#kernels, settled);
    this.#restless.close();
    this.#restless = rest;
  }

  /** Flags the voxels that have settled before a move, of every `stride`th; returns how many they are. */
  #flagSettled({ gain, pull }: Move, flags: Uint8Array, stride: number): number {
    const { logits, marginal } = this.#restless;
    const low = Math.min(pull / gain, this.#threshold) - MARGIN * this.#threshold;
    const high = Math.max(pull / gain, this.#threshold) + MARGIN * this.#threshold;
    let count = 0;
    for (let i = 0; i < logits.length; i += stride) {
      const force = gain * marginal[i] - pull;
      if (force >= 0 !== logits[i] >= 0) continue;
      if (!(Math.abs(force) * largestSlope(logits[i]) <= SETTLED_MOVE)) continue;
      if (marginal[i] >= low && marginal[i] <= high) continue;
      flags[i] = 1;
      count += 1;
    }
    return count;
  }
}

function openWith(kernels: Kernels, { logits, marginals }: Points): Voxels {
  const voxels = kernels.openVoxels(logits.length);
  voxels.logits.set(logits);
  voxels.marginal.set(marginals);
  return voxels;
}

/** At least σ(F) σ(−F) = 1 / (2 + 2 cosh F), by the first terms of the series of cosh, without an exponential. */
function largestSlope(logit: number): number {
  const x = logit * logit;
  return 1 / (4 + x * (1 + x * (1 / 12 + x * (1 / 360 + x / 20_160))));
}

function newPoints(count: number): Points {
  return { logits: new Float32Array(count), marginals: new Float32Array(count) };
}
