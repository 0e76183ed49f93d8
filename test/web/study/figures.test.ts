import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridFromSteps } from "../../../src/image/grid.ts";
import { partOf, wholeBox } from "../../../src/image/part.ts";
import { voteMap, votePatterns } from "../../../src/raters/patterns.ts";
import { summarize } from "../../../src/raters/summary.ts";
import { figuresOf } from "../../../web/work/study/figures.ts";

const grid = gridFromSteps(
  "grid",
  [6, 5, 4],
  [
    [0.9, 0, 0],
    [0, 0.9, 0],
    [0, 0, 2.5],
  ],
  [-3, 4, 10],
);
const VOXELS = 120;

/** A mask within a corner of the grid, so that there is background on some sides and none on others; empty ones among them. */
const mask = fc
  .tuple(
    fc.uint8Array({ minLength: VOXELS, maxLength: VOXELS, max: 1 }),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([data, width, depth]) => data.map((value, i) => (i % 6 < width && i < 30 * depth ? value : 0)));

describe("the figures of masks that are cut to what they mark", () => {
  it("are those of the whole grid, to the last digit", () => {
    fc.assert(
      fc.property(fc.array(mask, { minLength: 1, maxLength: 5 }), fc.boolean(), (raters, areCut) => {
        const observers = raters.map((data, k) => ({
          observer: `User${k}`,
          part: areCut ? partOf({ name: "", grid, data }) : { box: wholeBox(grid), data },
        }));
        const map = voteMap(raters);
        const names = observers.map(({ observer }) => observer);
        const { summary } = summarize({ map, votes: votePatterns(map), grid }, names);
        expect(figuresOf({ grid, observers, remarks: [] })).toEqual(summary);
      }),
      { numRuns: 60 },
    );
  });
});
