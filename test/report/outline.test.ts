import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outlinePath } from "../../src/report/outline.ts";

/** Corners of each loop of a path of M, H, V and Z. */
function loops(path: string): [number, number][][] {
  return path
    .split("Z")
    .filter((loop) => loop !== "")
    .map((loop) => {
      const corners: [number, number][] = [];
      for (const [, command, text] of loop.matchAll(/([MHV])([-\d.,]+)/g)) {
        const [x, y] = corners.at(-1) ?? [0, 0];
        if (command === "M") corners.push(text.split(",").map(Number) as [number, number]);
        else corners.push(command === "H" ? [Number(text), y] : [x, Number(text)]);
      }
      return corners;
    });
}

/** How often a ray to the right of (x, y) crosses the loops' vertical edges. */
function crossings(found: [number, number][][], x: number, y: number): number {
  let count = 0;
  for (const corners of found) {
    for (const [i, [ax, ay]] of corners.entries()) {
      const [bx, by] = corners[(i + 1) % corners.length];
      if (ax === bx && ax > x && Math.min(ay, by) < y && Math.max(ay, by) > y) count += 1;
    }
  }
  return count;
}

function area(corners: [number, number][]): number {
  return corners.reduce((sum, [ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    return sum + (ax * by - bx * ay) / 2;
  }, 0);
}

const masks = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      values: fc.array(fc.integer({ min: 0, max: 1 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
    }),
  );

describe("outlinePath", () => {
  it("draws one voxel clockwise along its edges", () => {
    expect(outlinePath({ values: [0, 0, 0, 1], width: 2, height: 2 })).toBe("M1,1H2V2H1Z");
  });

  it("scales to the size of a voxel", () => {
    expect(outlinePath({ values: [0, 1], width: 2, height: 1 }, [3, 1.5])).toBe("M3,0H6V1.5H3Z");
  });

  it("keeps voxels that touch at a corner apart and follows holes the other way", () => {
    expect(loops(outlinePath({ values: [1, 0, 0, 1], width: 2, height: 2 }))).toHaveLength(2);
    expect(loops(outlinePath({ values: [0, 1, 1, 0], width: 2, height: 2 }))).toHaveLength(2);
    const ring = loops(outlinePath({ values: [1, 1, 1, 1, 0, 1, 1, 1, 1], width: 3, height: 3 }));
    expect(ring.map(area)).toEqual([9, -1]);
  });

  it("encloses exactly the mask", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const found = loops(outlinePath(mask));
        for (let y = 0; y < mask.height; y++) {
          for (let x = 0; x < mask.width; x++) {
            expect(crossings(found, x + 0.5, y + 0.5) % 2).toBe(mask.values[x + mask.width * y]);
          }
        }
        const total = found.map(area).reduce((a, b) => a + b, 0);
        expect(total).toBe(mask.values.reduce((a, b) => a + b, 0));
      }),
    );
  });

  it("turns at every corner it names", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        for (const corners of loops(outlinePath(mask))) {
          for (const [i, [x, y]] of corners.entries()) {
            const [beforeX, beforeY] = corners.at(i - 1) ?? [0, 0];
            const [afterX, afterY] = corners[(i + 1) % corners.length];
            expect(beforeX === x).toBe(afterY === y);
            expect(beforeY === y).toBe(afterX === x);
          }
        }
      }),
    );
  });
});
