import { describe, expect, it } from "vitest";
import { createDocument } from "../../../src/cli/document.ts";
import { deflateMask } from "../../../src/cli/deflate.ts";
import { maskSources } from "../../../src/formats/dicom/masks.ts";
import { gridOf } from "../../../src/formats/dicom/series.ts";
import { readStudy } from "../../../src/formats/dicom/study.ts";
import { readVolumes } from "../../../src/formats/read.ts";
import { inflateWithZlib } from "../../../src/cli/inflate.ts";
import { describeGridDifference } from "../../../src/image/compare.ts";
import type { Triple } from "../../../src/image/grid.ts";
import type { VoxelArray } from "../../../src/image/volume.ts";
import { computeConvergence } from "../../../src/paper/reference/convergence/compute.ts";
import { drawConvergence } from "../../../src/paper/reference/convergence/draw.ts";
import { referenceFiles } from "../../../src/paper/reference/files.ts";
import { measureMasks, measureReference } from "../../../src/paper/reference/measure.ts";
import { referenceStructures } from "../../../src/paper/reference/structures.ts";
import { svgFile } from "../../../src/report/drawing.ts";
import { referenceCases } from "../../../src/synthetic/reference/cases/cases.ts";
import { checkValues, type CheckResult } from "../../../src/synthetic/reference/check/check.ts";
import { referenceOf } from "../../../src/synthetic/reference/reference.ts";
import { ORIENTATIONS, scene, type Scene } from "../../../src/synthetic/reference/scene.ts";
import { maskOf } from "../../../src/synthetic/reference/voxels/mask.ts";

function sceneOf(spacingMm: Triple, orientation: string, offsetVoxels: Triple): Scene {
  return scene({ spacingMm, orientation: ORIENTATIONS[orientation], offsetVoxels, toleranceMm: 2 });
}

/** Whether two masks are equal; comparing them element by element takes the test runner seconds. */
function isSame(data: VoxelArray | undefined, mask: Uint8Array): boolean {
  return data instanceof Uint8Array && Buffer.compare(data, mask) === 0;
}

/** What is wrong, in words. */
function wrongOnes({ values }: CheckResult): string[] {
  return values
    .filter(({ verdict }) => verdict === "wrong")
    .map((one) => `${one.case} ${one.quantity}: ${one.text}, exactly ${one.reference.value}`);
}

describe("softdice's own figures of the reference shapes", () => {
  it.each<[Triple, string, Triple]>([
    [[1, 1, 2], "axial", [0.31, -0.19, 0.12]],
    [[1.2, 1.2, 3], "oblique", [0.17, 0.4, -0.3]],
    [[0.9, 1.3, 2.2], "sagittal", [-1.31, 0.72, 1.43]],
    [[2, 1.5, 1.5], "coronal", [0.11, 0.23, 0.41]],
    [[2, 2, 2], "axial", [0.5, 0, 0.5]],
    [[4, 4, 4], "oblique", [0.31, -0.19, 0.12]],
  ])(
    "are right or within voxelisation at %j mm, %s, shifted by %j voxels",
    (spacing, orientation, offset) => {
      const at = sceneOf(spacing, orientation, offset);
      const exact = referenceOf(at);
      const own = checkValues("softdice", measureReference(at, exact), exact);
      expect(wrongOnes(own)).toEqual([]);
      expect(own.missing).toEqual([]);
    },
  );

  it("converge: errors and tolerances at 1 mm are a fraction of those at 4 mm", () => {
    const series = computeConvergence({ orientation: ORIENTATIONS.axial, toleranceMm: 2 });
    expect(series.map(({ quantity }) => quantity)).toEqual([
      "volume_ml",
      "dice",
      "mean_distance_mm",
      "hausdorff95_mm",
      "surface_dice",
      "sup_marginal_dice",
    ]);
    for (const { quantity, points } of series) {
      const [coarse, fine] = [points[0], points[points.length - 1]];
      expect([coarse.voxelMm, fine.voxelMm]).toEqual([4, 1]);
      for (const { error, tolerance } of points) expect(error, quantity).toBeLessThanOrEqual(tolerance);
      expect(fine.tolerance, quantity).toBeLessThan(coarse.tolerance / 3);
      if (quantity !== "hausdorff95_mm") expect(fine.error, quantity).toBeLessThan(coarse.error / 2);
    }
    const svg = svgFile(drawConvergence(series, createDocument()), "convergence");
    expect(svg).toContain("row-of-balls: sup marginal dice");
    expect(svg).toContain("Side of the voxels (mm)");
    expect(svg).not.toContain("NaN");
  });
});

