import { expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { referenceWaves, wasmWaves } from "../../src/kernels/waves.ts";

it.each([1, 2, 5, 8, 33, 50])("both kernels sum the waves of a field of %i × %i", (n) => {
  const waves = Math.min(4, Math.floor((n - 1) / 2) + 1);
  const fields = [referenceWaves(), wasmWaves()].map((open) => {
    const room = open(n, waves);
    const random = new Random(61, n);
    for (let k = 0; k < waves; k++) {
      for (let x = 0; 2 * x <= n; x++) {
        room.cos[k * room.stride + x] = Math.cos((2 * Math.PI * k * x) / n);
        room.sin[k * room.stride + x] = Math.sin((2 * Math.PI * k * x) / n);
      }
    }
    random.fillNormal(room.real as Float64Array<ArrayBuffer>);
    random.fillNormal(room.imaginary as Float64Array<ArrayBuffer>);
    return { field: room.sum().slice(), room };
  });
  expect(fields[1].field).toEqual(fields[0].field);
  const { field, room } = fields[0];
  for (let y = 0; y < n; y++) {
    for (let x = 0; x < n; x++) {
      let expected = 0;
      for (let k = 0; k < waves; k++) {
        expected += room.real[y * waves + k] * Math.cos((2 * Math.PI * k * x) / n);
        expected -= room.imaginary[y * waves + k] * Math.sin((2 * Math.PI * k * x) / n);
      }
      expect(field[y * n + x]).toBeCloseTo(expected, 12);
    }
  }
});

it.each([1, 2, 5, 8, 33, 50])("both kernels sum the waves along y of %i rows", (n) => {
  const waves = Math.min(4, Math.floor((n - 1) / 2) + 1);
  const [a, b] = [referenceWaves(), wasmWaves()].map((open) => {
    const room = open(n, waves);
    const random = new Random(62, n);
    for (let k = 0; k < waves; k++) {
      for (let x = 0; 2 * x <= n; x++) {
        room.cos[k * room.stride + x] = Math.cos((2 * Math.PI * k * x) / n);
        room.sin[k * room.stride + x] = Math.sin((2 * Math.PI * k * x) / n);
      }
    }
    random.fillNormal(room.a as Float64Array<ArrayBuffer>);
    random.fillNormal(room.b as Float64Array<ArrayBuffer>);
    room.sumColumns();
    return { real: room.real.slice(), imaginary: room.imaginary.slice(), room };
  });
  expect(a.real).toEqual(b.real);
  expect(a.imaginary).toEqual(b.imaginary);
  // Σ over l = −reach … reach of (A − iB) e^(iθl), with the amplitudes of l and −l unfolded.
  const width = 2 * waves - 1;
  const unfolded = (values: Float64Array, k: number, l: number) => {
    const zero = k * width + waves - 1;
    if (l === 0) return values[zero];
    return (values[zero + Math.abs(l)] + Math.sign(l) * values[zero - Math.abs(l)]) / 2;
  };
  for (let y = 0; y < n; y++) {
    for (let k = 0; k < waves; k++) {
      let [real, imaginary] = [0, 0];
      for (let l = 1 - waves; l < waves; l++) {
        const [p, q] = [unfolded(a.room.a, k, l), unfolded(a.room.b, k, l)];
        const angle = (2 * Math.PI * l * y) / n;
        real += p * Math.cos(angle) + q * Math.sin(angle);
        imaginary += p * Math.sin(angle) - q * Math.cos(angle);
      }
      expect(a.real[y * waves + k]).toBeCloseTo(real, 12);
      expect(a.imaginary[y * waves + k]).toBeCloseTo(imaginary, 12);
    }
  }
});
