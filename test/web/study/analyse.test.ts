import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Grid, unitGrid } from "../../../src/image/grid.ts";
import { consensus } from "../../../src/raters/consensus.ts";
import { consensusMethods } from "../../../src/raters/methods.ts";
import { votePatterns, voteMap } from "../../../src/raters/patterns.ts";
import { paint } from "../../../src/raters/selection.ts";
import { analyseMasks } from "../../../web/work/study/analyse.ts";
import { analyseMap } from "../../../web/work/study/analyseMap.ts";
import type { Analysis } from "../../../web/work/study/analysis.ts";
import { boxShape, partOf, place } from "../../../src/image/part.ts";

const grid: Grid = unitGrid([5, 4, 3]);

const masks = fc.array(
  fc
    .uint8Array({ minLength: 60, maxLength: 60, max: 1 })
    .map((mask) => mask.map((value, i) => (i % 5 < 4 ? value : 0))),
  { minLength: 1, maxLength: 5 },
);

/** The value of each voxel of the whole grid, by its class. */
function spread({ box, classes }: Analysis, table: ArrayLike<number>): number[] {
  const data = new Float64Array(60).fill(table[0]);
  place(
    { box, data: Float64Array.from(classes, (p) => table[p]) },
    { box: { start: [0, 0, 0], end: [5, 4, 3] }, data },
  );
  return [...data];
}

describe("classes of voxels", () => {
  it("stand for every observer's mask, the marginal, and every method's segmentation", () => {
    fc.assert(
      fc.property(masks, (raters) => {
        const stored = raters.map((data, k) => ({
          observer: `${k}`,
          part: partOf({ name: "", grid, data }),
        }));
        const found = analyseMasks("x", stored, [...raters.keys()], grid);
        const map = voteMap(raters);
        const votes = votePatterns(map);
        const expected = consensus(votes);
        raters.forEach((mask, k) => expect(spread(found, found.observers[k].taken)).toEqual([...mask]));
        const mean = raters[0].reduce<number[]>((all, _, i) => {
          all.push(raters.reduce((sum, mask) => sum + mask[i], 0) / raters.length);
          return all;
        }, []);
        spread(found, found.marginal).forEach((m, i) => expect(m).toBeCloseTo(mean[i], 12));
        for (const name of consensusMethods) {
          const method = found.methods.find((one) => one.name === name)!;
          expect(spread(found, method.taken)).toEqual([...paint(map, votes, expected.selections[name])]);
          expect(method.voxels).toBe(expected.scores[name].voxels);
        }
        expect(found.counts.reduce((a, b) => a + b)).toBe(60);
        expect(found.optimum.threshold).toBe(expected.marginal.threshold);
      }),
    );
  });

  it("tell apart what two methods take of one pattern in part", () => {
    const raters = [
      "000001000000010111100011000000110000100000000000001011001010",
      "010000010000010011000011000000110100011000110010001100011100",
      "001101100011010100001010000010100000101010000011001101011000",
    ].map((bits) => Uint8Array.from(bits, Number));
    const stored = raters.map((data, k) => ({ observer: `${k}`, part: partOf({ name: "", grid, data }) }));
    const found = analyseMasks("x", stored, [...raters.keys()], grid);
    for (const { name, taken, voxels } of found.methods) {
      expect([name, spread(found, taken).reduce((a, b) => a + b)]).toEqual([name, voxels]);
    }
  });

  it("stand for a probability map", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(8), { minLength: 60, maxLength: 60 }), (eighths) => {
        const data = Float32Array.from(eighths, (k) => k / 8);
        const found = analyseMap("x", { part: partOf({ name: "", grid, data }), hasGeometry: true }, grid);
        expect(spread(found, found.marginal)).toEqual([...data]);
        const half = found.methods.find(({ name }) => name === "half")!;
        expect(half.voxels).toBe(data.filter((m) => m >= 0.5).length);
        expect(found.optimum.l1).toBeCloseTo(data.reduce((a, b) => a + b) / 60, 12);
      }),
    );
  });

  it("have their middle inside the structure", () => {
    const data = new Uint8Array(60);
    data[20 + 5] = 1;
    data[20 + 8] = 1;
    const part = partOf({ name: "", grid, data });
    const { focus, box } = analyseMasks("x", [{ observer: "a", part }], [0], grid);
    expect(boxShape(box)).toEqual([4, 1, 1]);
    expect([
      [0, 1, 1],
      [3, 1, 1],
    ]).toContainEqual(focus);
  });
});
