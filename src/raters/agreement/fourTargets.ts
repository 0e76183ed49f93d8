import { weightedSelect } from "../../core/weightedSelect.ts";
import { type Directed, neededMm2, reachMm2 } from "./directed.ts";
import type { Surface } from "./surfaceSpace.ts";

/** Bins of squared distance, at most 2^15. */
const BINS = 1024;

/**
 * Distances from surfaces to four others at a time, the bits of `directedDistance` for each. What it sums goes element by
 * element, each sum waiting for the one before; four that do not wait for each other take the time of one. Roots, bins and
 * comparisons are of points, which many surfaces have in common.
 *
 * Arrays of points hold four values a point, one a target.
 */
export class FourTargets {
  readonly #positions: Int32Array;
  readonly #reachMm2: number;
  readonly #distancesMm: Float64Array;
  /** 2 · bin + 1 where the point is within the tolerance of the target, and 2 · bin elsewhere. */
  readonly #codes: Uint16Array;
  /** Of each target: the least and greatest distance in each bin. */
  readonly #least = four(() => new Float64Array(BINS));
  readonly #greatest = four(() => new Float64Array(BINS));
  /** Of each target: the area in each bin of the surface that is being measured; 0 between measurements. */
  readonly #areas = four(() => new Float64Array(BINS));

  /** @param positions P indices into the lattice: the points of all surfaces that will be measured */
  constructor(positions: Int32Array, toleranceMm: number) {
    this.#positions = positions;
    this.#reachMm2 = reachMm2(toleranceMm);
    this.#distancesMm = new Float64Array(4 * positions.length);
    this.#codes = new Uint16Array(4 * positions.length);
  }

  /**
   * Makes a surface the target 0, 1, 2 or 3.
   *
   * @param squared mm² from each lattice point to it
   */
  aim(target: number, squared: Float64Array): void {
    const [positions, reach] = [this.#positions, this.#reachMm2];
    const [distances, codes] = [this.#distancesMm, this.#codes];
    const least = this.#least[target].fill(Infinity);
    const greatest = this.#greatest[target].fill(0);
    let largest = 0;
    for (let p = 0; p < positions.length; p++) largest = Math.max(largest, squared[positions[p]]);
    const factor = largest > 0 && largest < Infinity ? (BINS - 1) / largest : 0;
    for (let p = 0, at = target; p < positions.length; p++, at += 4) {
      const square = squared[positions[p]];
      const distance = Math.sqrt(square);
      const bin = (square * factor) | 0; // 0 of ∞ · 0
      distances[at] = distance;
      codes[at] = 2 * bin + Number(square <= reach);
      if (distance < least[bin]) least[bin] = distance;
      if (distance > greatest[bin]) greatest[bin] = distance;
    }
  }

  /**
   * From a surface to each of the four targets; to those that were never aimed at it means nothing.
   *
   * @param places of each of its elements, the index in the positions
   */
  measure(from: Surface, places: Int32Array): readonly Directed[] {
    const { areasMm2, areaMm2 } = from;
    const [distances, codes] = [this.#distancesMm, this.#codes];
    const [in0, in1, in2, in3] = this.#areas;
    let [max0, max1, max2, max3] = [0, 0, 0, 0];
    let [moment0, moment1, moment2, moment3] = [0, 0, 0, 0];
    let [within0, within1, within2, within3] = [0, 0, 0, 0];
    for (let e = 0; e < places.length; e++) {
      const at = 4 * places[e];
      const area = areasMm2[e];
      const [d0, d1, d2, d3] = [distances[at], distances[at + 1], distances[at + 2], distances[at + 3]];
      const [c0, c1, c2, c3] = [codes[at], codes[at + 1], codes[at + 2], codes[at + 3]];
      if (d0 > max0) max0 = d0;
      if (d1 > max1) max1 = d1;
      if (d2 > max2) max2 = d2;
      if (d3 > max3) max3 = d3;
      moment0 += area * d0;
      moment1 += area * d1;
      moment2 += area * d2;
      moment3 += area * d3;
      within0 += area * (c0 & 1);
      within1 += area * (c1 & 1);
      within2 += area * (c2 & 1);
      within3 += area * (c3 & 1);
      in0[c0 >> 1] += area;
      in1[c1 >> 1] += area;
      in2[c2 >> 1] += area;
      in3[c3 >> 1] += area;
    }
    const isEmpty = places.length === 0;
    const max = [max0, max1, max2, max3];
    const moment = [moment0, moment1, moment2, moment3];
    const within = [within0, within1, within2, within3];
    return max.map((maxMm, target) => ({
      maxMm: isEmpty ? Number.NaN : maxMm,
      percentile95Mm: isEmpty ? Number.NaN : this.#distanceWithin(target, from, places, maxMm),
      areaMm2,
      momentMm3: moment[target],
      withinToleranceMm2: within[target],
    }));
  }

  /** The smallest distance up to which the areas add up to 95 %; clears the target's bins. */
  #distanceWithin(target: number, from: Surface, places: Int32Array, largest: number): number {
    const areas = this.#areas[target];
    const needed = neededMm2(from);
    let [bin, below] = [0, 0];
    while (bin < BINS - 1 && below + areas[bin] < needed) {
      below += areas[bin];
      bin += 1;
    }
    const inside = areas[bin];
    areas.fill(0);
    // Where rounding keeps all below.
    if (inside === 0) return largest;
    if (this.#least[target][bin] === this.#greatest[target][bin]) return this.#least[target][bin];
    const [codes, distances] = [this.#codes, this.#distancesMm];
    const elements = Int32Array.from(places.keys()).filter((e) => codes[4 * places[e] + target] >> 1 === bin);
    const values = Float64Array.from(elements, (e) => distances[4 * places[e] + target]);
    const weights = Float64Array.from(elements, (e) => from.areasMm2[e]);
    return weightedSelect(values, weights, needed - below);
  }
}

function four<T>(make: () => T): readonly [T, T, T, T] {
  return [make(), make(), make(), make()];
}
