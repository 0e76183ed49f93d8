import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReferenceWalks } from "../../src/kernels/reference/walks.ts";
import { WasmWalks } from "../../src/kernels/wasm/walks.ts";
import type { Walks } from "../../src/kernels/walkContract.ts";

const BINS = 9;
const millimetres = fc.oneof(
  fc.double({ min: 0, max: 40, noNaN: true }),
  fc.constantFrom(0, 1, 2.5, Infinity),
);
const target = fc.record({ mm: millimetres, isNear: fc.boolean(), bin: fc.nat(BINS - 1) });
const point = fc.tuple(target, target, target, target);
const walked = fc.array(point, { minLength: 1, maxLength: 12 }).chain((points) =>
  fc.record({
    points: fc.constant(points),
    surfaces: fc.array(
      fc.array(
        fc.record({
          place: fc.nat(points.length - 1),
          area: fc.double({ min: 1e-3, max: 9, noNaN: true }),
        }),
        { maxLength: 30 },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

type Walked = typeof walked extends fc.Arbitrary<infer T> ? T : never;

/** Far distances of 0 there are none: they are within any tolerance. */
const isFar = ({ mm, isNear }: { readonly mm: number; readonly isNear: boolean }): boolean =>
  !isNear && mm > 0;

function after(walks: Walks, { points, surfaces }: Walked): unknown {
  for (const [p, targets] of points.entries()) {
    for (const [t, one] of targets.entries()) {
      walks.distancesMm[4 * p + t] = isFar(one) ? -one.mm : one.mm;
      walks.bins[4 * p + t] = one.bin;
    }
  }
  const sums = surfaces.map((elements) => {
    for (const [e, { place, area }] of elements.entries()) {
      walks.places[e] = place;
      walks.areasMm2[e] = area;
    }
    return walks.walk(elements.length);
  });
  return { sums, areas: [...walks.areasInBinsMm2] };
}

describe("walks over surfaces", () => {
  const sizes = { points: 12, elements: 30, bins: BINS };

  it("sum distances and areas to each of four targets, and add areas to bins", () => {
    fc.assert(
      fc.property(walked, (one) => {
        const { points, surfaces } = one;
        const areas = new Float64Array(4 * BINS);
        const sums = surfaces.map((elements) =>
          [0, 1, 2, 3].map((t) => {
            const to = elements.map(({ place, area }) => ({ ...points[place][t], area }));
            for (const { bin, area } of to) areas[4 * bin + t] += area;
            return {
              maxMm: Math.max(0, ...to.map(({ mm }) => mm)),
              momentMm3: to.reduce((sum, { mm, area }) => sum + area * mm, 0),
              withinMm2: to.reduce((sum, each) => sum + (isFar(each) ? 0 : each.area), 0),
            };
          }),
        );
        expect(after(new ReferenceWalks(sizes), one)).toEqual({ sums, areas: [...areas] });
      }),
      { numRuns: 300 },
    );
  });

  it("have the same bits in WebAssembly", () => {
    fc.assert(
      fc.property(walked, (one) => {
        expect(after(new WasmWalks(sizes), one)).toEqual(after(new ReferenceWalks(sizes), one));
      }),
      { numRuns: 300 },
    );
  });
});
