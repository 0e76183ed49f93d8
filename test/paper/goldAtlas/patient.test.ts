import { beforeAll, describe, expect, it } from "vitest";
import { readStudy, type StudyFile } from "../../../src/formats/dicom/study.ts";
import type { Contour, Roi, StructureSet } from "../../../src/formats/dicom/rtstruct.ts";
import { groupSeries } from "../../../src/formats/dicom/series.ts";
import type { Slice } from "../../../src/formats/dicom/slices.ts";
import { voxelVolumeMl, type Triple } from "../../../src/image/grid.ts";
import {
  type GoldAtlasParameters,
  type PatientResult,
  runPatient,
  type StructureSample,
} from "../../../src/paper/goldAtlas/patient.ts";
import type { PatientFiles } from "../../../src/paper/goldAtlas/observers.ts";
import { GOLD_ATLAS_PLAN } from "../../../src/paper/goldAtlas/plan.ts";
import { inOrder, smallPhantom, smallPhantomFiles } from "../../support/phantoms.ts";

const parameters: GoldAtlasParameters = {
  seed: 1,
  plan: GOLD_ATLAS_PLAN,
  grid: "series",
  nested: "union",
  patch: 128,
  iterations: [1, 5],
  exact: false,
};

const run = (files: PatientFiles, changes: Partial<GoldAtlasParameters> = {}): Promise<PatientResult> =>
  runPatient("9_99_P", files, { ...parameters, ...changes });

function sampleOf(result: PatientResult, row: string): StructureSample {
  const found = result.structures.find((structure) => structure.row === row);
  if (found === undefined || "failure" in found) throw new Error(`no sample of ${row}`);
  return found;
}

/** The same patient with the observers' ROIs changed. */
function withRois(files: PatientFiles, change: (rois: readonly Roi[]) => Roi[]): PatientFiles {
  const structureSets = files.structureSets.map((set) =>
    set.rois.length > 1 ? { ...set, rois: change(set.rois) } : set,
  );
  return { ...files, structureSets };
}

/** Each contour and the same at half its size inside it. */
function withIslands(contours: readonly Contour[]): Contour[] {
  return contours.flatMap((contour) => {
    const { points } = contour;
    const n = points.length / 3;
    const centre = [0, 1, 2].map((axis) => {
      let sum = 0;
      for (let i = axis; i < points.length; i += 3) sum += points[i];
      return sum / n;
    });
    return [contour, { ...contour, points: points.map((mm, i) => (mm + centre[i % 3]) / 2) }];
  });
}

