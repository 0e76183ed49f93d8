import { referenceIsUnity } from "./reference/unity.ts";
import { hasSimd } from "./wasm/instance.ts";
import { unityModule } from "./wasm/unity.generated.ts";
import { wasmIsUnity } from "./wasm/unity.ts";

let isFast: boolean | undefined;

/**
 * Whether the values of all classes add up, at every voxel, to a number within `slack` of 1: in float64, class by class, so
 * that both kernels answer the same.
 *
 * @param classes at least one map, all of N values
 */
export function isPartitionOfUnity(
  classes: readonly (Float32Array | Float64Array)[],
  slack: number,
): boolean {
  isFast ??= hasSimd(unityModule);
  const areFloat32 = classes.every((map) => map instanceof Float32Array);
  return isFast && areFloat32 ? wasmIsUnity(classes, slack) : referenceIsUnity(classes, slack);
}
