import { BLOCK, GROUP, type SlowVoxels } from "../contract.ts";
import { addGroup, laneSum } from "./lanes.ts";
import { expOfMinus, sigmoidOf } from "./sigmoid.ts";

const { abs, fround, max } = Math;

const SIXTH = fround(1 / 6);

/** The readable {@link SlowVoxels}. */
export class ReferenceSlowVoxels implements SlowVoxels {
  readonly values: Float32Array;
  readonly marginal: Float32Array;
  readonly sums: Float64Array = new Float64Array(3);
  // The same, but with their padding, which is 0 and stays so.
  readonly #q: Float32Array;
  readonly #m: Float32Array;

  constructor(n: number) {
    const padded = Math.ceil(n / GROUP) * GROUP;
    this.#q = new Float32Array(padded);
    this.#m = new Float32Array(padded);
    this.values = this.#q.subarray(0, n);
    this.marginal = this.#m.subarray(0, n);
  }

  start(): void {
    for (const [i, f] of this.values.entries()) this.values[i] = sigmoidOf(expOfMinus(f));
  }

  step(gain: number, pull: number): void {
    const [g, p] = [fround(gain), fround(pull)];
    const group = new Float32Array(GROUP);
    const common = new Float32Array(GROUP);
    this.sums.fill(0);
    for (let block = 0; block < this.#q.length; block += BLOCK) {
      const softLanes = new Float32Array(4);
      const commonLanes = new Float32Array(4);
      const end = Math.min(this.#q.length, block + BLOCK);
      for (let start = block; start < end; start += GROUP) {
        for (let k = 0; k < GROUP; k++) {
          const i = start + k;
          const q = this.#q[i];
          const m = this.#m[i];
          const w = fround(q - fround(q * q));
          const d = fround(fround(fround(g * m) - p) * w);
          const bend = fround(fround(0.5 - q) + fround(d * fround(SIXTH - w)));
          group[k] = q + fround(fround(w * d) * fround(1 + fround(d * bend)));
          common[k] = group[k] * m;
          this.#q[i] = group[k];
          this.sums[2] = max(this.sums[2], abs(d));
        }
        addGroup(softLanes, group);
        addGroup(commonLanes, common);
      }
      this.sums[0] += laneSum(softLanes);
      this.sums[1] += laneSum(commonLanes);
    }
  }

  close(): void {}
}