describe("experiment (G) on a phantom", () => {
  let files: PatientFiles;
  let whole: PatientResult;

  beforeAll(async () => {
    files = await smallPhantom();
    whole = await run(files);
  });

  it("gives one sample for each structure, in the order of Table 1", async () => {
    expect(whole.structures.map(({ row }) => row)).toEqual(GOLD_ATLAS_PLAN.map(({ row }) => row));
    for (const { row } of GOLD_ATLAS_PLAN) {
      const { measurement, volumes, missing } = sampleOf(whole, row);
      expect(measurement.errors).toHaveLength(4);
      expect(missing).toEqual([]);
      expect(volumes.observers).toBe(5);
    }
  });

  it("takes the series that the observers drew on, although another has more slices", async () => {
    expect(files.series.map(({ slices }) => slices.length)).toEqual([40, 32, 40, 50]);
    expect(whole.choices[1]).toBe("grid: that of image series 1 of 4 (MR, 40 slices)");
    expect(whole.shape).toEqual([128, 128, 40]);
  });

  it("takes the structure set with the observers, and says so", async () => {
    expect(whole.choices[0]).toContain("has 45 of 45 delineations");
  });

  it("does not depend on the order of the files", async () => {
    const all: StudyFile[] = await smallPhantomFiles();
    const shuffled = all.map((_, i) => all[(i * 37 + 11) % all.length]);
    expect(new Set(shuffled).size).toBe(all.length);
    const study = await readStudy(inOrder(shuffled));
    const result = await run(study);
    expect(result.structures).toEqual(whole.structures);
    expect((await run(study, { grid: "paper" })).structures).toEqual(
      (await run(files, { grid: "paper" })).structures,
    );
  });

  it("averages over the observers who are there, and says who is not", async () => {
    const lacking = withRois(files, (rois) => rois.filter(({ name }) => name !== "Rectum (User2)"));
    const { volumes, missing, measurement } = sampleOf(await run(lacking), "Rectum");
    expect(missing).toEqual(["Rectum (User2) is not there"]);
    expect(volumes.observers).toBe(4);
    const others = ["Rectum (User1)", "Rectum (User3)", "Rectum (User4)", "Rectum (User5)"];
    const plan = [{ row: "Rectum", rois: others }];
    expect(sampleOf(await run(files, { plan }), "Rectum").measurement).toEqual(measurement);
  });

  it("treats an ROI without contours, or with points only, as an observer who is missing", async () => {
    const points: Contour = { type: "POINT", points: Float64Array.of(1, 2, 3), images: [] };
    const emptied = withRois(files, (rois) =>
      rois.map((roi) => {
        if (roi.name === "Prostate (User1)") return { ...roi, contours: [] };
        return roi.name === "Prostate (User5)" ? { ...roi, contours: [points] } : roi;
      }),
    );
    const { volumes, missing } = sampleOf(await run(emptied), "Prostate");
    expect(volumes.observers).toBe(3);
    expect(missing).toEqual([
      "Prostate (User1) has no contours that enclose an area",
      "Prostate (User5) has no contours that enclose an area",
    ]);
  });

  it("takes a contour inside another for nothing, or for a hole, as asked", async () => {
    const doubled = withRois(files, (rois) =>
      rois.map((roi) =>
        roi.name.startsWith("Prostate (") ? { ...roi, contours: withIslands(roi.contours) } : roi,
      ),
    );
    const volumes = async (nested: "union" | "holes") =>
      sampleOf(await run(doubled, { nested }), "Prostate").volumes;
    expect(await volumes("union")).toEqual(sampleOf(whole, "Prostate").volumes);
    expect((await volumes("holes")).meanMl).toBeLessThan(0.9 * (await volumes("union")).meanMl);
  });

  it("gives a structure up of whose observers one has contours outside the image only, and goes on with the others", async () => {
    const away = withRois(files, (rois) =>
      rois.map((roi) =>
        roi.name === "Prostate (User3)"
          ? {
              ...roi,
              contours: roi.contours.map((contour) => ({
                ...contour,
                points: contour.points.map((mm, i) => (i % 3 === 2 ? mm + 5000 : mm)),
              })),
            }
          : roi,
      ),
    );
    const result = await run(away);
    expect(result.structures.filter((structure) => "failure" in structure)).toEqual([
      { row: "Prostate", failure: expect.stringContaining("Prostate (User3)") as string },
    ]);
    expect(sampleOf(result, "Rectum")).toEqual(sampleOf(whole, "Rectum"));
  });

  it("goes on with the other structures where one is missing altogether", async () => {
    const lacking = withRois(files, (rois) => rois.filter(({ name }) => !name.startsWith("Penile bulb")));
    const result = await run(lacking);
    expect(result.structures.filter((structure) => "failure" in structure)).toEqual([
      {
        row: "Penile bulb",
        failure:
          "no observer delineated it: Penile bulb (User1) is not there, Penile bulb (User2) is not there, " +
          "Penile bulb (User3) is not there, Penile bulb (User4) is not there, Penile bulb (User5) is not there",
      },
    ]);
    expect(sampleOf(result, "Prostate")).toEqual(sampleOf(whole, "Prostate"));
  });

  it("finds names in another case and with other blanks, and the drawn one of two", async () => {
    const renamed = withRois(files, (rois) => [
      ...rois.filter(({ name }) => name === "Rectum (User1)").map((roi) => ({ ...roi, contours: [] })),
      ...rois.map((roi) => ({ ...roi, name: ` ${roi.name.toUpperCase().replace(" ", "  ")} ` })),
    ]);
    expect(
      (await run(renamed)).structures.map((structure) => ("failure" in structure ? "" : structure.volumes)),
    ).toEqual(whole.structures.map((structure) => ("failure" in structure ? "" : structure.volumes)));
  });

  it("refuses a patient without a structure set of the observers", async () => {
    const none = { ...files, structureSets: files.structureSets.filter(({ rois }) => rois.length === 1) };
    await expect(run(none)).rejects.toThrow(
      'files: hold no observer\'s delineation in 1 RTSTRUCT, expected ROIs named like "Urinary bladder (User1)"',
    );
    await expect(run({ structureSets: [], series: [] })).rejects.toThrow("files: hold no RTSTRUCT");
  });

  it("needs no images on the paper's grid, and says what is missing on the series'", async () => {
    const alone = { structureSets: files.structureSets, series: [] };
    expect((await run(alone, { grid: "paper" })).shape).toEqual([512, 512, 39]);
    await expect(run(alone)).rejects.toThrow("fits none of the 0 image series beside it");
  });

  it("gives the same volumes on an oblique series", async () => {
    const oblique = turned(files);
    const result = await run(oblique);
    for (const { row } of GOLD_ATLAS_PLAN) {
      const { volumes } = sampleOf(result, row);
      const straight = sampleOf(whole, row).volumes;
      // Vertices within float32 rounding of a pixel centre can fall on its other side.
      const voxelMl = voxelVolumeMl({
        shape: whole.shape,
        spacingMm: whole.spacingMm,
        directions: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        originMm: [0, 0, 0],
      });
      expect(Math.abs(volumes.meanMl - straight.meanMl)).toBeLessThanOrEqual(2 * voxelMl);
      expect(volumes.observers).toBe(5);
    }
  });
});

/** The patient turned by 20° about x and then 10° about z: images, frames and contours. */
function turned(files: PatientFiles): PatientFiles {
  const [a, b] = [Math.PI / 9, Math.PI / 18];
  const turn = ([x, y, z]: Triple): Triple => {
    const [y1, z1] = [Math.cos(a) * y - Math.sin(a) * z, Math.sin(a) * y + Math.cos(a) * z];
    return [Math.cos(b) * x - Math.sin(b) * y1, Math.sin(b) * x + Math.cos(b) * y1, z1];
  };
  const slices = files.series.flatMap((series) =>
    series.slices.map((slice): Slice => ({
      ...slice,
      rowDirection: turn(slice.rowDirection),
      columnDirection: turn(slice.columnDirection),
      positionMm: turn(slice.positionMm),
    })),
  );
  const structureSets = files.structureSets.map((set): StructureSet => ({
    ...set,
    rois: set.rois.map((roi) => ({
      ...roi,
      contours: roi.contours.map((contour) => {
        const points = new Float64Array(contour.points.length);
        for (let i = 0; i < points.length; i += 3) {
          const [x, y, z] = contour.points.subarray(i, i + 3);
          points.set(turn([x, y, z]), i);
        }
        return { ...contour, points };
      }),
    })),
  }));
  return { structureSets, series: groupSeries(slices) };
}
