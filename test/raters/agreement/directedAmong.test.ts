import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answersOf, shareTasks, workOn } from "../../../src/cli/distances/sharedTasks.ts";
import { unitGrid, type Triple } from "../../../src/image/grid.ts";
import { directedDistance } from "../../../src/raters/agreement/directed.ts";
import { directedAmong } from "../../../src/raters/agreement/directedAmong.ts";
import { beginNothing } from "../../../src/raters/agreement/distanceTasks.ts";
import { type Surface, SurfaceSpace } from "../../../src/raters/agreement/surfaceSpace.ts";

const shape: Triple = [7, 6, 5];
const box = { start: [0, 0, 0], end: shape } as const;
const voxels = shape[0] * shape[1] * shape[2];

const cases = fc.record({
  spacing: fc.constantFrom<Triple>([1, 1, 1], [0.9765625, 0.9765625, 3], [0.7, 1.1, 0.3]),
  toleranceMm: fc.constantFrom(0, 1, 2.5),
  // Scattered voxels, blocks of them, and now and then none.
  masks: fc.array(fc.array(fc.nat(voxels - 1), { maxLength: 60 }), { minLength: 1, maxLength: 9 }),
});

function prepared({ spacing, masks }: { spacing: Triple; masks: readonly (readonly number[])[] }): {
  space: SurfaceSpace;
  surfaces: Surface[];
} {
  const space = new SurfaceSpace({ ...unitGrid(shape), spacingMm: spacing }, box);
  const surfaces = masks.map((marks) => {
    const mask = new Uint8Array(voxels);
    for (const mark of marks) mask[mark] = 1;
    return space.surface(space.codes(mask));
  });
  return { space, surfaces };
}

describe("distances among surfaces", () => {
  it("have the bits of each pair measured by itself, and each transform is shown", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { space, surfaces } = prepared(one);
        const shown: Float64Array[] = [];
        const among = directedAmong(surfaces, space, one.toleranceMm, (k, squared) => {
          shown[k] = squared.slice();
        });
        for (const [k, to] of surfaces.entries()) {
          const squared = space.squaredDistancesTo(to);
          expect(shown[k]).toEqual(squared);
          for (const [j, from] of surfaces.entries())
            expect(among[j][k]).toEqual(directedDistance(from, squared, one.toleranceMm));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("are those of one surface of many distances, where a bin holds several", () => {
    // A plane of elements at slightly different distances from one far voxel.
    const size: Triple = [40, 40, 40];
    const space = new SurfaceSpace(
      { ...unitGrid(size), spacingMm: [0.7, 1.1, 0.9] },
      { start: [0, 0, 0], end: size },
    );
    const surfaces = [(i: number) => i === 0, (i: number) => i % 40 >= 36].map((isIn) =>
      space.surface(space.codes(Uint8Array.from({ length: 64_000 }, (_, i) => Number(isIn(i))))),
    );
    const among = directedAmong(surfaces, space, 2);
    const squared = space.squaredDistancesTo(surfaces[0]);
    expect(among[1][0]).toEqual(directedDistance(surfaces[1], squared, 2));
  });
});

describe("tasks of distances on two threads", () => {
  const { space, surfaces } = prepared({
    spacing: [0.7, 1.1, 0.3],
    masks: [[1, 2, 3, 40], [50, 51, 60], [], [100, 107, 114]],
  });
  const grid = { ...unitGrid(shape), spacingMm: [0.7, 1.1, 0.3] } as const;
  const tasks = [
    { to: surfaces[0], from: surfaces },
    { to: surfaces[2], from: [surfaces[1]] },
    { to: surfaces[3], from: surfaces.slice(1) },
  ];
  const given = { grid, box, toleranceMm: 1, tasks };
  const plain = beginNothing(given)(space);

  it("are measured as on one", () => {
    const shared = shareTasks(given);
    workOn(shared, space);
    expect(answersOf(shared, space)).toEqual(plain);
    workOn(shared, space); // the other thread finds nothing left to do
    expect(answersOf(shared, space)).toEqual(plain);
  });

  it("are done by this one where the other took some and never ended them", () => {
    const shared = shareTasks(given);
    Atomics.add(shared.states, 0, 2);
    workOn(shared, space);
    expect(answersOf(shared, space, 1)).toEqual(plain);
  });
});
