import { ReferenceWalks } from "./reference/walks.ts";
import type { WalkSizes, Walks } from "./walkContract.ts";
import { fitsWalks, WasmWalks } from "./wasm/walks.ts";

/** The fastest {@link Walks} that this engine runs. */
export function openWalks(sizes: WalkSizes): Walks {
  return fitsWalks(sizes) ? new WasmWalks(sizes) : new ReferenceWalks(sizes);
}
