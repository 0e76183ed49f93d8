import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { rasterise } from "../../src/formats/dicom/rasterise.ts";
import { readDicom } from "../../src/formats/dicom/read.ts";
import { referenceToSeries } from "../../src/formats/dicom/reference.ts";
import { structureFromMask, writeStructureSet } from "../../src/formats/dicom/rtstruct-write.ts";
import { readStructureSet } from "../../src/formats/dicom/rtstruct.ts";
import { readSegmentation } from "../../src/formats/dicom/seg.ts";
import { writeSegmentation } from "../../src/formats/dicom/seg-write.ts";
import { gridOf, groupSeries, type Series } from "../../src/formats/dicom/series.ts";
import { readSlices } from "../../src/formats/dicom/slices.ts";
import { writeDicom } from "../../src/formats/dicom/write.ts";
import { readVolumes } from "../../src/formats/read.ts";
import { type Grid, voxelCount, voxelToMm } from "../../src/image/grid.ts";
import { placeOn } from "../../src/image/place.ts";

// The DICOM that we write, as other programs read it. Each is skipped where its program is not installed.
const hasPlastimatch = spawnSync("plastimatch", ["--version"]).status === 0;
/** Debian's dicom3tools; says which rules of the standard a file breaks. */
const hasDciodvfy = spawnSync("dciodvfy", ["-h"]).error === undefined;
const hasDcmtk = spawnSync("dcmdump", ["--version"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "softdice-dicom-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An oblique stack: head tilted by 0.2 and turned by 0.1. */
const [c, s, d, t] = [Math.cos(0.2), Math.sin(0.2), Math.cos(0.1), Math.sin(0.1)];
const oblique: Grid = {
  shape: [48, 40, 9],
  spacingMm: [0.8, 1.1, 2.5],
  directions: [
    [d, t, 0],
    [-t * c, d * c, s],
    [t * s, -d * s, c],
  ],
  originMm: [-20.5, 31.25, -107],
};
const axial: Grid = {
  ...oblique,
  directions: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

/** The slices of an empty series on a grid, as files. */
function images(grid: Grid, uid: string): Uint8Array[] {
  const [columns, rows, depth] = grid.shape;
  return Array.from({ length: depth }, (_, k) =>
    writeDicom(
      {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
        SOPInstanceUID: `${uid}.${k + 1}`,
        StudyInstanceUID: `${uid}.0`,
        SeriesInstanceUID: uid,
        FrameOfReferenceUID: `${uid}.99`,
        Modality: "CT",
        PatientName: "",
        PatientID: "",
        InstanceNumber: k + 1,
        ImagePositionPatient: [...voxelToMm(grid, [0, 0, k])],
        ImageOrientationPatient: [...grid.directions[0], ...grid.directions[1]],
        PixelSpacing: [grid.spacingMm[1], grid.spacingMm[0]],
        SliceThickness: grid.spacingMm[2],
        SamplesPerPixel: 1,
        PhotometricInterpretation: "MONOCHROME2",
        Rows: rows,
        Columns: columns,
        BitsAllocated: 16,
        BitsStored: 16,
        HighBit: 15,
        PixelRepresentation: 1,
        PixelData: new Uint8Array(2 * rows * columns),
      },
      "explicit",
    ),
  );
}

async function seriesOf(files: readonly Uint8Array[]): Promise<Series> {
  const slices = await Promise.all(files.map(async (bytes, n) => readSlices(await readDicom(`${n}`, bytes))));
  return groupSeries(slices.flat())[0];
}

/** Blobs with holes, islands in holes, and single voxels. */
function mask(grid: Grid, seed: number): Uint8Array {
  const random = new Random(seed);
  const waves = Array.from({ length: 5 }, () => [0, 1, 2].map(() => (random.uniform() - 0.5) * 1.2));
  const [nx, ny] = grid.shape;
  return Uint8Array.from({ length: voxelCount(grid) }, (_, n) => {
    const [i, j, k] = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
    return waves.reduce((sum, [a, b, e]) => sum + Math.cos(a * i + b * j + e * k), 0) > 0.7 ? 1 : 0;
  });
}

describe.each([
  ["an axial", axial, "2.25.1001"],
  ["an oblique", oblique, "2.25.1002"],
] as const)("structures of %s series", (name, grid, uid) => {
  it.skipIf(!hasPlastimatch)("are read by plastimatch as the masks they were made of", async () => {
    const files = images(grid, uid);
    const series = await seriesOf(files);
    expect(gridOf(series).shape).toEqual(grid.shape);
    const own = join(folder, name);
    mkdirSync(join(own, "ct"), { recursive: true });
    files.forEach((bytes, n) => writeFileSync(join(own, "ct", `${n}.dcm`), bytes));
    const masks = [1, 2, 3].map((seed) => mask(grid, seed));
    const structures = masks.map((data, n) => structureFromMask(`Structure ${n + 1}`, data, grid));
    const written = writeStructureSet(structures, { label: "CONSENSUS", series });
    writeFileSync(join(own, "rs.dcm"), written);
    const args = ["--referenced-ct", join(own, "ct"), "--output-prefix", join(own, "masks")];
    execFileSync("plastimatch", [
      "convert",
      "--input",
      join(own, "rs.dcm"),
      ...args,
      "--prefix-format",
      "nrrd",
    ]);
    const { rois } = readStructureSet(await readDicom("rs.dcm", written));
    for (const [n, data] of masks.entries()) {
      const path = join(own, "masks", `Structure ${n + 1}.nrrd`);
      const [theirs] = await readVolumes({ name: path, bytes: new Uint8Array(readFileSync(path)) });
      expect(Array.from(theirs.data)).toEqual(Array.from(data));
      theirs.grid.originMm.forEach((mm, axis) => expect(mm).toBeCloseTo(grid.originMm[axis], 4));
      const contours = rois[n].contours.map(({ points }) => points);
      expect(rasterise(contours, grid, { nested: "holes" }).mask).toEqual(data);
    }
  });

  it.skipIf(!hasPlastimatch)(
    "of random polygons, reaching out of the image, are rasterised alike",
    async () => {
      const files = images(grid, `${uid}.5`);
      const own = join(folder, `${name} random`);
      mkdirSync(join(own, "ct"), { recursive: true });
      files.forEach((bytes, n) => writeFileSync(join(own, "ct", `${n}.dcm`), bytes));
      const random = new Random(7);
      const [nx, ny, nz] = grid.shape;
      // Half of the corners on half-integer or integer indices, where the rule has its edges.
      const coordinate = (size: number): number => {
        const value = (random.uniform() * 1.6 - 0.3) * size;
        return random.uniform() < 0.5 ? value : Math.round(2 * value) / 2;
      };
      const structures = Array.from({ length: 60 }, (_, n) => ({
        name: `Random ${n}`,
        contours: Array.from({ length: 1 + random.integer(3) }, () => {
          const k = random.uniform() * (nz + 1) - 1;
          const corners = Array.from({ length: 3 + random.integer(9) }, () =>
            voxelToMm(grid, [coordinate(nx), coordinate(ny), k]),
          );
          return { points: Float64Array.from(corners.flat(), (mm) => Number(mm.toFixed(3))) };
        }),
      }));
      const written = writeStructureSet(structures, { label: "RANDOM", series: await seriesOf(files) });
      writeFileSync(join(own, "rs.dcm"), written);
      const args = ["--referenced-ct", join(own, "ct"), "--output-prefix", join(own, "masks")];
      execFileSync("plastimatch", [
        "convert",
        "--input",
        join(own, "rs.dcm"),
        ...args,
        "--prefix-format",
        "nrrd",
      ]);
      for (const { name: structure, contours } of structures) {
        const path = join(own, "masks", `${structure}.nrrd`);
        const [theirs] = await readVolumes({ name: path, bytes: new Uint8Array(readFileSync(path)) });
        const points = contours.map((contour) => contour.points);
        const ours = rasterise(points, gridOf(await seriesOf(files)), { nested: "union" });
        expect(Array.from(theirs.data), structure).toEqual(Array.from(ours.mask));
      }
    },
  );

  it.skipIf(!hasDcmtk)("are well-formed for dcmtk and name the images, and nobody", async () => {
    const series = await seriesOf(images(grid, uid));
    const data = mask(grid, 4);
    const files = {
      "rs.dcm": writeStructureSet([structureFromMask("Gewebe für 5", data, grid)], { label: "TEST", series }),
      "seg.dcm": writeSegmentation([{ name: "Gewebe für 5", data }], gridOf(series), {
        kind: "binary",
        series,
      }),
      "map.dcm": writeSegmentation([{ name: "p", data }], gridOf(series), { kind: "probability", series }),
    };
    for (const [file, bytes] of Object.entries(files)) {
      const path = join(folder, file);
      writeFileSync(path, bytes);
      const { status, stdout, stderr } = spawnSync("dcmdump", ["+L", "-Un", path], { encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain(`(0020,0052) UI [${uid}.99]`);
      expect(stdout).toContain(`(0020,000d) UI [${uid}.0]`);
      expect(stdout).toContain(`UI [${uid}.1]`);
      // It says nothing of the patient: another name than the images' would make it another patient's.
      expect(stdout).toMatch(/\(0010,0010\) PN \(no value available\)/u);
      expect(stdout).toMatch(/\(0010,0020\) LO \(no value available\)/u);
      expect(stdout).not.toContain("(0012,0062)");
      if (file !== "map.dcm") expect(stdout).toContain("[Gewebe für 5]");
    }
    // What dcmtk rewrites, in another syntax, is read as what was written.
    const [from, to] = [join(folder, "seg.dcm"), join(folder, "seg-big.dcm")];
    execFileSync("dcmconv", ["+tb", from, to]);
    const { segments } = await readSegmentation(await readDicom(to, new Uint8Array(readFileSync(to))));
    expect(placeOn(segments[0].volume(), gridOf(series))?.data).toEqual(data);
  });
});

describe("what is written", () => {
  /** What dciodvfy finds wrong; its remarks on attributes that a DICOMDIR would need are none of a file's. */
  function faults(name: string, bytes: Uint8Array): string[] {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const { stdout, stderr } = spawnSync("dciodvfy", [path], { encoding: "utf8" });
    const lines = `${stdout}${stderr}`.split("\n").filter((line) => /^(?:Error|Warning)/u.test(line));
    return lines.filter((line) => !/needed to build DICOMDIR|Retired Person Name form/u.test(line));
  }

  it.skipIf(!hasDciodvfy)("breaks no rule of the standard, says dciodvfy", async () => {
    const first = await seriesOf(images(axial, "2.25.2001"));
    const second = await seriesOf(images(oblique, "2.25.2002"));
    const data = mask(axial, 5);
    const none = new Uint8Array(data.length);
    const [one, other] = [referenceToSeries(first), referenceToSeries(second)];
    const long = "Lymph node region pelvic left external iliac chain with boost and a margin (dice-optimal)";
    const structures = [
      structureFromMask("Prostate (dice-optimal)", data, axial, undefined, one),
      structureFromMask("Prostate (majority)", none, axial, undefined, one),
      structureFromMask("Rektum äußere Wand (dice-optimal)", mask(oblique, 6), oblique, undefined, other),
      structureFromMask(long, data, axial, undefined, one),
    ];
    const options = { label: "CONSENSUS", namesDifferWithin: 16 };
    const kinds = [
      { kind: "binary", data },
      { kind: "probability", data: Float32Array.from(data, (value) => value / 2) },
    ] as const;
    const segmentation = (n: 0 | 1, more: object): Uint8Array =>
      writeSegmentation([{ name: long, data: kinds[n].data }], axial, { kind: kinds[n].kind, ...more });
    const files = {
      "two-series.dcm": writeStructureSet(structures, options),
      "patient.dcm": writeStructureSet(structures, { ...options, copyPatient: true }),
      "alone.dcm": writeStructureSet(
        structures.map(({ name, contours }) => ({ name, contours })),
        options,
      ),
      "nothing.dcm": writeStructureSet([structures[1]], options),
      "seg.dcm": segmentation(0, { series: first }),
      "seg-patient.dcm": segmentation(0, { reference: one, copyPatient: true }),
      "seg-alone.dcm": segmentation(0, {}),
      "map.dcm": segmentation(1, { series: first }),
    };
    const found = Object.entries(files).map(([name, bytes]) => [name, faults(name, bytes)]);
    expect(found).toEqual(Object.keys(files).map((name) => [name, []]));
  });
});
