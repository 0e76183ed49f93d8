import { Sum } from "../../core/sum.ts";
import { CHUNK_BYTES, type Band, type Scan } from "../contract.ts";
import { unitsAbove, unitsBetween } from "../unitsInLastPlace.ts";

/** The readable {@link Scanner}. */
export function scan(m: Float32Array | Float64Array, { low, high, shift }: Band): Scan {
  const counts = new Uint32Array(Math.ceil(unitsBetween(m, low, high) / 2 ** shift));
  const sums = new Float64Array(m instanceof Float32Array ? 0 : counts.length);
  let valid = true;
  let aboveCount = 0;
  for (const value of m) {
    if (!(value >= 0 && value <= 1)) valid = false;
    if (value > high) {
      aboveCount += 1;
    } else if (value > low) {
      const bucket = Math.floor((unitsBetween(m, low, value) - 1) / 2 ** shift);
      counts[bucket] += 1;
      if (sums.length > 0) sums[bucket] += value - unitsAbove(m, low, bucket * 2 ** shift);
    }
  }
  return { valid, total: sumAbove(m, -1), aboveSum: sumAbove(m, high), aboveCount, counts, sums };
}

/** Σ m over {m > t}, in the order that {@link CHUNK_BYTES} describes. */
function sumAbove(m: Float32Array | Float64Array, t: number): number {
  const total = new Sum();
  const chunk = CHUNK_BYTES / m.BYTES_PER_ELEMENT;
  const value = (i: number) => (i < m.length && m[i] > t ? m[i] : 0);
  for (let start = 0; start < m.length; start += chunk) {
    const end = Math.min(start + chunk, m.length);
    const lanes = [0, 0];
    if (m instanceof Float32Array) {
      for (let i = start; i < end; i += 4) {
        lanes[0] += value(i) + value(i + 2);
        lanes[1] += value(i + 1) + value(i + 3);
      }
    } else {
      for (let i = start; i < end; i += 1) lanes[i % 2] += value(i);
    }
    total.add(lanes[0] + lanes[1]);
  }
  return total.value;
}
