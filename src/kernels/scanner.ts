import type { Scanner } from "./contract.ts";
import { scan as referenceScan } from "./reference/scan.ts";
import { hasSimd } from "./wasm/instance.ts";
import { scanModule } from "./wasm/scan.generated.ts";
import { WasmScanner } from "./wasm/scan.ts";

let fastest: Scanner | undefined;

/** The fastest scan that this engine runs. */
export function fastestScanner(): Scanner {
  fastest ??= hasSimd(scanModule) ? wasmScanner() : referenceScan;
  return fastest;
}

export function wasmScanner(): Scanner {
  let scanner: WasmScanner | undefined;
  return (m, band) => (scanner ??= new WasmScanner()).scan(m, band);
}
