import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import {
  pixelAt,
  planeLength,
  transposeWeights,
  weightCount,
  type Convolutions,
  type LayerShape,
} from "../../src/kernels/convolutionContract.ts";
import { openConvolutions } from "../../src/kernels/convolutions.ts";
import { ReferenceConvolutions } from "../../src/kernels/reference/convolutions.ts";
import { WasmConvolutions } from "../../src/kernels/wasm/convolutions.ts";

const backends = [
  ["the reference", (length: number): Convolutions => new ReferenceConvolutions(length)],
  ["WebAssembly", (length: number): Convolutions => new WasmConvolutions(length)],
] as const;

const shape: LayerShape = { size: 16, inputs: 3, outputs: 8 };

/** A layer with random planes, weights and gradient in one arena; `flat` reads planes without their borders. */
function layer(open: (length: number) => Convolutions, { size, inputs, outputs }: LayerShape) {
  const count = weightCount({ size, inputs, outputs });
  const plane = planeLength(size);
  const input = 0;
  const output = inputs * plane;
  const gradient = output + outputs * plane;
  const inputGradient = gradient + outputs * plane;
  const weights = inputGradient + inputs * plane;
  const bias = weights + count;
  const weightGradient = bias + outputs;
  const biasGradient = weightGradient + count;
  const run = open(biasGradient + outputs);
  const random = new Random(5, size, inputs, outputs);
  const fill = (at: number, planes: number): void => {
    for (let k = 0; k < planes; k++) {
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) run.values[at + k * plane + pixelAt(size, y, x)] = random.normal();
      }
    }
  };
  fill(input, inputs);
  fill(gradient, outputs);
  for (let k = 0; k < count + outputs; k++) run.values[weights + k] = random.normal();
  return {
    ...{ run, input, output, gradient, inputGradient, weights, bias, weightGradient, biasGradient },
    pixel: (at: number, k: number, y: number, x: number): number =>
      y < 0 || x < 0 || y >= size || x >= size ? 0 : run.values[at + k * plane + pixelAt(size, y, x)],
  };
}

/** All (y, x). */
const pixels = (size: number) =>
  Array.from({ length: size * size }, (_, i) => [Math.floor(i / size), i % size] as const);

