import { Sum } from "../../core/sum.ts";
import { CHUNK_BYTES, MAX_BUCKETS, type Band, type Scan } from "../contract.ts";
import { unitsBetween } from "../unitsInLastPlace.ts";
import { instantiate, newMemory } from "./instance.ts";
import { scanModule } from "./scan.generated.ts";

/** What ../assembly/scan.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  scan32(
    m: number,
    n: number,
    low: number,
    high: number,
    counts: number,
    groups: number,
    result: number,
  ): void;
  scan64(
    m: number,
    n: number,
    low: number,
    high: number,
    shift: number,
    counts: number,
    sums: number,
    result: number,
  ): void;
}

const RESULT = 0; // total, aboveSum (float64), aboveCount, invalid (uint32)
const STAGE = 64;
const COUNTS: number = STAGE + CHUNK_BYTES;
const SUMS: number = COUNTS + 4 * MAX_BUCKETS;
const GROUPS = SUMS; // float32 maps need no sums

/**
 * A {@link Scanner} in WebAssembly. A module sees only its own memory, so the map passes through a small part of
 * it, chunk by chunk: 12.1 MB beside the map, whatever its size.
 */
export class WasmScanner {
  readonly #memory: WebAssembly.Memory = newMemory(SUMS + 8 * MAX_BUCKETS, false);
  readonly #run: Exports = instantiate(scanModule, this.#memory) as unknown as Exports;

  scan(m: Float32Array | Float64Array, { low, high, shift }: Band): Scan {
    const { buffer } = this.#memory;
    const buckets = Math.ceil(unitsBetween(m, low, high) / 2 ** shift);
    const counts = new Uint32Array(buffer, COUNTS, buckets).fill(0);
    const sums = new Float64Array(buffer, SUMS, m instanceof Float32Array ? 0 : buckets).fill(0);
    const result = new DataView(buffer, RESULT, 24);
    const total = new Sum();
    const aboveSum = new Sum();
    let aboveCount = 0;
    let valid = true;
    const stage = new (m instanceof Float32Array ? Float32Array : Float64Array)(
      buffer,
      STAGE,
      CHUNK_BYTES / m.BYTES_PER_ELEMENT,
    );
    for (let start = 0; start < m.length; start += stage.length) {
      const chunk = m.subarray(start, start + stage.length);
      stage.set(chunk);
      const staged = Math.ceil(chunk.length / 8) * 8;
      stage.fill(0, chunk.length, staged);
      if (m instanceof Float32Array) this.#run.scan32(STAGE, staged, low, high, COUNTS, GROUPS, RESULT);
      else this.#run.scan64(STAGE, staged, low, high, shift, COUNTS, SUMS, RESULT);
      total.add(result.getFloat64(0, true));
      aboveSum.add(result.getFloat64(8, true));
      aboveCount += result.getUint32(16, true);
      if (result.getUint32(20, true) !== 0) valid = false;
    }
    return { valid, total: total.value, aboveSum: aboveSum.value, aboveCount, counts, sums };
  }
}
