import type { Histogram, HistogramOptions } from "./histogramContract.ts";
import { referenceHistogram } from "./reference/histogram.ts";
import { histogramModule } from "./wasm/histogram.generated.ts";
import { wasmHistogram } from "./wasm/histogram.ts";
import { hasSimd } from "./wasm/instance.ts";

let isFast: boolean | undefined;

/** A map's {@link Histogram}, by the fastest kernel that this engine runs. @param m N values in [0, 1] */
export function histogramOf(m: Float32Array | Float64Array, options: HistogramOptions): Histogram {
  isFast ??= hasSimd(histogramModule);
  return isFast && m instanceof Float32Array ? wasmHistogram(m, options) : referenceHistogram(m, options);
}
