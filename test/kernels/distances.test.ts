import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Distances } from "../../src/kernels/distanceContract.ts";
import { ReferenceDistances } from "../../src/kernels/reference/distances.ts";
import { WasmDistances } from "../../src/kernels/wasm/distances.ts";

type Triple = Distances["shape"];

const sizes = fc.integer({ min: 1, max: 6 });
const spacings = fc.constantFrom(0.3, 0.875, 0.9765625, 1, 2.5, 7);
const lattices = fc.record({
  shape: fc.tuple(sizes, sizes, sizes),
  spacing: fc.tuple(spacings, spacings, spacings),
  marks: fc.array(fc.nat(215), { maxLength: 12 }),
});

function transformed(distances: Distances, marks: readonly number[], spacing: Triple): Float64Array {
  for (const mark of marks) distances.isSet[mark % distances.isSet.length] = 1;
  distances.transform(spacing);
  return distances.squared;
}

describe("squared distances", () => {
  it("equal the smallest of all distances, for any spacing", () => {
    fc.assert(
      fc.property(lattices, ({ shape, spacing, marks }) => {
        const distances = new ReferenceDistances(shape);
        const found = transformed(distances, marks, spacing);
        const [nx, ny] = shape;
        const at = (i: number) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
        found.forEach((value, i) => {
          let nearest = Infinity;
          distances.isSet.forEach((set, j) => {
            if (set === 0) return;
            const square = at(i).reduce((sum, x, axis) => sum + ((x - at(j)[axis]) * spacing[axis]) ** 2, 0);
            nearest = Math.min(nearest, square);
          });
          if (nearest === Infinity) expect(value).toBe(Infinity);
          else expect(Math.abs(value - nearest)).toBeLessThanOrEqual(1e-12 * nearest);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("have the same bits in WebAssembly", () => {
    fc.assert(
      fc.property(lattices, ({ shape, spacing, marks }) => {
        const [fast, slow] = [new WasmDistances(shape), new ReferenceDistances(shape)];
        expect(transformed(fast, marks, spacing)).toEqual(transformed(slow, marks, spacing));
      }),
      { numRuns: 300 },
    );
  });

  it("have the same bits on a lattice as large as an organ's", () => {
    const shape: Triple = [61, 47, 33];
    const spacing: Triple = [0.9765625, 0.8203125, 3];
    const marks = Array.from({ length: 400 }, (_, k) => (k * 7919) % (61 * 47 * 33));
    const [fast, slow] = [new WasmDistances(shape), new ReferenceDistances(shape)];
    expect(transformed(fast, marks, spacing)).toEqual(transformed(slow, marks, spacing));
  });
});
