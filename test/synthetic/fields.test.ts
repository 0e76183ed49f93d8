import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { referenceWarp, wasmWarp } from "../../src/kernels/warp.ts";
import { ball } from "../../src/synthetic/ball.ts";
import { blur } from "../../src/synthetic/blur.ts";
import { GaussianField } from "../../src/synthetic/gaussianField.ts";

describe("ball", () => {
  it("has the area of a disc and its symmetries", () => {
    const n = 200;
    const image = ball(n, 0.1);
    const area = image.reduce((a, b) => a + b, 0);
    expect(Math.abs(area / (Math.PI * 20 ** 2) - 1)).toBeLessThan(0.01);
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < n; x++) {
        expect(image[y * n + x]).toBe(image[x * n + y]);
        expect(image[y * n + x]).toBe(image[y * n + (n - 1 - x)]);
      }
    }
  });
});

describe("blur", () => {
  it("is the convolution with a normalised Gaussian, zero outside", () => {
    const n = 9;
    const sigma = 1.3;
    const image = new Random(2).fillNormal(new Float64Array(n * n));
    const blurred = blur(image, n, sigma);
    const weight = (d: number) => Math.exp((-d * d) / (2 * sigma * sigma));
    let norm = 0;
    for (let d = -60; d <= 60; d++) norm += weight(d);
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < n; x++) {
        let expected = 0;
        for (let v = 0; v < n; v++) {
          for (let u = 0; u < n; u++)
            expected += (image[v * n + u] * weight(u - x) * weight(v - y)) / norm ** 2;
        }
        expect(blurred[y * n + x]).toBeCloseTo(expected, 12);
      }
    }
  });

  it("keeps the volume of what lies far from the edge", () => {
    const image = ball(101, 0.1);
    const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(total(blur(image, 101, 4))).toBeCloseTo(total(image), 9);
    expect(blur(image, 101, 0)).toEqual(image);
  });
});

function drawn(model: GaussianField, n: number, random: Random): Float64Array {
  const field = new Float64Array(n * n);
  model.sample(random, 1, field);
  return field;
}

describe("GaussianField", () => {
  const n = 32;
  const correlation = 0.1;
  const fields = 2000;
  const model = new GaussianField(n, correlation);
  const draws = Array.from({ length: fields }, (_, i) => drawn(model, n, new Random(3, i)));

  /** Mean of ξ(a) ξ(b) over the draws. */
  const covariance = (a: number, b: number) => draws.reduce((sum, f) => sum + f[a] * f[b], 0) / fields;

  it("has variance 1 at every point", () => {
    for (const point of [0, 5 * n + 7, 16 * n + 31, n * n - 1]) {
      expect(Math.abs(covariance(point, point) - 1)).toBeLessThan(5 * Math.sqrt(2 / fields));
    }
  });

  it("has the periodic Gaussian covariance of smoothed white noise", () => {
    // White noise smoothed by σ has covariance ∝ Σ_j exp(−(d + j)² / 4σ²) along each axis.
    const along = (d: number) => {
      let sum = 0;
      for (let j = -3; j <= 3; j++) sum += Math.exp(-((d + j) ** 2) / (4 * correlation ** 2));
      return sum;
    };
    for (const [x, y] of [
      [1, 0],
      [4, 0],
      [0, 6],
      [3, 3],
      [16, 0],
      [31, 0],
    ] as const) {
      const expected = (along(x / n) * along(y / n)) / along(0) ** 2;
      expect(Math.abs(covariance(0, y * n + x) - expected)).toBeLessThan(5 / Math.sqrt(fields));
    }
  });

  it("is the sum of its modes, evaluated one by one", () => {
    const size = 12;
    const wide = new GaussianField(size, 0.3); // modes −2 … 2
    const field = drawn(wide, size, new Random(9));
    const reach = Math.ceil(Math.sqrt(-Math.log(1e-8) / (2 * Math.PI ** 2 * 0.3 ** 2)));
    const random = new Random(9);
    const modes: Array<[number, number]> = [];
    for (let k = 0; k <= reach; k++) for (let l = -reach; l <= reach; l++) modes.push([k, l]);
    const factor = ([k, l]: readonly [number, number]) =>
      Math.exp(-4 * Math.PI ** 2 * 0.09 * (k * k + l * l));
    let total = 0;
    for (let k = -reach; k <= reach; k++) for (let l = -reach; l <= reach; l++) total += factor([k, l]);
    const a = modes.map(() => random.normal());
    const b = modes.map(() => random.normal());
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let expected = 0;
        for (const [i, mode] of modes.entries()) {
          const [k, l] = mode;
          const amplitude = Math.sqrt(((k === 0 ? 1 : 2) * factor(mode)) / total);
          const angle = (2 * Math.PI * (k * x + l * y)) / size;
          expected += amplitude * (a[i] * Math.cos(angle) + b[i] * Math.sin(angle));
        }
        expect(field[y * size + x]).toBeCloseTo(expected, 10);
      }
    }
  });
});

