import type { Kernels, VoxelMemory } from "./contract.ts";
import { scan } from "./reference/scan.ts";
import { ReferenceVoxels } from "./reference/voxels.ts";
import { hasSimd, newMemory } from "./wasm/instance.ts";
import { WasmScanner } from "./wasm/scan.ts";
import { WasmVoxels } from "./wasm/voxels.ts";

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
    openVoxels: (n, shared) => new WasmVoxels(n, newMemory(WasmVoxels.bytes(n), shared)),
    joinVoxels: ({ memory, n }) => new WasmVoxels(n, memory as WebAssembly.Memory),
    scan: (m, band) => (scanner ??= new WasmScanner()).scan(m, band),
  };
}

export function referenceKernels(note: string): Kernels {
  return {
    name: "reference",
    note,
    openVoxels: (n, shared) => {
      const bytes = ReferenceVoxels.bytes(n);
      return new ReferenceVoxels(n, shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    },
    joinVoxels: ({ memory, n }: VoxelMemory) => new ReferenceVoxels(n, memory as SharedArrayBuffer),
    scan,
  };
}
