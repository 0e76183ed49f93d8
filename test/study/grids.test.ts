import { describe, expect, it } from "vitest";
import { type Grid, type Triple, unitGrid, voxelToMm } from "../../src/image/grid.ts";
import type { Observed } from "../../src/study/structure.ts";
import { bytesOf } from "../support/fixtures.ts";
import { boxValues, type Files, MASKS, nifti, niftiBox, openFiles, TINY } from "../support/sources.ts";

/** The mask of every voxel whose centre lies in a box in mm, on a grid. */
function boxMm(low: Triple, high: Triple, grid: Grid): Uint8Array {
  const [nx, ny, nz] = grid.shape;
  return nifti(
    Uint8Array.from({ length: nx * ny * nz }, (_, at) => {
      const centre = voxelToMm(grid, [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]);
      return Number(centre.every((mm, axis) => mm > low[axis] - 0.25 && mm < high[axis] + 0.25));
    }),
    grid,
  );
}

/** Voxels that a group of observers share. */
function shared({ map }: Observed, observers: number): number {
  const votes = map();
  let count = 0;
  for (let i = 0; i < votes.voxels; i++) {
    const pattern = votes.patternAt(i);
    count += Number(Array.from({ length: observers }, (_, k) => k).every((k) => votes.table.has(pattern, k)));
  }
  return count;
}

const [LOW, HIGH]: [Triple, Triple] = [
  [3, 3, 2],
  [7, 8, 6],
];
/** 5 · 6 · 3 voxels of 1 × 1 × 2 mm. */
const VOXELS = 90;

/** The same lattice with its axes in another order and direction, cut and extended by whole voxels. */
const LATTICE: readonly (readonly [string, Grid])[] = [
  ["the same", TINY],
  [
    "turned",
    {
      ...TINY,
      directions: [
        [-1, 0, 0],
        [0, -1, 0],
        [0, 0, 1],
      ],
      originMm: [11, 11, 0],
    },
  ],
  [
    "with another order of axes",
    {
      shape: [6, 12, 12],
      spacingMm: [2, 1, 1],
      directions: [
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
      ],
      originMm: [0, 0, 0],
    },
  ],
  ["cut", { ...TINY, shape: [8, 8, 4], originMm: [2, 2, 0] }],
  ["larger", { ...TINY, shape: [20, 18, 9], originMm: [-4, -3, -4] }],
  ["moved by a twentieth of a voxel", { ...TINY, originMm: [0.05, -0.05, 0.05] }],
];

describe("grids that differ without loss", () => {
  it("are combined in any order with one result", async () => {
    const files = LATTICE.map(([, grid], n) => [`${"abcdef"[n]}.nii`, boxMm(LOW, HIGH, grid)] as const);
    for (const order of [files, [...files].reverse(), [...files.slice(3), ...files.slice(0, 3)]]) {
      const opened = await openFiles(Object.fromEntries(order));
      const observed = opened.structures[0].observe();
      expect(observed.masks.map(({ data }) => data.reduce((sum, value) => sum + value, 0))).toEqual(
        LATTICE.map(() => VOXELS),
      );
      expect(shared(observed, LATTICE.length)).toBe(VOXELS);
      expect(observed.grid.shape).toEqual([20, 18, 9]);
      expect(opened.remarks).toEqual([]);
    }
  });

  it("keep voxels that only one image reaches", async () => {
    const left: Grid = { ...TINY, shape: [6, 12, 6] };
    const right: Grid = { ...TINY, shape: [6, 12, 6], originMm: [6, 0, 0] };
    const files: Files = {
      "a.nii": nifti(boxValues([0, 0, 0], [6, 2, 2], left), left),
      "b.nii": nifti(boxValues([0, 0, 0], [6, 2, 2], right), right),
    };
    const observed = (await openFiles(files, {}, true)).structures[0].observe();
    expect(observed.grid.shape).toEqual([12, 12, 6]);
    expect(observed.masks.map(({ data }) => data.length)).toEqual([24, 24]);
    expect(shared(observed, 2)).toBe(0);
  });
});

