import type { SharedKernels } from "./contract.ts";
import { ReferenceVoxels } from "./reference/voxels.ts";
import { hasSimd, newMemory } from "./wasm/instance.ts";
import { sharedModule } from "./wasm/sharedVoxels.generated.ts";
import { WasmVoxels } from "./wasm/voxels.ts";

let fastest: SharedKernels | undefined;

/** The fastest kernels on shared memory that this engine runs. */
export function fastestSharedKernels(): SharedKernels {
  fastest ??= hasSimd(sharedModule) ? wasmSharedKernels() : referenceSharedKernels();
  return fastest;
}

function wasmSharedKernels(): SharedKernels {
  return {
    openVoxels: (n) => new WasmVoxels(n, newMemory(WasmVoxels.bytes(n), true), sharedModule).clear(),
    joinVoxels: ({ memory, n }) => new WasmVoxels(n, memory as WebAssembly.Memory, sharedModule),
  };
}

function referenceSharedKernels(): SharedKernels {
  return {
    openVoxels: (n) => new ReferenceVoxels(n, new SharedArrayBuffer(ReferenceVoxels.bytes(n))),
    joinVoxels: ({ memory, n }) => new ReferenceVoxels(n, memory as SharedArrayBuffer),
  };
}
