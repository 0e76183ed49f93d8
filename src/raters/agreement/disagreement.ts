import type { Box } from "../../image/crop.ts";
import type { Triple } from "../../image/grid.ts";
import type { Surface } from "./surfaceSpace.ts";

/** Where on the consensus' surface the observers disagree, and by how much. */
export interface LocalDisagreement {
  /** The box of the image whose voxel corners the lattice holds, and points of the lattice along each axis. */
  readonly box: Box;
  readonly lattice: Triple;
  /** Elements of the consensus' surface: indices into the lattice, and areas. */
  readonly positions: Int32Array;
  readonly areasMm2: Float64Array;
  /** Standard deviation (divisor n − 1) over the observers of their surfaces' signed distance from each element, in mm. */
  readonly sdMm: Float64Array;
}

/**
 * Adds up, observer by observer, the signed distance from each element of the consensus' surface to the observer's surface:
 * positive where the element lies outside the observer's mask, so that a larger mask has lower values.
 */
export class DisagreementSum {
  readonly #surface: Surface;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  #observers = 0;

  /** @param surface the consensus' */
  constructor(surface: Surface) {
    this.#surface = surface;
    this.#sum = new Float64Array(surface.positions.length);
    this.#squares = new Float64Array(surface.positions.length);
  }

  /**
   * @param squared mm² from each lattice point to the observer's surface, which is not empty
   * @param codes the observer's, of which 255 is within the mask
   */
  add(squared: Float64Array, codes: Uint8Array): void {
    this.#surface.positions.forEach((at, e) => {
      const distance = codes[at] === 255 ? -Math.sqrt(squared[at]) : Math.sqrt(squared[at]);
      this.#sum[e] += distance;
      this.#squares[e] += distance * distance;
    });
    this.#observers += 1;
  }

  /** One value an element; NaN with fewer than two observers. */
  sdMm(): Float64Array {
    const n = this.#observers;
    return this.#squares.map((square, e) =>
      n < 2 ? Number.NaN : Math.sqrt(Math.max(0, square - this.#sum[e] ** 2 / n) / (n - 1)),
    );
  }
}
