import type { Vectors } from "../work/study/vectors.ts";
import type { PlaneAxis } from "./orientation.ts";
import type { PlaneWindow } from "./window.ts";

/** An observer's contours by the slice that they lie on. */
export class VectorSlices {
  readonly #vectors: Vectors;
  /** Contours across each axis of the grid by slice. */
  readonly #bySlice: readonly ReadonlyMap<number, readonly number[]>[];

  constructor(vectors: Vectors) {
    this.#vectors = vectors;
    const { points, starts, axes } = vectors;
    this.#bySlice = [0, 1, 2].map((axis) => {
      const slices = new Map<number, number[]>();
      axes.forEach((own, n) => {
        if (own !== axis || starts[n] === starts[n + 1]) return;
        const slice = Math.round(points[3 * starts[n] + axis]);
        slices.set(slice, [...(slices.get(slice) ?? []), n]);
      });
      return slices;
    });
  }

  /** Whether any contour lies on this slice of planes across an axis. */
  has(axis: 0 | 1 | 2, slice: number): boolean {
    return this.#bySlice[axis].has(slice);
  }

  /**
   * The closed lines on a slice, as they run over the picture of the whole plane: x and y of each point, in voxels from its
   * top left corner.
   */
  on({ view, across, down }: PlaneWindow, slice: number): Float32Array[] {
    const { points, starts } = this.#vectors;
    return (this.#bySlice[view.through].get(slice) ?? []).map((n) => {
      const [first, end] = [starts[n], starts[n + 1]];
      const line = new Float32Array(2 * (end - first));
      for (let p = first; p < end; p++) {
        line[2 * (p - first)] = along(view.across, across, points[3 * p + view.across.axis]);
        line[2 * (p - first) + 1] = along(view.down, down, points[3 * p + view.down.axis]);
      }
      return line;
    });
  }
}

function along(
  { isReversed }: PlaneAxis,
  [first, count]: readonly [number, number],
  position: number,
): number {
  return (isReversed ? first + count - 1 - position : position - first) + 0.5;
}
