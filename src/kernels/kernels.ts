import type { Kernels } from "./contract.ts";
import { ReferenceDepositableVoxels } from "./reference/deposit.ts";
import { ReferenceVoxels, ReferenceWeightedVoxels } from "./reference/voxels.ts";
import { WasmDepositableVoxels } from "./wasm/depositableVoxels.ts";
import { hasSimd, takeMemory } from "./wasm/instance.ts";
import { localModule } from "./wasm/voxels.generated.ts";
import { WasmWeightedVoxels } from "./wasm/voxels.ts";

let fastest: Kernels | undefined;

/** The fastest kernels that this engine runs: WebAssembly with SIMD, else the reference with a note that says so. */
export function fastestKernels(): Kernels {
  fastest ??= hasSimd(localModule)
    ? wasmKernels()
    : referenceKernels(
        "this engine has no WebAssembly SIMD: computed by plain JavaScript, several times slower",
      );
  return fastest;
}

export function wasmKernels(): Kernels {
  return {
    name: "wasm-simd",
    note: "",
    openVoxels: (n) =>
      new WasmDepositableVoxels(n, takeMemory(WasmDepositableVoxels.bytes(n)), localModule).clear(),
    openWeightedVoxels: (n) =>
      new WasmWeightedVoxels(n, takeMemory(WasmWeightedVoxels.bytes(n)), localModule).clear(),
  };
}

export function referenceKernels(note: string): Kernels {
  const room = (n: number): ArrayBuffer => new ArrayBuffer(ReferenceVoxels.bytes(n));
  return {
    name: "reference",
    note,
    openVoxels: (n) => new ReferenceDepositableVoxels(n, room(n)),
    openWeightedVoxels: (n) => new ReferenceWeightedVoxels(n, room(n)),
  };
}
