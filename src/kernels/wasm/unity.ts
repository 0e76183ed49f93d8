import { CHUNK_BYTES } from "../contract.ts";
import { giveBackMemory, instantiate, takeMemory } from "./instance.ts";
import { unityModule } from "./unity.generated.ts";

/** What ../assembly/unity.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  add32(m: number, n: number, totals: number, isFirst: boolean): void;
  areNearOne(totals: number, n: number, slack: number): number;
}

const STAGE = 0;
const TOTALS: number = STAGE + CHUNK_BYTES;

/** `isPartitionOfUnity` of ../unity.ts in WebAssembly, whose memory the maps pass through chunk by chunk. */
export function wasmIsUnity(classes: readonly Float32Array[], slack: number): boolean {
  const memory = takeMemory(TOTALS + 2 * CHUNK_BYTES);
  const { add32, areNearOne } = instantiate(unityModule, memory) as unknown as Exports;
  const stage = new Float32Array(memory.buffer, STAGE, CHUNK_BYTES / 4);
  const totals = new Float64Array(memory.buffer, TOTALS, stage.length);
  const voxels = classes[0].length;
  let isUnity = true;
  for (let start = 0; isUnity && start < voxels; start += stage.length) {
    const length = Math.min(stage.length, voxels - start);
    const staged = Math.ceil(length / 4) * 4;
    for (const [l, map] of classes.entries()) {
      stage.set(map.subarray(start, start + length));
      add32(STAGE, staged, TOTALS, l === 0);
    }
    totals.fill(1, length, staged);
    isUnity = areNearOne(TOTALS, staged, slack) !== 0;
  }
  giveBackMemory(memory);
  return isUnity;
}
