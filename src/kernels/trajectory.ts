import { Descent, type Iterate, PAPER_RATE } from "../core/descent.ts";
import type { Random } from "../core/random.ts";
import { fastestKernels } from "./kernels.ts";
import { diceOptimum } from "./optimum.ts";
import { VoxelDescent } from "./voxelDescent.ts";

/** One iteration of a {@link trajectory}. */
export interface Point extends Iterate {
  /** F_l, N values; overwritten by the next iteration. */
  readonly logits: Float32Array | Float64Array;
}

/**
 * Every iteration of a descent from a random start with its logits, voxel by voxel: by the fastest float32 kernels for a
 * Float32Array marginal, in float64 for a Float64Array one.
 *
 * @param options.last the last iteration, from 1
 * @param options.rate learning rate divided by N; the paper's 10 if left out
 * @throws SoftdiceError for a marginal or a rate out of range
 */
export function* trajectory(options: {
  readonly marginal: Float32Array | Float64Array;
  readonly random: Random;
  readonly last: number;
  readonly rate?: number;
}): Generator<Point, void, undefined> {
  const { marginal, random, last, rate = PAPER_RATE } = options;
  if (marginal instanceof Float64Array) {
    const descent = new Descent({ marginal, random, rate });
    for (; ; descent.step()) {
      yield { ...descent.measure(), logits: descent.logits };
      if (descent.l >= last) return;
    }
  }
  const optimum = diceOptimum(marginal);
  const voxels = fastestKernels().openVoxels(marginal.length);
  try {
    voxels.marginal.set(marginal);
    voxels.fillNormal(0, voxels.blocks, random.reserve(marginal.length));
    const descent = new VoxelDescent(voxels, { n: marginal.length, optimum, rate });
    descent.start();
    for (; ; descent.step()) {
      yield { ...descent.measure(), logits: voxels.logits.subarray(0, marginal.length) };
      if (descent.l >= last) return;
    }
  } finally {
    voxels.close();
  }
}
