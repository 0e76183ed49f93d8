import type { Convolutions } from "./convolutionContract.ts";
import { ReferenceConvolutions } from "./reference/convolutions.ts";
import { WasmConvolutions } from "./wasm/convolutions.ts";
import { convolutionModule } from "./wasm/convolutions.generated.ts";
import { hasSimd } from "./wasm/instance.ts";

/** An arena of `length` values, computed on by the fastest {@link Convolutions} that this engine runs. */
export function openConvolutions(length: number): Convolutions {
  return hasSimd(convolutionModule) ? new WasmConvolutions(length) : new ReferenceConvolutions(length);
}