describe("the files of the reference", () => {
  it.each<[Triple, string]>([
    [[1.5, 1.5, 3], "axial"],
    [[2, 1.5, 2.5], "oblique"],
  ])(
    "hold the same voxels as CT with contours, SEG, NIfTI and NRRD, at %j mm, %s",
    async (spacing, orientation) => {
      const at = sceneOf(spacing, orientation, [0.31, -0.19, 0.12]);
      const files = new Map<string, Uint8Array>();
      for await (const { path, bytes } of referenceFiles(at, deflateMask)) files.set(path, bytes);
      const structures = referenceStructures(at);
      const study = await readStudy(
        [...files]
          .filter(([path]) => path.endsWith(".dcm"))
          .map(([path, bytes]) => ({ path, read: async () => bytes })),
      );
      expect(study.problems).toEqual([]);
      expect(study.series.map(({ modality }) => modality)).toEqual(["CT"]);
      expect(describeGridDifference(gridOf(study.series[0]), at.grid)).toBeUndefined();
      const { sources, problems } = maskSources(study, { grid: "series", nested: "holes" });
      expect(problems).toEqual([]);
      const drawn = new Map(
        sources.map(({ file, structures: own }) => [
          file,
          own.map(({ name, rasterise }) => [name, rasterise().volume] as const),
        ]),
      );
      const segments = new Map(drawn.get("dicom/seg.dcm"));
      const contours = new Map(drawn.get("dicom/rtstruct.dcm"));
      expect([...segments.keys()].sort()).toEqual(structures.map(({ roi }) => roi).sort());
      const context = { inflate: inflateWithZlib, warn: () => undefined, sibling: async () => undefined };
      for (const { roi, path, shape } of structures) {
        const mask = maskOf(shape, at.grid);
        expect(isSame(segments.get(roi)?.data, mask), roi).toBe(true);
        for (const ending of ["nii.gz", "nrrd"]) {
          const name = `masks/${path}.${ending}`;
          const [volume] = await readVolumes({ name, bytes: files.get(name) ?? new Uint8Array() }, context);
          expect(isSame(volume.data, mask), name).toBe(true);
          expect(describeGridDifference(volume.grid, at.grid), name).toBeUndefined();
        }
      }
      const exact = referenceOf(at);
      const values = referenceCases(at).flatMap((one) => {
        const known = exact.cases.find((entry) => entry.case === one.name)?.quantities ?? [];
        const masks = structures
          .filter((structure) => structure.case === one.name)
          .map(({ roi }) => Uint8Array.from(contours.get(roi)?.data ?? []));
        return measureMasks(one, masks, at).filter((value) =>
          known.some(({ quantity }) => quantity === value.quantity),
        );
      });
      expect(wrongOnes(checkValues("softdice convert", values, exact))).toEqual([]);
    },
  );

  it("are the same bytes for the same scene", async () => {
    const at = sceneOf([4, 4, 4], "axial", [0.31, -0.19, 0.12]);
    const [one, two] = await Promise.all(
      [0, 1].map(async () => {
        const files: [string, string][] = [];
        for await (const { path, bytes } of referenceFiles(at, deflateMask))
          files.push([path, Buffer.from(bytes).toString("base64")]);
        return files;
      }),
    );
    expect(one).toEqual(two);
    expect(one.length).toBeGreaterThan(80);
  });
});
