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
