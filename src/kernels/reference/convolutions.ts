import { pixelAt, planeLength, type Convolutions, type LayerShape } from "../convolutionContract.ts";

const { fround, max } = Math;

/** The readable {@link Convolutions}. */
export class ReferenceConvolutions implements Convolutions {
  readonly name = "reference";
  readonly values: Float32Array;

  constructor(length: number) {
    this.values = new Float32Array(length);
  }

  /** Sums run from the bias over inputs, rows and columns of the window, in this order. */
  convolve(
    { size, inputs, outputs }: LayerShape,
    input: number,
    weights: number,
    bias: number,
    out: number,
    isRectified: boolean,
  ): void {
    const { values } = this;
    const plane = planeLength(size);
    for (let o = 0; o < outputs; o++) {
      for (const [y, x] of pixels(size)) {
        let sum = bias < 0 ? 0 : values[bias + o];
        for (let i = 0; i < inputs; i++) {
          for (let dy = 0; dy < 3; dy++) {
            for (let dx = 0; dx < 3; dx++) {
              const value = values[input + i * plane + pixelAt(size, y + dy - 1, x + dx - 1)];
              const weight = values[weights + (o * inputs + i) * 9 + dy * 3 + dx];
              sum = fround(sum + fround(value * weight));
            }
          }
        }
        values[out + o * plane + pixelAt(size, y, x)] = isRectified ? max(sum, 0) : sum;
      }
    }
  }

  /** Sums run over pixels in four lanes, of which pixel x goes to lane x mod 4. */
  addWeightGradient(
    { size, inputs, outputs }: LayerShape,
    input: number,
    gradient: number,
    weights: number,
    bias: number,
  ): void {
    const { values } = this;
    const plane = planeLength(size);
    const g = (o: number, y: number, x: number): number => values[gradient + o * plane + pixelAt(size, y, x)];
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        for (let dy = 0; dy < 3; dy++) {
          for (let dx = 0; dx < 3; dx++) {
            const at = weights + (o * inputs + i) * 9 + dy * 3 + dx;
            values[at] += sumInLanes(size, (y, x) =>
              fround(g(o, y, x) * values[input + i * plane + pixelAt(size, y + dy - 1, x + dx - 1)]),
            );
          }
        }
      }
      values[bias + o] += sumInLanes(size, (y, x) => g(o, y, x));
    }
  }

  rectifyGradient(size: number, planes: number, output: number, gradient: number): void {
    const { values } = this;
    for (let k = 0; k < planes * planeLength(size); k++) {
      if (!(values[output + k] > 0)) values[gradient + k] = 0;
    }
  }

  halve(size: number, planes: number, input: number, out: number, scale: number): void {
    const { values } = this;
    const factor = fround(scale);
    for (let k = 0; k < planes; k++) {
      const from = input + k * planeLength(2 * size);
      for (const [y, x] of pixels(size)) {
        const [top, bottom] = [2 * y, 2 * y + 1].map((row) =>
          fround(
            values[from + pixelAt(2 * size, row, 2 * x)] + values[from + pixelAt(2 * size, row, 2 * x + 1)],
          ),
        );
        values[out + k * planeLength(size) + pixelAt(size, y, x)] = factor * fround(top + bottom);
      }
    }
  }

  double(size: number, planes: number, input: number, out: number, scale: number, isAdded: boolean): void {
    const { values } = this;
    const factor = fround(scale);
    for (let k = 0; k < planes; k++) {
      for (const [y, x] of pixels(2 * size)) {
        const value = values[input + k * planeLength(size) + pixelAt(size, y >> 1, x >> 1)];
        const at = out + k * planeLength(2 * size) + pixelAt(2 * size, y, x);
        values[at] = (isAdded ? values[at] : 0) + fround(factor * value);
      }
    }
  }
}

/** All (y, x), row by row. */
function* pixels(size: number): Generator<readonly [y: number, x: number], void, undefined> {
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) yield [y, x];
}

function sumInLanes(size: number, term: (y: number, x: number) => number): number {
  const lanes = new Float32Array(4);
  for (const [y, x] of pixels(size)) lanes[x % 4] += term(y, x);
  return fround(fround(lanes[0] + lanes[1]) + fround(lanes[2] + lanes[3]));
}
