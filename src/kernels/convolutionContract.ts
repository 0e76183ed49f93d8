/**
 * What a small convolutional network needs in its hot loops, done twice: readably in `reference/convolutions.ts`, fast in
 * `wasm/convolutions.ts`. Both compute the same bits: arithmetic is float32 with round to nearest, in the order that the
 * reference shows.
 *
 * Images are square planes of n × n values, n a multiple of 8, with a border of zeros so that a 3 × 3 window never asks
 * where it is. A plane is (n + 2) rows of n + 4 values after four zeros: the pixel (y, x), −1 ≤ y, x ≤ n, is at
 * {@link pixelAt}, and the zeros to the right of a row are those to the left of the next. Planes of a layer's channels follow
 * one another, so that the concatenation of two layers is their place. Whoever opens an arena gets it filled with zeros; no
 * operation writes to a border.
 *
 * Addresses count float32 values of {@link Convolutions.values}; those of planes are multiples of 4.
 */
export interface Convolutions {
  readonly name: "wasm-simd" | "reference";
  /** The arena that holds all planes, weights and gradients. */
  readonly values: Float32Array;
  /**
   * out(o, y, x) = bias(o) + Σ_i Σ_dy Σ_dx w(o, i, dy, dx) in(i, y + dy − 1, x + dx − 1), dy and dx from 0 to 2.
   *
   * Weights are outputs × inputs × 3 × 3 values; the number of outputs is a multiple of 4. The gradient with respect to the
   * input is the convolution of the output's gradient with the {@link transposeWeights transposed} weights.
   *
   * @param bias address of a value an output, −1 for none
   * @param isRectified whether negative results become 0 (ReLU)
   */
  convolve(
    shape: LayerShape,
    input: number,
    weights: number,
    bias: number,
    out: number,
    isRectified: boolean,
  ): void;
  /**
   * Adds the gradient with respect to the weights, Σ_y Σ_x g(o, y, x) in(i, y + dy − 1, x + dx − 1), to `weights`, and with
   * respect to the bias, Σ_y Σ_x g(o, y, x), to `bias`.
   *
   * @param gradient planes of g, the gradient with respect to the output, 0 on the border
   */
  addWeightGradient(shape: LayerShape, input: number, gradient: number, weights: number, bias: number): void;
  /** Sets the gradient g of `planes` planes to 0 where the output of a ReLU is not positive. */
  rectifyGradient(size: number, planes: number, output: number, gradient: number): void;
  /** out(y, x) = scale · (in(2y, 2x) + in(2y, 2x + 1) + in(2y + 1, 2x) + in(2y + 1, 2x + 1)); the size is that of `out`. */
  halve(size: number, planes: number, input: number, out: number, scale: number): void;
  /** out(y, x) = scale · in(⌊y/2⌋, ⌊x/2⌋), added to what is there if `isAdded`; the size is that of `input`. */
  double(size: number, planes: number, input: number, out: number, scale: number, isAdded: boolean): void;
}

/** A 3 × 3 convolution: `size` is n, `inputs` and `outputs` count channels. */
export interface LayerShape {
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Values of a plane of n × n pixels with its border. */
export function planeLength(size: number): number {
  return 4 + (size + 2) * (size + 4);
}

/** Place of the pixel (y, x) in its plane. */
export function pixelAt(size: number, y: number, x: number): number {
  return 4 + (y + 1) * (size + 4) + x;
}

/** Weights of a layer. */
export function weightCount({ inputs, outputs }: LayerShape): number {
  return 9 * inputs * outputs;
}

/**
 * Weights of the convolution that takes the gradient of a layer's output to that of its input:
 * w′(i, o, dy, dx) = w(o, i, 2 − dy, 2 − dx).
 *
 * @param out as many values as `weights`
 */
export function transposeWeights(
  { inputs, outputs }: LayerShape,
  weights: Float32Array,
  out: Float32Array,
): void {
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let tap = 0; tap < 9; tap++)
        out[(i * outputs + o) * 9 + 8 - tap] = weights[(o * inputs + i) * 9 + tap];
    }
  }
}
