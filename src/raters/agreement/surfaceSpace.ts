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
    const nothing = new Uint8Array(nx);
    // The voxel at offset d of the neighbourhood at e is e − 1 + d.
    const rowAt = (y: number, z: number): Uint8Array => {
      const isIn = y >= 0 && y < ny && z >= 0 && z < nz;
      return isIn ? mask.subarray(nx * (y + ny * z), nx * (y + ny * z + 1)) : nothing;
    };
    const before = (at: number, axis: 1 | 2): number => (this.#flat[axis] ? at : at - 1);
    for (let z = 0; z < lz; z++) {
      for (let y = 0; y < ly; y++) {
        const [low, down] = [before(y, 1), before(z, 2)];
        const rows = [rowAt(low, down), rowAt(y, down), rowAt(low, z), rowAt(y, z)] as const;
        const row = codes.subarray(lx * (y + ly * z), lx * (y + ly * z + 1));
        if (this.#flat[0]) row[0] = 3 * marksAt(rows, 0);
        else codesOfRow(rows, row);
      }
    }
    return codes;
  }

  /** The surface of a mask with these codes, those that {@link codes} made. */
  surface(codes: Uint8Array): Surface {
    const positions = elementsOf(codes);
    const areasMm2 = new Float64Array(positions.length);
    let areaMm2 = 0;
    for (let e = 0; e < positions.length; e++) {
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

/** The four rows of voxels around a row of the lattice: before and at it along the second axis, before and at it along the third. */
type Rows = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** Bits 0, 2, 4 and 6: which of the four rows are marked at voxel i. */
function marksAt([a, b, c, d]: Rows, i: number): number {
  return (
    Number(a[i] !== 0) | (Number(b[i] !== 0) << 2) | (Number(c[i] !== 0) << 4) | (Number(d[i] !== 0) << 6)
  );
}

/** The codes of a row of the lattice, one more than voxels. */
function codesOfRow(rows: Rows, codes: Uint8Array): void {
  const voxels = codes.length - 1;
  let before = 0;
  for (let i = 0; i < voxels; i++) {
    const here = marksAt(rows, i);
    codes[i] = before | (here << 1);
    before = here;
  }
  codes[voxels] = before;
}

/** The points on the surface, ascending; `codes` fill words of four to their end. */
function elementsOf(codes: Uint8Array): Int32Array {
  const words = new Uint32Array(codes.buffer);
  let found = new Int32Array(1024);
  let elements = 0;
  for (let w = nextMarked(words, 0); w < words.length; w = nextMarked(words, w + 1)) {
    if (words[w] === 0xffffffff) continue;
    if (elements + 4 > found.length) {
      const longer = new Int32Array(2 * found.length);
      longer.set(found);
      found = longer;
    }
    for (let at = 4 * w; at < 4 * w + 4; at++) {
      // Undefined, and so neither, past the last point.
      if (codes[at] > 0 && codes[at] < 255) {
        found[elements] = at;
        elements += 1;
      }
    }
  }
  return found.slice(0, elements);
}
