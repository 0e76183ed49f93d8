import { PAPER_RATE } from "../../core/descent.ts";
import { sigmoid } from "../../core/elementary.ts";
import type { DiceOptimum } from "../../core/optimum.ts";
import type { Random } from "../../core/random.ts";
import { fastestKernels } from "../../kernels/kernels.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { VoxelDescent } from "../../kernels/voxelDescent.ts";
import type { Iterates } from "../iterates/compute.ts";
import type { Patch } from "./patch.ts";

/**
 * One row of the paper's Figure 3: of a patch, the slice where the marginal is largest, the iterates of the descent there,
 * and the optimum {m ≥ t}. The descent is that of the whole patch, voxel by voxel.
 *
 * @param random where the start comes from
 */
export function figure3Row(
  title: string,
  { marginal, shape: [width, height] }: Patch,
  random: Random,
  iterations: readonly number[],
): Iterates {
  const slice = fullestSlice(marginal, width * height);
  const cut = (values: Float32Array): Float32Array =>
    values.slice(slice * width * height, (slice + 1) * width * height);
  const shown = cut(marginal);
  const optimum = diceOptimum(marginal);
  const best = Uint8Array.from(shown, (m) => Number(m >= optimum.threshold));
  const soft = descend(marginal, optimum, random, iterations, (logits) => cut(logits).map(sigmoid));
  return { title, width, height, marginal: shown, soft, optimum: best };
}

function descend(
  marginal: Float32Array,
  optimum: DiceOptimum,
  random: Random,
  iterations: readonly number[],
  show: (logits: Float32Array) => Float32Array,
): Iterates["soft"] {
  const voxels = fastestKernels().openVoxels(marginal.length);
  try {
    voxels.marginal.set(marginal);
    voxels.fillNormal(0, voxels.blocks, random.reserve(marginal.length));
    const descent = new VoxelDescent(voxels, { n: marginal.length, optimum, rate: PAPER_RATE });
    descent.start();
    return iterations.map((l) => {
      while (descent.l < l) descent.step();
      return { l, values: show(voxels.logits) };
    });
  } finally {
    voxels.close();
  }
}

function fullestSlice(marginal: Float32Array, pixels: number): number {
  const sums = Array.from({ length: marginal.length / pixels }, (_, k) =>
    marginal.subarray(k * pixels, (k + 1) * pixels).reduce((a, b) => a + b, 0),
  );
  return sums.indexOf(Math.max(...sums));
}
