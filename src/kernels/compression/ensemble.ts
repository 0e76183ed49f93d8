import type { Population } from "../voxelDescent.ts";

/** Several populations as one: a step moves some of them, and the sums are those of some of them, in one block. */
export class Ensemble implements Population {
  readonly blocks = 1;
  readonly sums: Float64Array = new Float64Array(2);
  readonly #moved: readonly Population[];
  readonly #counted: readonly Population[];

  /** @param counted those that are not moved here have been moved before, in the same iteration */
  constructor(moved: readonly Population[], counted: readonly Population[]) {
    this.#moved = moved;
    this.#counted = counted;
  }

  step(_first: number, _last: number, gain: number, pull: number): void {
    for (const one of this.#moved) one.step(0, one.blocks, gain, pull);
    this.#add();
  }

  measure(_first: number, _last: number, threshold: number): void {
    for (const one of this.#counted) one.measure(0, one.blocks, threshold);
    this.#add();
  }

  #add(): void {
    this.sums.fill(0);
    for (const { sums } of this.#counted) {
      for (let i = 0; i < sums.length; i++) this.sums[i % 2] += sums[i];
    }
  }
}
