import type { Iterate } from "../core/descent.ts";
import type { DiceOptimum } from "../core/optimum.ts";
import type { Voxels } from "./contract.ts";
import { unitsAbove } from "./unitsInLastPlace.ts";

/** What one of several workers does of a descent; they all hold the same scalars and meet between the passes. */
export interface Share {
  /** The blocks first … last − 1. */
  readonly first: number;
  readonly last: number;
  /** Returns once every worker has called it. */
  readonly meet: () => void;
}

/** What a descent knows of its marginal. */
export interface Problem {
  /** Voxels of the domain; what stands for them may be fewer. */
  readonly n: number;
  readonly optimum: Pick<DiceOptimum, "l1" | "threshold">;
  /** Learning rate divided by n. */
  readonly rate: number;
}

/** What a descent moves: voxels, or what stands for them. */
export type Population = Pick<Voxels, "blocks" | "sums" | "step" | "measure">;

/** One step's move: F ← F + (gain · M − pull) σ(F) σ(−F). */
export interface Move {
  readonly gain: number;
  readonly pull: number;
}

/**
 * The descent of ../core/descent.ts in float32 over every voxel. The logits of the start are written or drawn before
 * {@link start}.
 */
export class VoxelDescent {
  /** Iteration that the logits belong to: 1 is the start. */
  l = 1;
  readonly #voxels: Population;
  readonly #n: number;
  readonly #rate: number;
  readonly #marginalSum: number;
  readonly #threshold: number;
  readonly #share: Share;
  #softSum = 0;
  #commonSum = 0;

  constructor(
    voxels: Population,
    { n, optimum, rate }: Problem,
    share: Share = { first: 0, last: voxels.blocks, meet: () => {} },
  ) {
    this.#voxels = voxels;
    this.#n = n;
    this.#rate = rate;
    this.#marginalSum = optimum.l1 * n;
    this.#threshold = ceilToFloat32(optimum.threshold);
    this.#share = share;
  }

  /** Takes the logits as they are for iteration 1. */
  start(): void {
    this.l = 1;
    this.#update({ gain: 0, pull: 0 });
  }

  /** One step of the descent; returns what it did. */
  step(): Move {
    const total = this.#marginalSum + this.#softSum;
    const scale = (this.#rate * this.#n) / total;
    const d = (2 * this.#commonSum) / total;
    const move = { gain: 2 * scale, pull: scale * d };
    this.#update(move);
    this.l += 1;
    return move;
  }

  #update({ gain, pull }: Move): void {
    this.#voxels.step(this.#share.first, this.#share.last, gain, pull);
    [this.#softSum, this.#commonSum] = this.#totals();
  }

  /** SD_m(σ(F_l)). */
  get softDice(): number {
    return 1 - (2 * this.#commonSum) / (this.#marginalSum + this.#softSum);
  }

  /** ‖σ(F_l)‖₁. */
  get l1(): number {
    return this.#softSum / this.#n;
  }

  /** The figures of the current iteration; e1 counts what stands for voxels without its weight. */
  measure(): Iterate {
    this.#voxels.measure(this.#share.first, this.#share.last, this.#threshold);
    const [e0, e1] = this.#totals();
    return {
      l: this.l,
      softDice: this.softDice,
      l1: this.l1,
      e0: e0 / this.#n,
      e1: e1 / this.#n,
    };
  }

  /** The sums over all blocks, in the order of blocks whoever did them. */
  #totals(): [number, number] {
    const { sums } = this.#voxels;
    this.#share.meet();
    let a = 0;
    let b = 0;
    for (let i = 0; i < sums.length; i += 2) {
      a += sums[i];
      b += sums[i + 1];
    }
    this.#share.meet();
    return [a, b];
  }
}

/** The smallest float32 that is at least t: {M ≥ t} is the same set for both. */
export function ceilToFloat32(t: number): number {
  const nearest = Math.fround(t);
  return nearest >= t ? nearest : unitsAbove(new Float32Array(), nearest, 1);
}
