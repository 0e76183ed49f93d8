import { weightedSelect } from "../../core/weightedSelect.ts";
import { openWalks } from "../../kernels/walks.ts";
import type { Walks } from "../../kernels/walkContract.ts";
import { type Directed, neededMm2, reachMm2 } from "./directed.ts";
import type { Surface } from "./surfaceSpace.ts";

/** Bins of squared distance, at most 2^16. */
const BINS = 1024;

/**
 * Distances from surfaces to four others at a time, the bits of `directedDistance` for each. What it sums goes element by
 * element, each sum waiting for the one before; four that do not wait for each other take the time of one. Roots, bins and
 * comparisons are of points, which many surfaces have in common.
 */
export class FourTargets {
  readonly #positions: Int32Array;
  readonly #reachMm2: number;
  readonly #walks: Walks;
  /** Of each target: the least and greatest distance in each bin. */
  readonly #least = four(() => new Float64Array(BINS));
  readonly #greatest = four(() => new Float64Array(BINS));

  /**
   * @param positions P indices into the lattice: the points of all surfaces that will be measured
   * @param elements of the largest of them
   */
  constructor(positions: Int32Array, elements: number, toleranceMm: number) {
    this.#positions = positions;
    this.#reachMm2 = reachMm2(toleranceMm);
    this.#walks = openWalks({ points: positions.length, elements, bins: BINS });
  }

  /**
   * Makes a surface the target 0, 1, 2 or 3.
   *
   * @param squared mm² from each lattice point to it
   */
  aim(target: number, squared: Float64Array): void {
    const [positions, reach] = [this.#positions, this.#reachMm2];
    const { distancesMm, bins } = this.#walks;
    const least = this.#least[target].fill(Infinity);
    const greatest = this.#greatest[target].fill(0);
    let largest = 0;
    for (let p = 0; p < positions.length; p++) largest = Math.max(largest, squared[positions[p]]);
    const factor = largest > 0 && largest < Infinity ? (BINS - 1) / largest : 0;
    for (let p = 0, at = target; p < positions.length; p++, at += 4) {
      const square = squared[positions[p]];
      const distance = Math.sqrt(square);
      const bin = (square * factor) | 0; // 0 of ∞ · 0
      distancesMm[at] = square <= reach ? distance : -distance;
      bins[at] = bin;
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
    const walks = this.#walks;
    walks.places.set(places);
    walks.areasMm2.set(from.areasMm2);
    walks.areasInBinsMm2.fill(0);
    const isEmpty = places.length === 0;
    return walks.walk(places.length).map(({ maxMm, momentMm3, withinMm2 }, target) => ({
      maxMm: isEmpty ? Number.NaN : maxMm,
      percentile95Mm: isEmpty ? Number.NaN : this.#distanceWithin(target, from, places, maxMm),
      areaMm2: from.areaMm2,
      momentMm3,
      withinToleranceMm2: withinMm2,
    }));
  }

  /** The smallest distance up to which the areas add up to 95 %. */
  #distanceWithin(target: number, from: Surface, places: Int32Array, largest: number): number {
    const { areasInBinsMm2: areas, bins, distancesMm } = this.#walks;
    const needed = neededMm2(from);
    let [bin, below] = [0, 0];
    while (bin < BINS - 1 && below + areas[4 * bin + target] < needed) {
      below += areas[4 * bin + target];
      bin += 1;
    }
    // Where rounding keeps all below.
    if (areas[4 * bin + target] === 0) return largest;
    if (this.#least[target][bin] === this.#greatest[target][bin]) return this.#least[target][bin];
    const elements = Int32Array.from(places.keys()).filter((e) => bins[4 * places[e] + target] === bin);
    const values = Float64Array.from(elements, (e) => Math.abs(distancesMm[4 * places[e] + target]));
    const weights = Float64Array.from(elements, (e) => from.areasMm2[e]);
    return weightedSelect(values, weights, needed - below);
  }
}

function four<T>(make: () => T): readonly [T, T, T, T] {
  return [make(), make(), make(), make()];
}
