import { Random } from "../src/core/random.ts";
import { fastestKernels } from "../src/kernels/kernels.ts";
import { optimumOfMap } from "../src/kernels/optimum.ts";
import { VoxelDescent } from "../src/kernels/voxelDescent.ts";

const SIDE = 200;
const STEPS = 100;

/** Nanoseconds a voxel and iteration of the descent of a map of 200×200: the least of many runs. Works in any engine. */
export function descentTime(runs: number = 30): number {
  const kernels = fastestKernels();
  const n = SIDE * SIDE;
  const random = new Random(2);
  const marginal = Float32Array.from({ length: n }, () => random.uniform() ** 4);
  const voxels = kernels.openVoxels(n);
  voxels.marginal.set(marginal);
  voxels.fillNormal(0, voxels.blocks, new Random(1).reserve(n));
  const start = voxels.logits.slice();
  const problem = { n, optimum: optimumOfMap(marginal), rate: 10 };
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    voxels.logits.set(start);
    const descent = new VoxelDescent(voxels, problem);
    const begun = performance.now();
    descent.start();
    while (descent.l < STEPS) descent.step();
    least = Math.min(least, performance.now() - begun);
  }
  voxels.close();
  return (least * 1e6) / (n * (STEPS + 1));
}
