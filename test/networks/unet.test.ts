import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { ReferenceConvolutions } from "../../src/kernels/reference/convolutions.ts";
import { WasmConvolutions } from "../../src/kernels/wasm/convolutions.ts";
import { planUnet } from "../../src/networks/plan.ts";
import { Unet } from "../../src/networks/unet.ts";

const shape = { size: 32, channels: [4, 8, 4] };

function network(): Unet {
  const unet = new Unet(shape, 2);
  unet.initialise(new Random(3));
  return unet;
}

const image = new Random(4).fillNormal(new Float32Array(32 * 32)).map((value) => 1 + value);
const direction = new Random(5).fillNormal(new Float64Array(32 * 32)).map((value) => 1 + value);

describe("a U-Net", () => {
  it("has the gradient that differences of its output give, in every layer", () => {
    const unet = network();
    const logits = new Float64Array(32 * 32);
    const { levels, head } = planUnet(shape);
    const layers = levels.flatMap(({ down, up }) => [...down, ...(up?.layers ?? [])]);
    // Small weights, and biases that keep three of four channels open and one closed: no ReLU changes sides on the way.
    unet.parameters.forEach((value, k) => (unet.parameters[k] = 0.2 * value));
    for (const { bias, shape: each } of layers) {
      for (let o = 0; o < each.outputs; o++) unet.parameters[bias + o] = o % 4 === 3 ? -10 : 2;
    }
    /** Σ direction · logits, linear in the parameters of one layer as long as no ReLU opens or closes. */
    const objective = (): number => {
      unet.forward(1, image, logits);
      return logits.reduce((sum, logit, i) => sum + direction[i] * logit, 0);
    };
    objective();
    unet.clearGradient();
    unet.backward(1, direction);
    const ranges = [
      ...layers.flatMap(({ weights, bias, shape: { outputs } }) => [
        [weights, bias],
        [bias, bias + outputs],
      ]),
      [head.weights, head.weights + head.channels + 1],
    ];
    const random = new Random(7);
    for (const [start, end] of ranges) {
      // A random direction within one layer's weights or biases.
      const along = Float32Array.from({ length: end - start }, () => random.normal());
      const before = unet.parameters.slice(start, end);
      const move = (step: number): number => {
        unet.parameters.set(
          before.map((value, k) => value + step * along[k]),
          start,
        );
        return objective();
      };
      const step = 0.01;
      const difference = (move(step) - move(-step)) / (2 * step);
      unet.parameters.set(before, start);
      const gradient = unet.gradient.slice(start, end).reduce((sum, value, k) => sum + value * along[k], 0);
      expect(Math.abs(gradient)).toBeGreaterThan(0.02);
      expect(Math.abs(difference - gradient)).toBeLessThan(5e-4 + 1e-4 * Math.abs(gradient));
    }
  });

  it("computes the same bits with both kernels, forwards and backwards", () => {
    const small = { size: 16, channels: [4, 8] };
    const pixels = 16 * 16;
    const results = [
      (length: number) => new ReferenceConvolutions(length),
      (length: number) => new WasmConvolutions(length),
    ].map((open) => {
      const unet = new Unet(small, 1, open);
      unet.initialise(new Random(3));
      const logits = new Float64Array(pixels);
      unet.forward(0, image.subarray(0, pixels), logits);
      unet.backward(0, direction.subarray(0, pixels));
      return { logits, gradient: unet.gradient.slice() };
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[0].gradient.some((value) => value !== 0)).toBe(true);
  });

  it("adds up the gradients of the images of a batch", () => {
    const unet = network();
    const logits = new Float64Array(32 * 32);
    const other = image.map((value) => 1 - value);
    const gradientOf = (...images: Float32Array[]): Float32Array => {
      images.forEach((each, slot) => unet.forward(slot, each, logits));
      unet.clearGradient();
      images.forEach((_, slot) => unet.backward(slot, direction));
      return unet.gradient.slice();
    };
    const [one, two, both] = [gradientOf(image), gradientOf(other), gradientOf(image, other)];
    const difference = both.map((value, k) => Math.abs(value - one[k] - two[k]));
    expect(Math.max(...difference)).toBeLessThan(1e-4 * Math.max(...both.map(Math.abs)));
  });
});
