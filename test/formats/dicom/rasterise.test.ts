import { describe, expect, it } from "vitest";
import { type MaskSource, maskSources } from "../../../src/formats/dicom/masks.ts";
import { paperGrid } from "../../../src/formats/dicom/paper-grid.ts";
import { rasterise } from "../../../src/formats/dicom/rasterise.ts";
import { readStudy, type Study } from "../../../src/formats/dicom/study.ts";
import { readVolumes } from "../../../src/formats/read.ts";
import { walkArchive } from "../../../src/formats/zip/walk.ts";
import { type Grid, unitGrid } from "../../../src/image/grid.ts";
import { filesOf, dicomExpectations } from "../../support/dicom.ts";
import { fixture } from "../../support/fixtures.ts";
import { readOracle } from "../../support/oracles.ts";
import { hasShared, sharedBytes, sharedFolder, sharedJson } from "../../support/shared.ts";

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const square = (x0: number, x1: number, y0: number, y1: number, z = 0): number[] => [
  ...[x0, y0, z],
  ...[x1, y0, z],
  ...[x1, y1, z],
  ...[x0, y1, z],
];

const inside = (contours: readonly (readonly number[])[], grid: Grid, nested: "union" | "holes" = "union") =>
  [...rasterise(contours, grid, { nested }).mask].flatMap((value, n) => (value === 1 ? [n] : []));

