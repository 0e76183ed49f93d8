import type { Triple } from "../../src/image/grid.ts";

/** A closed surface of triangles. */
export interface SurfaceNet {
  /** x, y, z of each vertex in voxel positions of the box: centres are at whole numbers. */
  readonly vertices: Float32Array;
  /** Three vertices a triangle, counter-clockwise seen from outside. */
  readonly triangles: Uint32Array;
  /** Lattice point of each vertex: (i, j, k) between voxels i − 1 and i, … as `SurfaceSpace` numbers them. */
  readonly lattice: Int32Array;
}

/**
 * The surface of a mask as a naive surface net (Gibson, MICCAI 1998): a vertex at each voxel corner whose eight voxels are not
 * all alike, at the middle of the edges that the surface crosses there, and a square for each two neighbours of which one
 * is inside. What lies outside the box is outside the mask.
 *
 * @param mask a value a voxel, first axis fastest; not 0 inside
 */
export function surfaceNet(mask: ArrayLike<number>, [nx, ny, nz]: Triple): SurfaceNet {
  const [lx, ly, lz] = [nx + 1, ny + 1, nz + 1];
  const numbers = new Int32Array(lx * ly * lz).fill(-1);
  const inside = (i: number, j: number, k: number): boolean =>
    i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && mask[i + nx * (j + ny * k)] !== 0;
  const lattice: number[] = [];
  const vertices: number[] = [];
  const vertexAt = (i: number, j: number, k: number): number => {
    const at = i + lx * (j + ly * k);
    if (numbers[at] === -1) {
      numbers[at] = lattice.length;
      lattice.push(at);
      vertices.push(...vertexOf(inside, i, j, k));
    }
    return numbers[at];
  };
  const triangles: number[] = [];
  const square = (a: number, b: number, c: number, d: number, isOutwards: boolean): void => {
    if (isOutwards) triangles.push(a, b, c, a, c, d);
    else triangles.push(a, c, b, a, d, c);
  };
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        if (mask[i + nx * (j + ny * k)] === 0) continue;
        for (const side of [0, 1] as const) {
          const isOut = side === 1;
          if (!inside(i + (isOut ? 1 : -1), j, k))
            square(
              vertexAt(i + side, j, k),
              vertexAt(i + side, j + 1, k),
              vertexAt(i + side, j + 1, k + 1),
              vertexAt(i + side, j, k + 1),
              isOut,
            );
          if (!inside(i, j + (isOut ? 1 : -1), k))
            square(
              vertexAt(i, j + side, k),
              vertexAt(i, j + side, k + 1),
              vertexAt(i + 1, j + side, k + 1),
              vertexAt(i + 1, j + side, k),
              isOut,
            );
          if (!inside(i, j, k + (isOut ? 1 : -1)))
            square(
              vertexAt(i, j, k + side),
              vertexAt(i + 1, j, k + side),
              vertexAt(i + 1, j + 1, k + side),
              vertexAt(i, j + 1, k + side),
              isOut,
            );
        }
      }
    }
  }
  return {
    vertices: Float32Array.from(vertices),
    triangles: Uint32Array.from(triangles),
    lattice: Int32Array.from(lattice),
  };
}

/** The mean of the middles of the twelve edges between neighbouring voxels around a corner that the surface crosses. */
function vertexOf(
  inside: (i: number, j: number, k: number) => boolean,
  i: number,
  j: number,
  k: number,
): Triple {
  let [x, y, z, crossed] = [0, 0, 0, 0];
  for (let corner = 0; corner < 8; corner++) {
    const at: [number, number, number] = [
      i - 1 + (corner & 1),
      j - 1 + ((corner >> 1) & 1),
      k - 1 + (corner >> 2),
    ];
    const isIn = inside(...at);
    for (const axis of [0, 1, 2] as const) {
      if (((corner >> axis) & 1) === 1) continue;
      const next: [number, number, number] = [...at];
      next[axis] += 1;
      if (inside(...next) === isIn) continue;
      x += (at[0] + next[0]) / 2;
      y += (at[1] + next[1]) / 2;
      z += (at[2] + next[2]) / 2;
      crossed += 1;
    }
  }
  return [x / crossed, y / crossed, z / crossed];
}

/** No vertex leaves its corner by more than this, in voxels along each axis. */
const MOST_SHIFT = 0.5;

/** The vertices drawn half way to the mean of their neighbours, some rounds, each staying near its corner. */
export function smoothed({ vertices, triangles }: SurfaceNet, rounds: number): Float32Array {
  let now = vertices;
  for (let round = 0; round < rounds; round++) {
    now = halfWay(now, 3, triangles).map((moved, n) =>
      Math.max(vertices[n] - MOST_SHIFT, Math.min(vertices[n] + MOST_SHIFT, moved)),
    );
  }
  return now;
}

/**
 * Values at the vertices, drawn half way to the mean of their neighbours, some rounds: along the surface, as the vertices
 * are, so that steps of whole voxels make no rings. Vertices without a value (NaN) neither get nor give one.
 */
export function smoothedAlong(values: Float32Array, triangles: Uint32Array, rounds: number): Float32Array {
  let now = values;
  for (let round = 0; round < rounds; round++) now = halfWay(now, 1, triangles);
  return now;
}

/** Each vertex's `width` numbers, half way to the mean of those of its neighbours that have any. */
function halfWay(now: Float32Array, width: number, triangles: Uint32Array): Float32Array<ArrayBuffer> {
  const sum = new Float64Array(now.length);
  const neighbours = new Uint32Array(now.length / width);
  const give = (from: number, to: number): void => {
    if (Number.isNaN(now[width * from])) return;
    for (let axis = 0; axis < width; axis++) sum[width * to + axis] += now[width * from + axis];
    neighbours[to] += 1;
  };
  for (let t = 0; t < triangles.length; t++) {
    const from = triangles[t];
    const to = triangles[t % 3 === 2 ? t - 2 : t + 1];
    give(from, to);
    give(to, from);
  }
  return Float32Array.from(now, (value, n) => {
    const count = neighbours[Math.floor(n / width)];
    return count === 0 ? value : value + (sum[n] / count - value) / 2;
  });
}
