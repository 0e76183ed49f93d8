import { everyBlock } from "../../core/blocks.ts";

/** The readable `isPartitionOfUnity` of ../unity.ts. */
export function referenceIsUnity(classes: readonly (Float32Array | Float64Array)[], slack: number): boolean {
  return everyBlock(classes[0].length, (from, to) => {
    for (let i = from; i < to; i++) {
      let total = 0;
      for (let l = 0; l < classes.length; l++) total += classes[l][i];
      if (!(Math.abs(total - 1) <= slack)) return false;
    }
    return true;
  });
}