describe("rasterise", () => {
  const grid = unitGrid([6, 4, 3]);

  it("takes pixels right of a left edge up to and with those on a right edge", () => {
    expect(inside([square(1, 3, 0.5, 1.5)], grid)).toEqual([8, 9]);
    expect(inside([square(0.5, 3.5, 0.5, 1.5)], grid)).toEqual([7, 8, 9]);
  });

  it("takes rows from a lower edge, with those on it, up to and without those on an upper edge", () => {
    expect(inside([square(0.5, 1.5, 1, 3)], grid)).toEqual([7, 13]);
  });

  it("cuts off what is outside the image, and counts an edge on the first column as passed", () => {
    expect(inside([square(-50, 0, -50, 50)], grid)).toEqual([]);
    expect(inside([square(-50, 0.5, -50, 50)], grid)).toEqual([0, 6, 12, 18]);
    expect(inside([square(4.5, 50, 2.5, 50)], grid)).toEqual([23]);
  });

  it("gives a contour to the slice nearest to its first point, away from 0 half way between two", () => {
    const on = (z: number): number => rasterise([square(0, 2, 0, 2, z)], grid, { nested: "union" }).slices[0];
    expect([-0.51, -0.49, 0, 0.49, 0.5, 1.5, 2.49, 2.5, 99].map(on)).toEqual([-1, 0, 0, 0, 1, 2, 2, -1, -1]);
    expect(on(-0.5)).toBe(-1);
  });

  it("joins nested contours, or makes holes of them, and says where that matters", () => {
    const rings = [square(0.5, 4.5, 0.5, 3.5), square(1.5, 3.5, 1.5, 2.5)];
    const union = rasterise(rings, grid, { nested: "union" });
    const holes = rasterise(rings, grid, { nested: "holes" });
    expect([union.voxels, holes.voxels]).toEqual([12, 10]);
    expect([union.nestedSlices, holes.nestedSlices]).toEqual([[0], [0]]);
    expect(rasterise(rings.slice(0, 1), grid, { nested: "holes" }).nestedSlices).toEqual([]);
  });

  it("makes nothing of points and lines", () => {
    expect(inside([[], [1, 1, 0], [1, 1, 0, 4, 3, 0], square(1.2, 4, 1.2, 1.8)], grid)).toEqual([]);
  });

  it("keeps a corner straight above the first in a coronal plane, where x and y are the same", () => {
    const coronal: Grid = {
      ...grid,
      directions: [
        [1, 0, 0],
        [0, 0, -1],
        [0, 1, 0],
      ],
    };
    const points = [0.5, 0, -0.5, 3.5, 0, -0.5, 3.5, 0, -2.5, 0.5, 0, -2.5];
    expect(inside([points], coronal)).toEqual([7, 8, 9, 13, 14, 15]);
    expect(inside([[...points, ...points.slice(0, 3)]], coronal)).toEqual([7, 8, 9, 13, 14, 15]);
  });

  it("drops a last point whose x and y repeat the first's", () => {
    const open = [0.5, 0.5, 0, 3.5, 0.5, 0, 3.5, 2.5, 0];
    expect(inside([[...open, 0.5, 0.5, 0]], grid)).toEqual(inside([open], grid));
  });

  it("equals plastimatch on its vectors", () => {
    interface Vector {
      readonly name: string;
      readonly grid?: GridOfVector & { readonly direction_columns: number[][] };
      readonly expected_grid?: GridOfVector;
      readonly contours_mm: number[][][];
      readonly expected_rows?: string[][];
      readonly expected_rows_with_xor_contours?: string[][];
      readonly expected_voxels?: number;
      readonly expected_voxels_per_slice?: number[];
    }
    interface GridOfVector {
      readonly size_xyz: number[];
      readonly origin: number[];
      readonly spacing: number[];
    }
    const { vectors } = readOracle<{ vectors: Vector[] }>("raster-vectors.json");
    expect(vectors).toHaveLength(13);
    for (const vector of vectors) {
      const contours = vector.contours_mm.map((points) => points.flat());
      const columns = vector.grid?.direction_columns;
      const own = vector.grid && {
        shape: vector.grid.size_xyz,
        spacingMm: vector.grid.spacing,
        originMm: vector.grid.origin,
        directions: [0, 1, 2].map((d) => columns?.map((row) => row[d])),
      };
      const on = (own ?? paperGrid(contours)) as Grid;
      if (vector.expected_grid) {
        expect(on.shape, vector.name).toEqual(vector.expected_grid.size_xyz);
        expect(on.spacingMm, vector.name).toEqual(vector.expected_grid.spacing);
        expect(on.originMm, vector.name).toEqual(vector.expected_grid.origin);
      }
      const union = rasterise(contours, on, { nested: "union" });
      const holes = rasterise(contours, on, { nested: "holes" });
      const rows = (mask: Uint8Array): string[][] =>
        Array.from({ length: on.shape[2] }, (_, k) =>
          Array.from({ length: on.shape[1] }, (_, j) =>
            Array.from(mask.subarray(on.shape[0] * (j + on.shape[1] * k)).subarray(0, on.shape[0]), (v) =>
              v === 1 ? "#" : ".",
            ).join(""),
          ),
        );
      if (vector.expected_rows) expect(rows(union.mask), vector.name).toEqual(vector.expected_rows);
      const xor = vector.expected_rows_with_xor_contours;
      // Planes that fall to one slice are joined here, where that rule takes them for nested contours.
      if (xor && vector.name !== "z_assignment") expect(rows(holes.mask), vector.name).toEqual(xor);
      if (vector.expected_voxels) expect(union.voxels, vector.name).toBe(vector.expected_voxels);
    }
  });
});

