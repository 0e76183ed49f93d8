import { weightedSelect } from "../../core/weightedSelect.ts";
import type { Surface } from "./surfaceSpace.ts";

/** The way from one surface to another, in one direction. */
export interface Directed {
  readonly maxMm: number;
  readonly percentile95Mm: number;
  readonly areaMm2: number;
  /** Σ area · distance. */
  readonly momentMm3: number;
  readonly withinToleranceMm2: number;
}

/**
 * Distances are compared with this relative slack: those of a lattice equal a tolerance exactly, but for the rounding of
 * the image's affine, which is float32 in most files.
 */
const DISTANCE_SLACK = 1e-6;

/** Areas are compared with this one: they are sums of float64. */
const AREA_SLACK = 1e-9;

/** The largest squared distance that counts as within a tolerance, in mm². */
export function reachMm2(toleranceMm: number): number {
  return (toleranceMm * (1 + DISTANCE_SLACK)) ** 2;
}

/** The area within whose distance lies 95 % of a surface. */
export function neededMm2({ areaMm2 }: Surface): number {
  return 0.95 * areaMm2 * (1 - AREA_SLACK);
}

/**
 * From each element of a surface to another surface.
 *
 * @param squared mm² from each lattice point to the other surface
 */
export function directedDistance(from: Surface, squared: Float64Array, toleranceMm: number): Directed {
  const { positions, areasMm2, areaMm2 } = from;
  const reach = reachMm2(toleranceMm);
  const squares = new Float64Array(positions.length);
  let [largest, momentMm3, withinToleranceMm2] = [0, 0, 0];
  for (let e = 0; e < positions.length; e++) {
    const square = squared[positions[e]];
    squares[e] = square;
    if (square > largest) largest = square;
    if (square <= reach) withinToleranceMm2 += areasMm2[e];
    momentMm3 += areasMm2[e] * Math.sqrt(square);
  }
  const isEmpty = positions.length === 0;
  return {
    maxMm: isEmpty ? Number.NaN : Math.sqrt(largest),
    percentile95Mm: isEmpty
      ? Number.NaN
      : Math.sqrt(squareWithin(squares, areasMm2, largest, neededMm2(from))),
    areaMm2,
    momentMm3,
    withinToleranceMm2,
  };
}

const BINS = 256;

/** The smallest of the squares up to which the areas add up to `needed`: bin by bin, then within one bin. */
function squareWithin(squares: Float64Array, areas: Float64Array, largest: number, needed: number): number {
  if (!(largest > 0 && largest < Infinity)) return largest;
  const sums = new Float64Array(BINS + 1);
  const counts = new Int32Array(BINS + 1);
  const factor = BINS / largest;
  for (let e = 0; e < squares.length; e++) {
    const bin = Math.floor(squares[e] * factor);
    sums[bin] += areas[e];
    counts[bin] += 1;
  }
  let [bin, below] = [0, 0];
  while (bin < BINS && below + sums[bin] < needed) {
    below += sums[bin];
    bin += 1;
  }
  const inside = counts[bin];
  if (inside === 0) return largest;
  const [values, weights] = [new Float64Array(inside), new Float64Array(inside)];
  for (let e = 0, n = 0; n < inside; e++) {
    if (Math.floor(squares[e] * factor) !== bin) continue;
    values[n] = squares[e];
    weights[n] = areas[e];
    n += 1;
  }
  return weightedSelect(values, weights, needed - below);
}
