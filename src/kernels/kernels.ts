import type { Kernels } from "./contract.ts";
import { ReferenceDepositableVoxels } from "./reference/deposit.ts";
import { scan } from "./reference/scan.ts";
import { ReferenceVoxels, ReferenceWeightedVoxels } from "./reference/voxels.ts";
import { WasmDepositableVoxels } from "./wasm/depositableVoxels.ts";
import { hasSimd, newMemory, takeMemory } from "./wasm/instance.ts";
import { WasmScanner } from "./wasm/scan.ts";
import { WasmVoxels, WasmWeightedVoxels } from "./wasm/voxels.ts";

let fastest: Kernels | undefined;

/** The fastest kernels that this engine runs: WebAssembly with SIMD, else the reference with a note that says so. */
export function fastestKernels(): Kernels {
  fastest ??= hasSimd()
    ? wasmKernels()
    : referenceKernels(
        "this engine has no WebAssembly SIMD: computed by plain JavaScript, several times slower",
      );
  return fastest;
}

export function wasmKernels(): Kernels {
  let scanner: WasmScanner | undefined;
  return {
    name: "wasm-simd",
    note: "",
    openVoxels: (n) => new WasmDepositableVoxels(n, takeMemory(WasmDepositableVoxels.bytes(n))).clear(),
    openWeightedVoxels: (n) => new WasmWeightedVoxels(n, takeMemory(WasmWeightedVoxels.bytes(n))).clear(),
    openSharedVoxels: (n) => new WasmVoxels(n, newMemory(WasmVoxels.bytes(n), true)).clear(),
    joinVoxels: ({ memory, n }) => new WasmVoxels(n, memory as WebAssembly.Memory),
    scan: (m, band) => (scanner ??= new WasmScanner()).scan(m, band),
  };
}

export function referenceKernels(note: string): Kernels {
  const room = (n: number): ArrayBuffer => new ArrayBuffer(ReferenceVoxels.bytes(n));
  return {
    name: "reference",
    note,
    openVoxels: (n) => new ReferenceDepositableVoxels(n, room(n)),
    openWeightedVoxels: (n) => new ReferenceWeightedVoxels(n, room(n)),
    openSharedVoxels: (n) => new ReferenceVoxels(n, new SharedArrayBuffer(ReferenceVoxels.bytes(n))),
    joinVoxels: ({ memory, n }) => new ReferenceVoxels(n, memory as SharedArrayBuffer),
    scan,
  };
}