describe("masks of a structure set", () => {
  const union = { grid: "series", nested: "union" } as const;

  it("without images are plastimatch's, on the grid that it makes up", async () => {
    const { name: file, bytes } = await fixture("dicom-phantom-rs.dcm");
    const study = await readStudy(filesOf({ [file]: bytes }));
    const { sources } = maskSources(study, { grid: "paper", nested: "union", betweenPlanes: "none" });
    const expected =
      await dicomExpectations<Record<string, { shape: number[]; voxels: number; sha256: string }>>(file);
    const masks = sources[0].structures.map((structure) => structure.rasterise());
    expect(masks.map((mask) => mask.name).sort()).toEqual(Object.keys(expected).sort());
    for (const { name, volume, voxels } of masks) {
      expect(volume?.grid.shape, name).toEqual(expected[name].shape);
      expect(voxels, name).toBe(expected[name].voxels);
      expect(await sha256(volume?.data as Uint8Array), name).toBe(expected[name].sha256);
    }
  });

  describe.skipIf(!hasShared)("equal plastimatch's voxel for voxel (shared data)", () => {
    interface Masks {
      readonly sizes_xyz: string;
      readonly masks: Record<string, { voxels: number; sha256: string }>;
    }

    const readZip = async (path: string): Promise<Study> =>
      readStudy(walkArchive(path, await sharedBytes(path)));

    const expectMasks = async (source: MaskSource, folder: string): Promise<number> => {
      let compared = 0;
      for (const structure of source.structures) {
        const { name, volume } = structure.rasterise();
        const bytes = await sharedBytes(`${folder}/${name}.nrrd`);
        const [theirs] = await readVolumes({ name: `${name}.nrrd`, bytes });
        expect(volume?.grid.shape, name).toEqual(theirs.grid.shape);
        expect(await sha256(volume?.data as Uint8Array), name).toBe(await sha256(theirs.data as Uint8Array));
        compared += 1;
      }
      return compared;
    };

    it.each([
      ["series", "masks_ref"],
      ["paper", "masks_noref"],
    ] as const)("for the phantom on the %s grid", async (grid, list) => {
      const study = await readZip("data/phantom-dev/1_91_P.zip");
      const { sources } = maskSources(study, { grid, nested: "union" });
      const expected = await sharedJson<Masks>(`data/phantom-dev/${list}.json`);
      const masks = sources[0].structures
        .map((structure) => structure.rasterise())
        .filter(({ volume }) => volume !== undefined);
      expect(masks.map(({ name }) => name).sort()).toEqual(Object.keys(expected.masks).sort());
      for (const { name, volume, voxels } of masks) {
        expect(volume?.grid.shape.join(" "), name).toBe(expected.sizes_xyz);
        expect(voxels, name).toBe(expected.masks[name].voxels);
        expect(await sha256(volume?.data as Uint8Array), name).toBe(expected.masks[name].sha256);
      }
    });

    it("for CT, MR and PET of three patients in one folder, each with its own structure set", async () => {
      const study = await readZip("data/rtstruct/mim-sts/sts_flat_3patients.zip");
      const { sources, problems } = maskSources(study, union);
      expect(problems).toEqual([]);
      expect(sources).toHaveLength(9);
      for (const source of sources) {
        const folder = source.file.replace("_RS.dcm", "").split("/").pop();
        const path = `data/rtstruct/mim-sts/plastimatch_ref/sts_flat_3patients/${folder}`;
        expect(await expectMasks(source, path)).toBe(1);
      }
    });

    it("for an oblique MR", async () => {
      const study = await readZip("data/rtstruct/mim-sts/sts001_raw_MR_T2.zip");
      const [source] = maskSources(study, union).sources;
      const folder = "data/rtstruct/mim-sts/plastimatch_ref/sts001_raw_MR_T2/RS";
      expect(await expectMasks(source, folder)).toBe(2);
    });

    it("are made, or refused with a reason, for odd files", async () => {
      const rtUtils = await readStudy(sharedFolder("data/rtstruct/oddities/rt_utils"));
      const { sources } = maskSources(rtUtils, union);
      expect(
        sources.map(({ structures }) => [
          structures[0].choice?.series.slices.length,
          structures.filter(({ hasArea }) => hasArea).length,
        ]),
      ).toEqual([
        [2, 4],
        [2, 4],
        [2, 1],
      ]);
      const alone = await readStudy(sharedFolder("data/rtstruct/oddities/pydicom"));
      expect(alone.structureSets[0].rois.map(({ contours }) => contours[0].type)).toContain("POINT");
      expect(() => maskSources(alone, union)).toThrow("fits none of the 0 image series beside it");
    });
  });
});
