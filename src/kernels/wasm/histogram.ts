import { BLOCK } from "../../core/blocks.ts";
import {
  binCount,
  COUNT,
  FIGURES,
  type Histogram,
  type HistogramOptions,
  LOW,
  splitFigures,
} from "../histogramContract.ts";
import { histogramModule } from "./histogram.generated.ts";
import { giveBackMemory, instantiate, takeMemory } from "./instance.ts";

/** What ../assembly/histogram.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  histogram32(
    m: number,
    n: number,
    bulk: number,
    width: number,
    isClosedAbove: boolean,
    bins: number,
    steps: number,
    stepFigures: number,
    result: number,
  ): void;
}

const RESULT = 0; // total, spread (float64), atLeastHalf, aboveHalf (uint32), the chunk's largest value (float32)
const STAGE = 64;
const BINS: number = STAGE + 4 * BLOCK;

/**
 * A {@link Histogram} in WebAssembly. A module sees only its own memory, so the map passes through a small part of it, chunk
 * by chunk.
 *
 * @param m N values in [0, 1]
 */
export function wasmHistogram(m: Float32Array, options: HistogramOptions): Histogram {
  const { width, closed, steps } = options;
  const count = binCount(options);
  const stepsAt = BINS + 8 * FIGURES * count;
  const memory = takeMemory(stepsAt + 16 * (steps + 1));
  const { histogram32 } = instantiate(histogramModule, memory) as unknown as Exports;
  const stage = new Float32Array(memory.buffer, STAGE, BLOCK);
  const bins = new Float64Array(memory.buffer, BINS, FIGURES * count).fill(0);
  for (let b = LOW; b < bins.length; b += FIGURES) bins[b] = 1;
  const stepFigures = new Float64Array(memory.buffer, stepsAt, 2 * (steps + 1)).fill(0);
  const result = new DataView(memory.buffer, RESULT, 32);
  new Uint8Array(memory.buffer, RESULT, 32).fill(0);
  const blockHighs = new Float64Array(Math.ceil(m.length / BLOCK));
  const bulk = 2 ** -Math.ceil(Math.log2(Math.max(width, steps)));
  const isClosedAbove = closed === "above";
  for (let start = 0; start < m.length; start += stage.length) {
    const chunk = m.subarray(start, start + stage.length);
    stage.set(chunk);
    const staged = Math.ceil(chunk.length / 4) * 4;
    stage.fill(0, chunk.length, staged);
    histogram32(STAGE, staged, bulk, width, isClosedAbove, BINS, steps, stepsAt, RESULT);
    blockHighs[start / BLOCK] = result.getFloat32(24, true);
    // Zeros at the end of the last chunk are no voxels.
    for (const figures of [bins, stepFigures]) figures[COUNT] -= staged - chunk.length;
  }
  const found = {
    bins: splitFigures(bins),
    steps: {
      counts: stepFigures.filter((_, n) => n % 2 === 0),
      sums: stepFigures.filter((_, n) => n % 2 === 1),
    },
    blockHighs,
    total: result.getFloat64(0, true),
    spread: result.getFloat64(8, true),
    atLeastHalf: result.getUint32(16, true),
    aboveHalf: result.getUint32(20, true),
  };
  if (found.bins.counts[0] === 0) found.bins.lows[0] = 1; // but for those
  giveBackMemory(memory);
  return found;
}
