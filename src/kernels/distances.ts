import type { Distances } from "./distanceContract.ts";
import { ReferenceDistances } from "./reference/distances.ts";
import { fitsDistances, WasmDistances } from "./wasm/distances.ts";

/** The fastest {@link Distances} that this engine runs for a lattice. */
export function openDistances(shape: Distances["shape"]): Distances {
  return fitsDistances(shape) ? new WasmDistances(shape) : new ReferenceDistances(shape);
}
