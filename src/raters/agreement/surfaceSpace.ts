import type { Box } from "../../image/crop.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import { nextMarked } from "../../image/words.ts";
import type { Distances } from "../../kernels/distanceContract.ts";
import { openDistances } from "../../kernels/distances.ts";
import { surfaceElementAreas } from "./surfaceElements.ts";

/** The surface of a mask: its elements on the lattice of voxel corners. */
export interface Surface {
  /** Indices into the lattice. */
  readonly positions: Int32Array;
  readonly areasMm2: Float64Array;
  /** Σ of the areas. */
  readonly areaMm2: number;
}

/** The lattice of voxel corners of a box of an image, on which surfaces of masks of that box lie. */
export class SurfaceSpace {
  /** Voxels of the box along each axis. */
  readonly shape: Triple;
  /** Points of the lattice along each axis: one more than voxels, or 1 where the image has no extent. */
  readonly lattice: Triple;
  readonly #spacingMm: Triple;
  readonly #flat: readonly [boolean, boolean, boolean];
  readonly #areaOf: (code: number) => number;
  readonly #distances: Distances;

  constructor(grid: Grid, { start, end }: Box) {
    const size = (axis: 0 | 1 | 2): number => end[axis] - start[axis];
    const isFlat = (axis: 0 | 1 | 2): boolean => grid.shape[axis] === 1;
    const points = (axis: 0 | 1 | 2): number => (isFlat(axis) ? 1 : size(axis) + 1);
    this.shape = [size(0), size(1), size(2)];
    this.lattice = [points(0), points(1), points(2)];
    this.#flat = [isFlat(0), isFlat(1), isFlat(2)];
    this.#spacingMm = grid.spacingMm;
    this.#areaOf = surfaceElementAreas(grid.spacingMm);
    this.#distances = openDistances(this.lattice);
  }

  /**
   * The code of each lattice point's neighbourhood (see surfaceElements.ts): 0 outside the mask, 255 within it, anything
   * else on its surface. Along a flat axis the voxel stands on both sides of the lattice's one layer, so that the surface
   * has no caps there.
   *
   * @param mask a value a voxel of the box, 0 outside
   */
  codes(mask: Uint8Array): Uint8Array {
    const [lx, ly, lz] = this.lattice;
    const [nx, ny, nz] = this.shape;
    const points = lx * ly * lz;
    const codes = new Uint8Array(new ArrayBuffer(4 * Math.ceil(points / 4)), 0, points);
    // The voxel at offset d of the neighbourhood at e is e − 1 + d.
    const offsets = Array.from({ length: 8 }, (_, b) => {
      const step = (axis: 0 | 1 | 2): number => (this.#flat[axis] ? 0 : 1 - ((b >> axis) & 1));
      return step(0) + lx * (step(1) + ly * step(2));
    });
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        const row = nx * (j + ny * k);
        const corner = lx * (j + ly * k);
        for (let i = 0; i < nx; i++) {
          if (mask[row + i] === 0) continue;
          for (let b = 0; b < 8; b++) codes[corner + i + offsets[b]] |= 1 << b;
        }
      }
    }
    return codes;
  }

  /** The surface of a mask with these codes, those that {@link codes} made. */
  surface(codes: Uint8Array): Surface {
    let elements = 0;
    forEachElement(codes, () => (elements += 1));
    const positions = new Int32Array(elements);
    let next = 0;
    forEachElement(codes, (at) => {
      positions[next] = at;
      next += 1;
    });
    const areasMm2 = new Float64Array(elements);
    let areaMm2 = 0;
    for (let e = 0; e < elements; e++) {
      areasMm2[e] = this.#areaOf(codes[positions[e]]);
      areaMm2 += areasMm2[e];
    }
    return { positions, areasMm2, areaMm2 };
  }

  /**
   * The squared distance of every lattice point to a surface, in mm²; ∞ where it has no elements.
   * @returns an array that the next call overwrites
   */
  squaredDistancesTo({ positions }: Surface): Float64Array {
    const { isSet, squared } = this.#distances;
    isSet.fill(0);
    for (const position of positions) isSet[position] = 1;
    this.#distances.transform(this.#spacingMm);
    return squared;
  }
}

/** Visits the points on the surface, ascending; `codes` fill words of four to their end. */
function forEachElement(codes: Uint8Array, visit: (at: number) => void): void {
  const words = new Uint32Array(codes.buffer);
  for (let w = nextMarked(words, 0); w < words.length; w = nextMarked(words, w + 1)) {
    if (words[w] === 0xffffffff) continue;
    for (let at = 4 * w; at < 4 * w + 4; at++) if (codes[at] > 0 && codes[at] < 255) visit(at);
  }
}
