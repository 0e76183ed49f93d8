import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { ball } from "../../src/synthetic/ball.ts";
import { blur } from "../../src/synthetic/blur.ts";
import { GaussianField } from "../../src/synthetic/gaussianField.ts";
import { warp } from "../../src/synthetic/warp.ts";

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

describe("GaussianField", () => {
  const n = 32;
  const correlation = 0.1;
  const fields = 2000;
  const model = new GaussianField(n, correlation);
  const draws = Array.from({ length: fields }, (_, i) => model.sample(new Random(3, i), 1));

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
    const field = wide.sample(new Random(9), 1);
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

describe("warp", () => {
  const n = 8;
  const random = new Random(4);
  const image = random.fillNormal(new Float64Array(n * n));

  it("changes nothing without a displacement and shifts by whole pixels", () => {
    const zero = new Float64Array(n * n);
    const out = new Float64Array(n * n);
    warp(image, n, zero, zero, out);
    expect(out).toEqual(image);
    warp(
      image,
      n,
      zero.map(() => 2),
      zero.map(() => -1),
      out,
    );
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < n; x++) {
        expect(out[y * n + x]).toBe(x + 2 < n && y >= 1 ? image[(y - 1) * n + x + 2] : 0);
      }
    }
  });

  it("is exact for functions that are linear in x and y", () => {
    const plane = Float64Array.from({ length: n * n }, (_, i) => 3 + 2 * (i % n) - 0.5 * Math.floor(i / n));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6.9, noNaN: true }),
        fc.double({ min: 0, max: 6.9, noNaN: true }),
        (u, v) => {
          const out = new Float64Array(n * n);
          const x = plane.map((_, i) => u - (i % n));
          const y = plane.map((_, i) => v - Math.floor(i / n));
          warp(plane, n, x, y, out);
          for (const value of out) expect(value).toBeCloseTo(3 + 2 * u - 0.5 * v, 10);
        },
      ),
    );
  });

  it("fades to zero outside and stays zero far away, at every border", () => {
    const ones = new Float64Array(n * n).fill(1);
    const out = new Float64Array(n * n);
    const shift = (dx: number, dy: number) => {
      warp(
        ones,
        n,
        ones.map(() => dx),
        ones.map(() => dy),
        out,
      );
      return out;
    };
    expect(shift(-0.25, 0)[0]).toBeCloseTo(0.75, 15);
    expect(shift(0.25, 0)[n - 1]).toBeCloseTo(0.75, 15);
    expect(shift(0, -0.25)[0]).toBeCloseTo(0.75, 15);
    expect(shift(0, 0.25)[n * n - 1]).toBeCloseTo(0.75, 15);
    expect(shift(100, 0).every((value) => value === 0)).toBe(true);
    expect(shift(0, -100).every((value) => value === 0)).toBe(true);
  });
});