describe("grids between whose voxels others lie", () => {
  const other = (changes: Partial<Grid>): Files => ({
    "a.nii": boxMm(LOW, HIGH, TINY),
    "b.nii": boxMm(LOW, HIGH, { ...TINY, ...changes }),
  });

  it.each([
    ["a third of a voxel", { originMm: [0.33, 0, 0] as const }, "origin"],
    ["half a voxel of a micrometre's", { spacingMm: [1, 1, 2.1] as const }, "spacing"],
    ["another spacing", { spacingMm: [1.1, 1, 2] as const }, "spacing (1.1, 1, 2) mm against (1, 1, 2) mm"],
  ])("are refused with the difference: %s", async (_, changes, difference) => {
    const [{ observe }] = (await openFiles(other(changes))).structures;
    expect(observe).toThrow(/another grid/u);
    expect(observe).toThrow(difference);
    expect(observe).toThrow("--resample");
  });

  it("are the same within a tenth of a voxel at the corners, however small the voxels are", async () => {
    const micro = (shift: number): Grid => ({
      ...unitGrid([4, 4, 4]),
      spacingMm: [0.001, 0.001, 0.001],
      originMm: [shift, 0, 0],
    });
    const files = (shift: number): Files => ({
      "a.nii": nifti(
        Uint8Array.from({ length: 64 }, () => 1),
        micro(0),
      ),
      "b.nii": nifti(
        Uint8Array.from({ length: 64 }, () => 1),
        micro(shift),
      ),
    });
    expect((await openFiles(files(0.00005))).structures[0].observe().grid.shape).toEqual([4, 4, 4]);
    expect((await openFiles(files(0.0005))).structures[0].observe).toThrow(/another grid/u);
  });

  it("are brought to one that covers everybody, in any order, and what changed is said", async () => {
    // Voxels of 1 mm from 0 to 9, and of 2 mm whose faces reach from −4.5 to 15.5.
    const fine = unitGrid([10, 10, 10]);
    const coarse: Grid = { ...unitGrid([10, 10, 10]), spacingMm: [2, 2, 2], originMm: [-3.5, -3.5, -3.5] };
    const full = (grid: Grid): Uint8Array =>
      nifti(
        Uint8Array.from({ length: 1000 }, () => 1),
        grid,
      );
    for (const files of [
      { "a.nii": full(fine), "b.nii": full(coarse) },
      { "a.nii": full(coarse), "b.nii": full(fine) },
    ]) {
      const opened = await openFiles(files, { resample: "nearest" });
      const { masks } = opened.structures[0].observe();
      const voxels = masks
        .map(({ data }) => data.reduce((sum, value) => sum + value, 0))
        .sort((a, b) => a - b);
      expect(voxels).toEqual([1000, 8000]);
      expect(opened.remarks.map(({ text }) => text).join()).toContain(
        "resampled (nearest) onto a grid that covers all observers: 8.0000 mL became 8.0000 mL (0.00 %)",
      );
    }
  });
});

describe("masks whose files say nothing of where they lie", () => {
  /** Neither a code for the sform nor one for the qform. */
  const nowhere = (bytes: Uint8Array): Uint8Array => {
    const copy = bytes.slice();
    copy.fill(0, 252, 256);
    return copy;
  };
  const { first, second } = MASKS;
  const observe = async (files: Files): Promise<Observed> => (await openFiles(files)).structures[0].observe();

  it("are voxels of one image among each other", async () => {
    const observed = await observe({ "a.nii": nowhere(first), "b.nii": nowhere(second) });
    expect([observed.grid.shape, shared(observed, 2)]).toEqual([TINY.shape, 90]);
  });

  it("fit nowhere among those that say so, whatever their place would be", async () => {
    await expect(observe({ "a.nii": first, "b.nii": nowhere(second) })).rejects.toThrow(
      "b.nii: says nothing of where it lies, and a.nii does, expected images that all have a place",
    );
    const nrrd = (fields: string): Uint8Array =>
      bytesOf(
        `NRRD0004\ntype: uchar\ndimension: 3\nsizes: 12 12 6\nencoding: raw\n${fields}\n\n${"\u0001".repeat(864)}`,
      );
    const placed = "space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,2)\nspace origin: (0,0,0)";
    expect((await observe({ "a.nii": first, "b.nrrd": nrrd(placed) })).grid.shape).toEqual(TINY.shape);
    for (const fields of [
      placed.replace("LPS", "scanner-xyz"),
      placed.replace("\nspace origin: (0,0,0)", ""),
      "spacings: 1 1 2",
    ])
      await expect(observe({ "a.nii": first, "b.nrrd": nrrd(fields) })).rejects.toThrow(
        "b.nrrd: says nothing of where it lies, and a.nii does",
      );
  });

  it("are of two images where they have other voxels", async () => {
    const small = niftiBox([2, 2, 1], [8, 8, 4], { ...TINY, shape: [12, 12, 5] });
    await expect(observe({ "a.nii": nowhere(first), "b.nii": nowhere(small) })).rejects.toThrow(
      "a.nii: says nothing of where it lies, and has 12×12×6 voxels where b.nii has 12×12×5",
    );
  });
});
