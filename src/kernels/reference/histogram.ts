import { BLOCK, everyBlock } from "../../core/blocks.ts";
import {
  binCount,
  COUNT,
  FIGURES,
  HIGH,
  type Histogram,
  type HistogramOptions,
  LOW,
  splitFigures,
  SUM,
} from "../histogramContract.ts";

/** The readable {@link Histogram}. @param m N values in [0, 1] */
export function referenceHistogram(m: Float32Array | Float64Array, options: HistogramOptions): Histogram {
  const { width, closed, steps } = options;
  const figures = new Float64Array(FIGURES * binCount(options));
  for (let b = LOW; b < figures.length; b += FIGURES) figures[b] = 1;
  const counts = new Float64Array(steps + 1);
  const sums = new Float64Array(steps + 1);
  const blockHighs = new Float64Array(Math.ceil(m.length / BLOCK));
  const others = { total: 0, spread: 0, atLeastHalf: 0, aboveHalf: 0 };
  everyBlock(m.length, (from, to) => {
    sortIntoBins(m, from, to, width, closed === "above", figures);
    sortIntoSteps(m, from, to, steps, counts, sums);
    blockHighs[from / BLOCK] = addUp(m, from, to, others);
  });
  return { bins: splitFigures(figures), steps: { counts, sums }, blockHighs, ...others };
}

function sortIntoBins(
  m: Float32Array | Float64Array,
  from: number,
  to: number,
  width: number,
  isClosedAbove: boolean,
  figures: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const value = m[i];
    const scaled = value * width;
    const bin = FIGURES * (isClosedAbove ? Math.ceil(scaled) : value === 0 ? 0 : 1 + Math.floor(scaled));
    figures[bin + COUNT] += 1;
    figures[bin + SUM] += value;
    if (value < figures[bin + LOW]) figures[bin + LOW] = value;
    if (value > figures[bin + HIGH]) figures[bin + HIGH] = value;
  }
}

/** Step k holds k/steps ≤ m < (k + 1)/steps, where rounding of the product would miss it too. */
function sortIntoSteps(
  m: Float32Array | Float64Array,
  from: number,
  to: number,
  steps: number,
  counts: Float64Array,
  sums: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const value = m[i];
    let step = Math.floor(value * steps);
    if (step / steps > value) step -= 1;
    else if ((step + 1) / steps <= value) step += 1;
    counts[step] += 1;
    sums[step] += value;
  }
}

/** @returns the largest value */
function addUp(
  m: Float32Array | Float64Array,
  from: number,
  to: number,
  all: { total: number; spread: number; atLeastHalf: number; aboveHalf: number },
): number {
  let { total, spread, atLeastHalf, aboveHalf } = all;
  let high = 0;
  for (let i = from; i < to; i++) {
    const value = m[i];
    total += value;
    spread += value * (1 - value);
    if (value > high) high = value;
    if (value >= 0.5) atLeastHalf += 1;
    if (value > 0.5) aboveHalf += 1;
  }
  Object.assign(all, { total, spread, atLeastHalf, aboveHalf });
  return high;
}