describe.each(backends)("convolutions by %s", (_, open) => {
  it.each([false, true])("are the sums that define them (rectified: %s)", (isRectified) => {
    const { run, input, output, weights, bias, pixel } = layer(open, shape);
    run.convolve(shape, input, weights, bias, output, isRectified);
    for (let o = 0; o < shape.outputs; o++) {
      for (const [y, x] of pixels(shape.size)) {
        let expected = run.values[bias + o];
        for (let i = 0; i < shape.inputs; i++) {
          for (let tap = 0; tap < 9; tap++) {
            const weight = run.values[weights + (o * shape.inputs + i) * 9 + tap];
            expected += weight * pixel(input, i, y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1);
          }
        }
        expect(pixel(output, o, y, x)).toBeCloseTo(isRectified ? Math.max(0, expected) : expected, 4);
      }
    }
  });

  it("have the gradients that their linearity demands, of weights, bias and input", () => {
    const small: LayerShape = { size: 8, inputs: 4, outputs: 4 };
    const at = layer(open, small);
    const { run, pixel } = at;
    const { values } = run;
    /** Σ g · output, linear in each weight, bias and input value: its differences are its derivatives. */
    const objective = (): number => {
      run.convolve(small, at.input, at.weights, at.bias, at.output, false);
      let sum = 0;
      for (let o = 0; o < small.outputs; o++) {
        for (const [y, x] of pixels(small.size)) {
          sum += pixel(at.gradient, o, y, x) * pixel(at.output, o, y, x);
        }
      }
      return sum;
    };
    const difference = (place: number): number => {
      const value = values[place];
      values[place] = value + 1;
      const above = objective();
      values[place] = value - 1;
      const below = objective();
      values[place] = value;
      return (above - below) / 2;
    };
    run.addWeightGradient(small, at.input, at.gradient, at.weightGradient, at.biasGradient);
    const count = weightCount(small);
    for (let k = 0; k < count; k += 7) {
      expect(values[at.weightGradient + k]).toBeCloseTo(difference(at.weights + k), 3);
    }
    for (let o = 0; o < small.outputs; o++) {
      expect(values[at.biasGradient + o]).toBeCloseTo(difference(at.bias + o), 3);
    }
    const transposed = new Float32Array(count);
    transposeWeights(small, values.slice(at.weights, at.weights + count), transposed);
    const differences = [
      [0, 0, 0],
      [1, 3, 5],
      [2, 7, 7],
      [3, 0, 7],
    ].map(([i, y, x]) => difference(at.input + i * planeLength(small.size) + pixelAt(small.size, y, x)));
    values.set(transposed, at.weights);
    run.convolve(small, at.gradient, at.weights, -1, at.inputGradient, false);
    const found = [
      [0, 0, 0],
      [1, 3, 5],
      [2, 7, 7],
      [3, 0, 7],
    ].map(([i, y, x]) => pixel(at.inputGradient, i, y, x));
    found.forEach((value, k) => expect(value).toBeCloseTo(differences[k], 3));
  });

  it("add the gradient of the weights to what is there", () => {
    const { run, input, gradient, weightGradient, biasGradient } = layer(open, shape);
    const read = (): Float32Array => run.values.slice(weightGradient);
    run.addWeightGradient(shape, input, gradient, weightGradient, biasGradient);
    const once = read();
    run.addWeightGradient(shape, input, gradient, weightGradient, biasGradient);
    read().forEach((value, k) => expect(value).toBe(2 * once[k]));
  });

  it("pool four pixels to their mean and spread one over four, each the other's adjoint", () => {
    const [side, planes] = [8, 2];
    const [small, large] = [planes * planeLength(side), planes * planeLength(2 * side)];
    const run = open(2 * small + 2 * large);
    const [a, b, c, d] = [0, large, large + small, large + 2 * small];
    const random = new Random(6);
    const draw = (at: number, size: number): void => {
      for (let k = 0; k < planes; k++) {
        for (const [y, x] of pixels(size)) {
          run.values[at + k * planeLength(size) + pixelAt(size, y, x)] = random.normal();
        }
      }
    };
    draw(a, 2 * side);
    draw(c, side);
    run.halve(side, planes, a, b, 1 / 4);
    run.double(side, planes, c, d, 1 / 4, false);
    const inner = (p: number, q: number, length: number): number => {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += run.values[p + k] * run.values[q + k];
      return sum;
    };
    expect(inner(b, c, small)).toBeCloseTo(inner(a, d, large), 4);
    const four = [0, 1, 2 * side + 4, 2 * side + 5].map((k) => run.values[a + pixelAt(2 * side, 6, 4) + k]);
    expect(run.values[b + pixelAt(side, 3, 2)]).toBeCloseTo(four.reduce((x, y) => x + y) / 4, 6);
    const before = run.values.slice(d, d + large);
    run.double(side, planes, c, d, 1 / 4, true);
    before.forEach((value, k) => expect(run.values[d + k]).toBe(2 * value));
  });

  it("let no gradient through where a ReLU is closed", () => {
    const { run, gradient, output, weights, bias, input } = layer(open, shape);
    run.convolve(shape, input, weights, bias, output, true);
    const before = run.values.slice();
    run.rectifyGradient(shape.size, shape.outputs, output, gradient);
    for (let k = 0; k < shape.outputs * planeLength(shape.size); k++) {
      expect(run.values[gradient + k]).toBe(before[output + k] > 0 ? before[gradient + k] : 0);
    }
  });
});

it("both compute the same bits", () => {
  const arenas = backends.map(([, open]) => {
    const at = layer(open, shape);
    at.run.convolve(shape, at.input, at.weights, at.bias, at.output, true);
    at.run.rectifyGradient(shape.size, shape.outputs, at.output, at.gradient);
    at.run.addWeightGradient(shape, at.input, at.gradient, at.weightGradient, at.biasGradient);
    at.run.halve(8, 1, at.output, at.inputGradient, 1 / 4);
    at.run.double(8, 1, at.inputGradient, at.output, 0.3, true);
    return at.run.values;
  });
  expect(arenas[1]).toEqual(arenas[0]);
});

it("uses WebAssembly where there is SIMD", () => {
  expect(openConvolutions(64).name).toBe("wasm-simd");
});
