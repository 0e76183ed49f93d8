import type { WalkSizes, Walks, WalkSums } from "../walkContract.ts";
import { hasSimd, instantiate, newMemory } from "./instance.ts";
import { walkModule } from "./walks.generated.ts";

/** What ../assembly/walks.ts exports; pointers are in bytes. */
interface Exports {
  walk(
    elements: number,
    places: number,
    areas: number,
    distances: number,
    bins: number,
    areasInBins: number,
    sums: number,
  ): void;
}

/** Float64 at the start of the memory: largest distances, moments, areas within the tolerance. */
const SUMS = 12;

/** Whether this engine runs the module, and it can address so much. */
export function fitsWalks(sizes: WalkSizes): boolean {
  return hasSimd(walkModule) && bytesOf(sizes) <= 2 ** 32;
}

/** {@link Walks} in the memory of a WebAssembly module. */
export class WasmWalks implements Walks {
  readonly name = "wasm";
  readonly distancesMm: Float64Array;
  readonly bins: Uint16Array;
  readonly places: Int32Array;
  readonly areasMm2: Float64Array;
  readonly areasInBinsMm2: Float64Array;
  readonly #sums: Float64Array;
  readonly #run: Exports;

  constructor(sizes: WalkSizes) {
    const { points, elements, bins } = sizes;
    const memory = newMemory(bytesOf(sizes), false);
    const { buffer } = memory;
    this.#sums = new Float64Array(buffer, 0, SUMS);
    this.areasInBinsMm2 = new Float64Array(buffer, 8 * SUMS, 4 * bins);
    this.distancesMm = new Float64Array(buffer, 8 * (SUMS + 4 * bins), 4 * points);
    this.areasMm2 = new Float64Array(buffer, 8 * (SUMS + 4 * bins + 4 * points), elements);
    this.bins = new Uint16Array(buffer, 8 * (SUMS + 4 * bins + 4 * points + elements), 4 * points);
    this.places = new Int32Array(buffer, 8 * (SUMS + 4 * bins + 5 * points + elements), elements);
    this.#run = instantiate(walkModule, memory) as unknown as Exports;
  }

  walk(elements: number): WalkSums[] {
    this.#run.walk(
      elements,
      this.places.byteOffset,
      this.areasMm2.byteOffset,
      this.distancesMm.byteOffset,
      this.bins.byteOffset,
      this.areasInBinsMm2.byteOffset,
      this.#sums.byteOffset,
    );
    const sums = this.#sums;
    return [0, 1, 2, 3].map((target) => ({
      maxMm: sums[target],
      momentMm3: sums[4 + target],
      withinMm2: sums[8 + target],
    }));
  }
}

function bytesOf({ points, elements, bins }: WalkSizes): number {
  return 8 * (SUMS + 4 * bins + 5 * points + elements) + 4 * elements;
}
