import type { Distances } from "../distanceContract.ts";
import { distanceModule } from "./distances.generated.ts";
import { instantiate, newMemory } from "./instance.ts";

/** What ../assembly/distances.ts exports; pointers are in bytes. */
interface Exports {
  rowDistances(isSet: number, out: number, n: number, rows: number, square: number): void;
  envelopes(values: number, lines: number, stride: number, n: number, square: number, scratch: number): void;
}

/** Whether this engine runs the module, and it can address a lattice. */
export function fitsDistances(shape: Distances["shape"]): boolean {
  return typeof WebAssembly === "object" && bytesOf(shape) <= 2 ** 32;
}

/** {@link Distances} in the memory of a WebAssembly module: scratch for one line, distances, what is set. */
export class WasmDistances implements Distances {
  readonly name = "wasm";
  readonly shape: Distances["shape"];
  readonly isSet: Uint8Array;
  readonly squared: Float64Array;
  readonly #run: Exports;

  constructor(shape: Distances["shape"]) {
    this.shape = shape;
    const memory = newMemory(bytesOf(shape), false);
    const n = shape[0] * shape[1] * shape[2];
    this.squared = new Float64Array(memory.buffer, scratchBytes(shape), n);
    this.isSet = new Uint8Array(memory.buffer, scratchBytes(shape) + 8 * n, n);
    this.#run = instantiate(distanceModule, memory) as unknown as Exports;
  }

  transform([dx, dy, dz]: Distances["shape"]): void {
    const [nx, ny, nz] = this.shape;
    const out = this.squared.byteOffset;
    this.#run.rowDistances(this.isSet.byteOffset, out, nx, ny * nz, dx * dx);
    for (let k = 0; k < nz; k++) this.#run.envelopes(out + 8 * nx * ny * k, nx, nx, ny, dy * dy, 0);
    this.#run.envelopes(out, nx * ny, nx * ny, nz, dz * dz, 0);
  }
}

/** Heights, beginnings and apices of one line's parabolas. */
function scratchBytes(shape: Distances["shape"]): number {
  return 24 * (Math.max(...shape) + 1);
}

function bytesOf(shape: Distances["shape"]): number {
  return scratchBytes(shape) + 9 * shape[0] * shape[1] * shape[2];
}
