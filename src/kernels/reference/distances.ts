import type { Distances } from "../distanceContract.ts";

type Triple = Distances["shape"];

/**
 * The exact squared Euclidean distance, in mm², of every voxel centre to the nearest one that is set: one pass an axis,
 * each the lower envelope of parabolas (Felzenszwalb & Huttenlocher, "Distance transforms of sampled functions", Theory
 * of Computing 8, 2012), with the spacing of that axis.
 *
 * @param isSet shape[0]·shape[1]·shape[2] values, first axis fastest, 0 or not
 * @param out as long, overwritten; ∞ everywhere where nothing is set
 */
export function squaredDistances(
  isSet: Uint8Array,
  shape: Triple,
  spacingMm: Triple,
  out: Float64Array = new Float64Array(isSet.length),
): Float64Array {
  for (let i = 0; i < isSet.length; i++) out[i] = isSet[i] === 0 ? Infinity : 0;
  const [nx, ny, nz] = shape;
  const envelope = makeEnvelope(Math.max(nx, ny, nz));
  for (let row = 0; row < ny * nz; row++) envelope(out, row * nx, 1, nx, spacingMm[0]);
  for (let k = 0; k < nz; k++) {
    for (let i = 0; i < nx; i++) envelope(out, i + nx * ny * k, nx, ny, spacingMm[1]);
  }
  for (let column = 0; column < nx * ny; column++) envelope(out, column, nx * ny, nz, spacingMm[2]);
  return out;
}

/**
 * Replaces a line f of n values by d(q) = min over p of f(p) + (step (q − p))². The line's values lie at start,
 * start + stride, ….
 */
type Envelope = (values: Float64Array, start: number, stride: number, n: number, step: number) => void;

function makeEnvelope(longest: number): Envelope {
  const line = new Float64Array(longest);
  const apex = new Int32Array(longest); // positions of the parabolas of the envelope, ascending
  const from = new Float64Array(longest + 1); // where each one begins to be the lowest
  return (values, start, stride, n, step) => {
    const square = step * step;
    let count = 0;
    for (let q = 0; q < n; q++) {
      const height = values[start + q * stride];
      line[q] = height;
      if (height === Infinity) continue;
      let begin = -Infinity;
      while (count > 0) {
        const p = apex[count - 1];
        begin = ((height - line[p]) / square + q * q - p * p) / (2 * (q - p));
        if (begin > from[count - 1]) break;
        count -= 1;
        begin = -Infinity;
      }
      apex[count] = q;
      from[count] = begin;
      count += 1;
    }
    if (count === 0) return;
    from[count] = Infinity;
    for (let q = 0, c = 0; q < n; q++) {
      while (from[c + 1] < q) c += 1;
      const p = apex[c];
      values[start + q * stride] = line[p] + square * (q - p) * (q - p);
    }
  };
}

/** {@link Distances}, readably. */
export class ReferenceDistances implements Distances {
  readonly name = "reference";
  readonly shape: Triple;
  readonly isSet: Uint8Array;
  readonly squared: Float64Array;

  constructor(shape: Triple) {
    this.shape = shape;
    this.isSet = new Uint8Array(shape[0] * shape[1] * shape[2]);
    this.squared = new Float64Array(this.isSet.length);
  }

  transform(spacingMm: Triple): void {
    squaredDistances(this.isSet, this.shape, spacingMm, this.squared);
  }
}
