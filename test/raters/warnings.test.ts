import { describe, expect, it } from "vitest";
import { type Grid, unitGrid } from "../../src/image/grid.ts";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { summarize } from "../../src/raters/summary.ts";
import { blobs } from "../support/blobs.ts";

const shape = [9, 8, 6] as const;
const alike = blobs(shape, 5, 1);
const letters = "abcdefgh";

function warningsOf(
  raters: readonly (readonly number[])[],
  weights?: readonly number[],
  grid: Grid = unitGrid(shape),
) {
  const map = voteMap(raters);
  const votes = votePatterns(map, weights === undefined ? {} : { weights });
  const names = raters.map((_, k) => letters[k]);
  return summarize({ map, votes, grid }, names, { surfaces: true }).summary.warnings;
}

const line = (from: number, to: number): number[] =>
  Array.from({ length: 432 }, (_, i) => Number(from <= i && i < to));
const nothing = line(0, 0);

/** Each warning with observers that bring it about, and ones like them that do not. */
const CASES: readonly {
  readonly warning: RegExp;
  readonly with: readonly (readonly number[])[];
  readonly without: readonly (readonly number[])[];
}[] = [
  {
    warning: /^No two observers' masks overlap/,
    with: [line(0, 9), line(9, 18), line(18, 27)],
    without: [line(0, 9), line(9, 18), line(17, 27)],
  },
  { warning: /^There is one observer: nothing to agree on\.$/, with: [alike[0]], without: alike.slice(0, 2) },
  {
    warning: /^a and c are the same mask, voxel for voxel/,
    with: [alike[0], alike[1], alike[0]],
    without: alike.slice(0, 3),
  },
  {
    warning: /^a and b and d are the same mask/,
    with: [alike[0], alike[0], alike[1], alike[0]],
    without: alike.slice(0, 4),
  },
  {
    warning: /^b and c are the same mask/,
    with: [alike[0], alike[1], alike[1]],
    without: [alike[0], nothing, nothing],
  },
  {
    warning: /^Nobody marked anything: every segmentation is Dice-optimal, with Dice 0\.$/,
    with: [nothing, nothing],
    without: [nothing, alike[0]],
  },
  {
    warning: /^b marked nothing, and counts as an observer who saw nothing\.$/,
    with: [alike[0], nothing, alike[1]],
    without: alike.slice(0, 3),
  },
  // Theorem 2's tie: a quarter marked by all three, the rest by one of them.
  {
    warning: /^324 voxels tie with the threshold/,
    with: [line(0, 432), line(0, 108), line(0, 108)],
    without: [line(0, 431), line(0, 108), line(0, 108)],
  },
  {
    warning:
      /^Exactly half of the votes fell to 10 voxels: a strict majority leaves them out \(20 voxels\), "at least half" takes them in \(30 voxels\)\.$/,
    with: [line(0, 30), line(0, 20), line(0, 20), line(0, 30)],
    without: [line(0, 30), line(0, 20), line(0, 20)],
  },
  {
    warning: /^STAPLE is not determined by two observers/,
    with: alike.slice(0, 2),
    without: alike.slice(0, 3),
  },
  {
    warning:
      /^STAPLE depends on the field of view: \d+ voxels on the grid, \d+ voxels on the box, \d+ voxels on the box with margin\.$/,
    with: [line(100, 118), line(100, 102), line(100, 103), line(101, 104), line(100, 102)],
    without: [alike[0], alike[0], alike[0]],
  },
];

describe("the warnings of a summary", () => {
  it.each(CASES)("$warning", ({ warning, with: bringing, without }) => {
    expect(warningsOf(bringing).filter((text) => warning.test(text))).toHaveLength(1);
    expect(warningsOf(without).filter((text) => warning.test(text))).toEqual([]);
  });

  it("are none for alike observers of an odd number, as far as their votes allow", () => {
    const other = warningsOf(alike).filter((text) => !/field of view/.test(text));
    expect(other).toEqual([]);
  });

  it("count observers of weight 0 out of STAPLE", () => {
    expect(warningsOf(alike.slice(0, 3), [1, 1, 0]).join()).toContain("not determined by two observers");
  });

  it("say that STAPLE did not converge, of observers of whom one counts", () => {
    const text = "STAPLE did not converge in 10000 iterations: its figures are those of the last one.";
    expect(warningsOf(alike.slice(0, 2), [1, 0])).toContain(text);
    expect(warningsOf(alike.slice(0, 2))).not.toContain(text);
    expect(warningsOf(alike.slice(0, 1))).not.toContain(text);
  });

  it("say that axes are not at right angles, where distances are not computed", () => {
    const sheared: Grid = {
      ...unitGrid(shape),
      directions: [
        [1, 0, 0],
        [0.1, 0.995, 0],
        [0, 0, 1],
      ],
    };
    expect(warningsOf(alike, undefined, sheared).join()).toContain("not at right angles");
    expect(warningsOf(alike).join()).not.toContain("not at right angles");
    const map = voteMap(alike);
    const { summary, disagreement } = summarize({ map, votes: votePatterns(map), grid: sheared }, [
      "a",
      "b",
      "c",
      "d",
      "e",
    ]);
    expect(summary.agreement.surface).toBeNull();
    expect(disagreement).toBeUndefined();
  });
});
