import { normalQuantile, philox, type RandomWords } from "../../core/random.ts";
import { BLOCK, GROUP, PADDING, type VoxelMemory, type Voxels, type WeightedVoxels } from "../contract.ts";
import { expOfMinus, sigmoidOf } from "./sigmoid.ts";

const { fround } = Math;

/** The readable {@link Voxels}. */
export class ReferenceVoxels implements Voxels {
  readonly memory: VoxelMemory;
  readonly blocks: number;
  readonly marginal: Float32Array;
  readonly logits: Float32Array;
  readonly sums: Float64Array;
  // The same as logits and marginal, but with their padding.
  readonly #f: Float32Array;
  readonly #m: Float32Array;
  /** Slopes. */
  readonly #w: Float32Array;

  constructor(n: number, buffer: ArrayBufferLike) {
    const padded = paddedLength(n);
    this.blocks = Math.ceil(n / BLOCK);
    this.memory = { memory: buffer as SharedArrayBuffer, n };
    this.sums = new Float64Array(buffer, 0, 2 * this.blocks);
    this.#f = new Float32Array(buffer, this.sums.byteLength, padded);
    this.#w = new Float32Array(buffer, this.sums.byteLength + 4 * padded, padded);
    this.#m = new Float32Array(buffer, this.sums.byteLength + 8 * padded, padded);
    this.logits = this.#f.subarray(0, n);
    this.marginal = this.#m.subarray(0, n);
    this.#f.fill(PADDING.logit, n);
    this.#m.fill(PADDING.marginal, n);
  }

  /** What voxel i counts in the sums. */
  protected weight(_i: number): number {
    return 1;
  }

  close(): void {}

  static bytes(n: number): number {
    return 16 * Math.ceil(n / BLOCK) + 12 * paddedLength(n);
  }

  step(first: number, last: number, gain: number, pull: number): void {
    const [g, p] = [fround(gain), fround(pull)];
    const sigma = new Float32Array(GROUP);
    const common = new Float32Array(GROUP);
    for (let block = first; block < last; block++) {
      const softLanes = new Float32Array(4);
      const commonLanes = new Float32Array(4);
      const end = Math.min(this.#f.length, (block + 1) * BLOCK);
      for (let start = block * BLOCK; start < end; start += GROUP) {
        for (let k = 0; k < GROUP; k++) {
          const i = start + k;
          const force = fround(fround(g * this.#m[i]) - p);
          const logit = fround(this.#f[i] + fround(force * this.#w[i]));
          const e = expOfMinus(logit);
          const c = sigmoidOf(e);
          this.#f[i] = logit;
          this.#w[i] = fround(fround(e * c) * c);
          sigma[k] = c * this.weight(i);
          common[k] = fround(sigma[k] * this.#m[i]);
        }
        addGroup(softLanes, sigma);
        addGroup(commonLanes, common);
      }
      this.sums[2 * block] = laneSum(softLanes);
      this.sums[2 * block + 1] = laneSum(commonLanes);
    }
  }

  measure(first: number, last: number, threshold: number): void {
    for (let block = first; block < last; block++) {
      const softLanes = new Float32Array(4);
      let hard = 0;
      const end = Math.min(this.#f.length, (block + 1) * BLOCK);
      for (let i = block * BLOCK; i < end; i++) {
        const e = expOfMinus(this.#f[i]);
        const c = sigmoidOf(e);
        const outside = this.#m[i] < threshold;
        softLanes[i % 4] += fround((outside ? c : fround(e * c)) * this.weight(i));
        hard += this.#f[i] < 0 !== outside ? 1 : 0;
      }
      this.sums[2 * block] = laneSum(softLanes);
      this.sums[2 * block + 1] = hard;
    }
  }

  fillNormal(first: number, last: number, { key, path, position }: RandomWords): void {
    const words = new Uint32Array(4);
    const end = Math.min(this.logits.length, last * BLOCK);
    let drawn = -1;
    for (let i = first * BLOCK; i < end; i++) {
      const counter = Math.floor((position + i) / 4);
      if (counter !== drawn) philox(words, counter, ...path, ...key);
      drawn = counter;
      this.logits[i] = normalQuantile((words[(position + i) % 4] + 0.5) * 2 ** -32);
    }
  }
}

/** The readable {@link WeightedVoxels}. */
export class ReferenceWeightedVoxels extends ReferenceVoxels implements WeightedVoxels {
  readonly weights: Float32Array = new Float32Array(this.logits.length);

  protected override weight(i: number): number {
    return this.weights[i] ?? 0;
  }
}

function paddedLength(n: number): number {
  return Math.ceil(n / GROUP) * GROUP;
}

/** lanes[j] += (v[j] + v[j + 4]) + (v[j + 8] + v[j + 12]) */
function addGroup(lanes: Float32Array, v: Float32Array): void {
  for (let j = 0; j < 4; j++) lanes[j] += fround(fround(v[j] + v[j + 4]) + fround(v[j + 8] + v[j + 12]));
}

function laneSum(lanes: Float32Array): number {
  return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
