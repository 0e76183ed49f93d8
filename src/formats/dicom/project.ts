import type { Grid, Triple } from "../../image/grid.ts";
import type { ClosedContour } from "./rasterise.ts";

const f32 = Math.fround;

/** From mm (LPS) to indices of a grid, in float32: index_d = Σ_e matrix[3d + e] · (p_e − origin_e). */
export interface Projection {
  readonly origin: Triple;
  /** The inverse of the directions, row d divided by the spacing along axis d. */
  readonly matrix: Float32Array;
}

/** Points of one contour as grid indices: columns x and rows y of all points, and z of the first. */
export interface ContourIndices {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: number;
}

/** The projection of a grid, each entry computed in float32 as plastimatch does. */
export function projectionOf(grid: Grid): Projection {
  const inverse = inverseOf(grid.directions);
  return {
    origin: grid.originMm.map(f32) as unknown as Triple,
    matrix: inverse.map((value, n) => value / f32(grid.spacingMm[Math.floor(n / 3) as 0 | 1 | 2])),
  };
}

/** The grid indices of a contour's points; NaN for z if it has none. Sums run over e = x, y, z, rounded at each step. */
export function toIndices(contour: ClosedContour, { origin, matrix }: Projection): ContourIndices {
  const n = Math.floor(contour.length / 3);
  const x = new Float32Array(n);
  const y = new Float32Array(n);
  const [ox, oy, oz] = origin;
  const index = (d: number, tx: number, ty: number, tz: number): number =>
    f32(f32(f32(tx * matrix[d]) + f32(ty * matrix[d + 1])) + f32(tz * matrix[d + 2]));
  let z = Number.NaN;
  for (let i = 0; i < n; i++) {
    const tx = f32(f32(contour[3 * i]) - ox);
    const ty = f32(f32(contour[3 * i + 1]) - oy);
    const tz = f32(f32(contour[3 * i + 2]) - oz);
    x[i] = index(0, tx, ty, tz);
    y[i] = index(3, tx, ty, tz);
    if (i === 0) z = index(6, tx, ty, tz);
  }
  return { x, y, z };
}

/** The inverse of the matrix whose columns are the directions, by cofactors in float32, row by row. */
function inverseOf(directions: readonly [Triple, Triple, Triple]): Float32Array {
  const m = new Float32Array(9);
  directions.forEach((direction, column) => {
    direction.forEach((value, row) => {
      m[3 * row + column] = value;
    });
  });
  const minor = (a: number, b: number, c: number, d: number): number =>
    f32(f32(m[a] * m[b]) - f32(m[c] * m[d]));
  const cofactors = [
    minor(4, 8, 5, 7),
    -minor(1, 8, 2, 7),
    minor(1, 5, 2, 4),
    -minor(3, 8, 5, 6),
    minor(0, 8, 2, 6),
    -minor(0, 5, 2, 3),
    minor(3, 7, 4, 6),
    -minor(0, 7, 1, 6),
    minor(0, 4, 1, 3),
  ];
  const determinant = f32(
    f32(f32(m[0] * minor(4, 8, 5, 7)) - f32(m[1] * minor(3, 8, 5, 6))) + f32(m[2] * minor(3, 7, 4, 6)),
  );
  return Float32Array.from(cofactors, (cofactor) => cofactor / determinant);
}
