import { describe, expect, it } from "vitest";
import * as entry from "../../src/index.ts";
import * as formats from "../../src/entries/formats.ts";
import { unitGrid } from "../../src/image/grid.ts";

/** The library as a program without types sees it. */
type Untyped = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
const { Random, SoftdiceError, ...functions } = entry;
const library = functions as unknown as Untyped;
const masks = [
  [0, 1, 1],
  [0, 1, 0],
];
const map = [0.1, 0.6, 1];

/** What a call throws: the subject of a named error, or the error itself. */
function subjectOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error instanceof SoftdiceError ? error.subject : error;
  }
}

describe("arguments of another type than the library's", () => {
  const takers: Readonly<Record<string, readonly [subject: string, (values: unknown) => unknown]>> = {
    dice: ["s", (values) => library.dice(values, map)],
    softDice: ["c", (values) => library.softDice(values, map)],
    diceOptimum: ["m", (values) => library.diceOptimum(values)],
    segmentation: ["m", (values) => library.segmentation(values, 0.5)],
    volumeBounds: ["m", (values) => library.volumeBounds(values)],
    thresholdCurve: ["m", (values) => library.thresholdCurve(values)],
    expectedDice: ["p", (values) => library.expectedDice(values)],
    evaluate: ["prediction", (values) => library.evaluate(values, masks)],
    majority: ["raters[1]", (values) => library.majority([masks[0], values])],
    agreement: ["raters[1]", (values) => library.agreement([masks[0], values])],
    consensus: ["raters[0]", (values) => library.consensus([values, masks[0]])],
  };
  it.each(Object.entries(takers))("are refused by name in %s", (_, [subject, call]) => {
    for (const values of [undefined, null, 3, "011"]) expect(subjectOf(() => call(values))).toBe(subject);
    for (const values of [["0", "1", "1"], [false, true, true], [0n, 1n, 1n], new BigInt64Array(3)])
      expect(subjectOf(() => call(values))).toBe(`${subject}[0]`);
  });

  it("are refused by name where they are options", () => {
    const subjects = [
      () => library.evaluate(map, masks, { cut: "best" }),
      () => library.evaluate(map, masks, { empty: "none" }),
      () => library.evaluate(map, masks, { kind: "soft" }),
      () => library.evaluate(map, masks, { toleranceMm: -1 }),
      () => library.evaluate(map, masks, { toleranceMm: Number.NaN }),
      () => library.evaluate(map, undefined),
      () => library.evaluate(map, masks, { names: masks.map(() => "Ana") }),
      () => library.meanRaterOptimum(masks, { empty: "none" }),
      () => library.consensus(masks, { empty: "none" }),
      () => library.segmentation(map, 0.5, { ties: "some" }),
      () => library.threshold(map, { ties: "some" }),
      () => [...(library.descend({ marginal: map, initial: map, iterations: 3 }) as Iterable<unknown>)],
      () => new Random(Number.NaN),
      () => new Random(-1),
      () => new Random(0.5),
    ].map(subjectOf);
    expect(subjects).toEqual([
      ...["cut", "empty", "kind", "toleranceMm", "toleranceMm", "raters", "names[1]"],
      ...["empty", "empty", "ties", "ties", "iterations", "seed", "seed", "seed"],
    ]);
  });

  it("are votes and labels that are no integers, or none of the classes", () => {
    const subjects = [
      () => library.diceOptimumOfVotes([0, 1.5, 2], 2),
      () => library.diceOptimumOfVotes([0, Number.NaN], 2),
      () => library.diceOptimumOfVotes([0, 1, 3], 2),
      () => library.partitionOfLabelMaps([[0, 1, 2]], 2),
      () => library.partitionOfLabelMaps([[0, Number.NaN, 1]], 2),
      () => library.partitionOfLabelMaps([[0, 1, 1]], undefined),
      () => library.partitionOfLabelMaps([], 2),
      () => library.partitionOfMaps([map, map]),
    ].map(subjectOf);
    expect(subjects).toEqual([
      ...["votes[1]", "votes[1]", "votes[2]", "raters[0][2]", "raters[0][1]"],
      ...["classes", "raters.length", "classes"],
    ]);
  });
});

describe("lists of numbers", () => {
  it("are votes, label maps and class maps as typed arrays are", () => {
    expect(entry.diceOptimumOfVotes([1, 2, 5, 3], 5).threshold).toBe(5 / 13);
    expect([
      ...entry.partitionOfLabelMaps(
        [
          [0, 1, 2],
          [0, 1, 2],
        ],
        3,
      ).labels,
    ]).toEqual([0, 1, 2]);
    const classes = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    expect([...entry.partitionOfMaps(classes).labels]).toEqual([0, 1, 2]);
  });
});

describe("volumes that are written", () => {
  const { encodeNifti, encodeNiftiGz, encodeNpy, encodeNrrd, encodeNrrdGz } = formats;
  const encoders = Object.entries({ encodeNifti, encodeNiftiGz, encodeNpy, encodeNrrd, encodeNrrdGz });
  it.each(encoders)(
    "have as many values as voxels, of a type that files have, or %s refuses them",
    async (_, encode) => {
      const write = async (data: unknown): Promise<unknown> =>
        (encode as unknown as (volume: object) => unknown)({ name: "m", grid: unitGrid([2, 2, 1]), data });
      for (const data of [
        new Uint8Array(3),
        new Uint8Array(5),
        [0, 1, 1, 0],
        new Uint8ClampedArray(4),
        undefined,
      ])
        await expect(write(data)).rejects.toMatchObject({ name: "SoftdiceError", subject: "m.data" });
      await expect(write(new Uint8Array(4))).resolves.toBeInstanceOf(Uint8Array);
    },
  );
});
