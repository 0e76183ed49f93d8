import type { WalkSizes, Walks, WalkSums } from "../walkContract.ts";

/** {@link Walks} one target after the other. */
export class ReferenceWalks implements Walks {
  readonly name = "reference";
  readonly distancesMm: Float64Array;
  readonly bins: Uint16Array;
  readonly places: Int32Array;
  readonly areasMm2: Float64Array;
  readonly areasInBinsMm2: Float64Array;

  constructor({ points, elements, bins }: WalkSizes) {
    this.distancesMm = new Float64Array(4 * points);
    this.bins = new Uint16Array(4 * points);
    this.places = new Int32Array(elements);
    this.areasMm2 = new Float64Array(elements);
    this.areasInBinsMm2 = new Float64Array(4 * bins);
  }

  walk(elements: number): WalkSums[] {
    return [0, 1, 2, 3].map((target) => {
      let [maxMm, momentMm3, withinMm2] = [0, 0, 0];
      for (let e = 0; e < elements; e++) {
        const at = 4 * this.places[e] + target;
        const signed = this.distancesMm[at];
        const distance = Math.abs(signed);
        const area = this.areasMm2[e];
        if (distance > maxMm) maxMm = distance;
        momentMm3 += area * distance;
        if (signed >= 0) withinMm2 += area;
        this.areasInBinsMm2[4 * this.bins[at] + target] += area;
      }
      return { maxMm, momentMm3, withinMm2 };
    });
  }
}
