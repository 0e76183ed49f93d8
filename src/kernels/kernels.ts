import type { Kernels, Waves } from "./contract.ts";
import { ReferenceDepositableVoxels } from "./reference/deposit.ts";
import { scan } from "./reference/scan.ts";
import { ReferenceVoxels, ReferenceWeightedVoxels } from "./reference/voxels.ts";
import { ReferenceWaves } from "./reference/waves.ts";
import { WasmDepositableVoxels } from "./wasm/depositableVoxels.ts";
import { hasSimd, newMemory, takeMemory } from "./wasm/instance.ts";
import { WasmScanner } from "./wasm/scan.ts";
import { WasmWaves } from "./wasm/waves.ts";
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
    openWaves: remembered((n, waves) => new WasmWaves(n, waves)),
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
    openWaves: remembered((n, waves) => new ReferenceWaves(n, waves)),
    scan,
  };
}

/** The same room whenever the same is asked for. */
function remembered(open: Kernels["openWaves"]): Kernels["openWaves"] {
  const rooms = new Map<string, Waves>();
  return (n, waves) => {
    const key = `${n} ${waves}`;
    const room = rooms.get(key) ?? open(n, waves);
    rooms.set(key, room);
    return room;
  };
}