describe.each([
  ["readable", referenceWarp()],
  ["fast", wasmWarp()],
])("the %s warp", (_name, open) => {
  const n = 8;
  const pixels = new Float64Array(n * n);

  /** The image displaced by the same everywhere, or by its own displacement at each pixel. */
  function seen(image: Float64Array, dx: number | Float64Array, dy: number | Float64Array): Float32Array {
    const warp = open(n);
    const out = new Float32Array(n * n);
    warp.dx.set(typeof dx === "number" ? pixels.map(() => dx) : dx);
    warp.dy.set(typeof dy === "number" ? pixels.map(() => dy) : dy);
    warp.run(image, out);
    return out;
  }

  it("changes nothing without a displacement and shifts by whole pixels", () => {
    const random = new Random(4);
    const image = pixels.map(() => random.uniform());
    expect(seen(image, 0, 0)).toEqual(Float32Array.from(image));
    const out = seen(image, 2, -1);
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < n; x++) {
        expect(out[y * n + x]).toBe(x + 2 < n && y >= 1 ? Math.fround(image[(y - 1) * n + x + 2]) : 0);
      }
    }
  });

  it("is exact for functions that are linear in x and y", () => {
    const plane = Float64Array.from({ length: n * n }, (_, i) => 4 + 2 * (i % n) - 0.5 * Math.floor(i / n));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6.9, noNaN: true }),
        fc.double({ min: 0, max: 6.9, noNaN: true }),
        (u, v) => {
          const x = plane.map((_, i) => u - (i % n));
          const y = plane.map((_, i) => v - Math.floor(i / n));
          for (const value of seen(plane, x, y)) expect(value).toBeCloseTo(4 + 2 * u - 0.5 * v, 5);
        },
      ),
    );
  });

  it("fades to zero outside and stays zero far away, at every border", () => {
    const ones = pixels.map(() => 1);
    expect(seen(ones, -0.25, 0)[0]).toBe(0.75);
    expect(seen(ones, 0.25, 0)[n - 1]).toBe(0.75);
    expect(seen(ones, 0, -0.25)[0]).toBe(0.75);
    expect(seen(ones, 0, 0.25)[n * n - 1]).toBe(0.75);
    expect(seen(ones, 100, 0).every((value) => value === 0)).toBe(true);
    expect(seen(ones, 0, -100).every((value) => value === 0)).toBe(true);
  });
});

it.each([1, 2, 7, 12, 33])("both warps see images of %i × %i alike, whatever part of them is not 0", (n) => {
  const random = new Random(5, n);
  for (let k = 0; k < 20; k++) {
    const box = Array.from({ length: 4 }, () => random.integer(n));
    const image = Float64Array.from({ length: n * n }, (_, i) => {
      const [x, y] = [i % n, Math.floor(i / n)];
      return x >= box[0] && x <= box[1] && y >= box[2] && y <= box[3] ? random.uniform() : 0;
    });
    const [dx, dy] = [0, 1].map(() => random.fillNormal(new Float64Array(n * n)).map((z) => (z * n) / 3));
    const [a, b] = [referenceWarp()(n), wasmWarp()(n)].map((warp) => {
      const out = new Float32Array(n * n);
      warp.dx.set(dx);
      warp.dy.set(dy);
      warp.run(image, out);
      return out;
    });
    expect(a).toEqual(b);
  }
});
