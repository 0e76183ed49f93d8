import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { writeSegmentation } from "../../src/formats/dicom/seg-write.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { Volume } from "../../src/formats/volume.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { softdice, softdiceProcess, start, temporaryFolder, until } from "../support/cli.ts";
import { archiveFiles, dicomExpectations } from "../support/dicom.ts";

const fixtures = resolve(import.meta.dirname, "../fixtures/formats");
const study = join(fixtures, "dicom-study.zip");

async function read(...path: string[]): Promise<Volume> {
  const [volume] = await readVolumes({ name: path.at(-1) ?? "", bytes: readFileSync(join(...path)) });
  return volume;
}

const marked = (volume: Volume): number[] => [...volume.data].flatMap((value, n) => (value === 0 ? [] : [n]));

interface Document {
  readonly source: { readonly file: string };
  readonly series: { readonly uid: string } | null;
  readonly grid: { readonly kind: string; readonly shape: number[] };
  readonly rois: readonly {
    readonly name: string;
    readonly file: string | null;
    readonly voxels: number;
    readonly volumeMl: number;
    readonly planimetricVolumeMl: number | null;
    readonly volumeDifferencePercent: number | null;
    readonly label: number | null;
    readonly failure: string | null;
    readonly unusual: string;
  }[];
  readonly labels: string | null;
  readonly others: readonly { readonly folder: string }[];
}

const documentIn = (folder: string): Document =>
  JSON.parse(readFileSync(join(folder, "rois.json"), "utf8")) as Document;

/** The fixture study as files in a new folder; what it gives for a file is written instead of it. */
async function unpacked(
  change: (path: string, bytes: Uint8Array) => Uint8Array | undefined,
  archive = "dicom-study.zip",
): Promise<string> {
  const folder = temporaryFolder();
  for await (const { path, read: readEntry } of archiveFiles(archive)) {
    const bytes = change(path, await readEntry());
    const target = join(folder, path);
    mkdirSync(resolve(target, ".."), { recursive: true });
    if (bytes !== undefined) writeFileSync(target, bytes);
  }
  return folder;
}

/** The inputs of one case of dicom-cases.zip. */
const inCase =
  (name: string) =>
  (path: string, bytes: Uint8Array): Uint8Array | undefined =>
    path.includes(`${name}/in/`) ? bytes : undefined;

describe("softdice convert", () => {
  it("writes plastimatch's masks, the image, and what was unusual", async () => {
    const out = temporaryFolder();
    const { status, stdout, stderr } = await softdiceProcess(
      "convert",
      study,
      "--nested",
      "union",
      "--out",
      out,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    await expect(stdout.replaceAll(study, "dicom-study.zip")).toMatchFileSnapshot("../golden/convert.txt");
    expect(readdirSync(out).sort()).toEqual([
      "Blanks around.nii.gz",
      "Counts fewer.nii.gz",
      "Counts more.nii.gz",
      "Hole.nii.gz",
      "Kölner Dom.nii.gz",
      "Off slice.nii.gz",
      "Plain.nii.gz",
      "Same name (2).nii.gz",
      "Same name.nii.gz",
      "a_b.nii.gz",
      "image.nii.gz",
      "rois.json",
    ]);
    const expected = await dicomExpectations<Record<string, number[]>>("dicom-study.zip");
    for (const [name, voxels] of Object.entries(expected)) {
      const mask = await read(out, `${name.replace("/", "_")}.nii.gz`);
      expect(marked(mask), name).toEqual(voxels);
      expect(mask.grid.shape).toEqual([16, 12, 4]);
    }
    const image = await read(out, "image.nii.gz");
    expect(image.grid.originMm).toEqual([-10.5, 20.25, -30]);
    expect(image.data[0]).toBe(-2024);
  });

  it("takes a folder like a zip, and prints one JSON document when asked", async () => {
    const folder = await unpacked((_, bytes) => bytes);
    const out = temporaryFolder();
    const { status, stdout } = await softdice("convert", folder, "--json", "--out", out, "--series", "404.9");
    expect(status).toBe(2);
    expect(stdout).toBe("");
    const good = await softdice("convert", folder, "--json", "--out", out);
    expect(good.status).toBe(0);
    const document = JSON.parse(good.stdout) as Document;
    expect(document.rois).toEqual(documentIn(out).rois);
    const hole = document.rois.find(({ name }) => name === "Hole");
    expect(hole?.unusual).toBe("contours inside others on 1 slice: read as holes");
    expect(hole?.volumeMl).toBeCloseTo(((hole?.voxels ?? 0) * 0.75 * 1.5 * 2.5) / 1000, 12);
    expect(document.rois.filter(({ file }) => file === null).map(({ name }) => name)).toEqual([
      "No contours",
      "No record",
      "Point and open",
    ]);
  });

  it("makes up the paper's grid for a structure set without images", async () => {
    const out = temporaryFolder();
    const file = join(fixtures, "dicom-phantom-rs.dcm");
    const refused = await softdice("convert", file, "--out", out);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(
      /^softdice: .*dicom-phantom-rs\.dcm: fits none of the 0 image series beside it, expected .*--grid paper.*\n$/u,
    );
    const { status } = await softdice(
      "convert",
      file,
      "--grid",
      "paper",
      "--nested",
      "union",
      "--between-planes",
      "none",
      "--out",
      out,
    );
    expect(status).toBe(0);
    const { grid, rois } = documentIn(out);
    expect([grid.kind, grid.shape]).toEqual(["paper", [512, 512, 16]]);
    const expected = await dicomExpectations<Record<string, { voxels: number }>>("dicom-phantom-rs.dcm");
    expect(Object.fromEntries(rois.map(({ name, voxels }) => [name, voxels]))).toEqual(
      Object.fromEntries(Object.entries(expected).map(([name, { voxels }]) => [name, voxels])),
    );
  });

  it("writes a second file with structures to a folder of its own", async () => {
    const folder = await unpacked((_, bytes) => bytes);
    writeFileSync(
      join(folder, "observer 2.dcm"),
      writeSegmentation([{ name: "image", data: [1, 1] }], unitGrid([2, 1, 1]), { kind: "binary" }),
    );
    const out = temporaryFolder();
    const { status, stdout } = await softdice("convert", folder, "--json", "--out", out);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Document).others.map(({ folder: own }) => own)).toEqual(["observer 2"]);
    // "image" is the image's: the segment of that name gets another.
    expect(marked(await read(out, "observer 2", "image (2).nii.gz"))).toEqual([0, 1]);
  });

  it("says which slice is broken, goes on with the others, and exits with 1", async () => {
    const folder = await unpacked((path, bytes) => {
      if (path.endsWith("again")) return undefined;
      return path.endsWith("IM0001") ? bytes.subarray(0, 420) : bytes;
    });
    const out = temporaryFolder();
    const { status, stdout, stderr } = await softdiceProcess("convert", folder, "--out", out);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^softdice: .*IM0001: \([0-9A-F]{4},[0-9A-F]{4}\).*\n$/u);
    expect(stdout).toContain("1 of 4 slices are missing");
    expect((await read(out, "Plain.nii.gz")).grid.shape).toEqual([16, 12, 4]);
  });

  it("writes the masks though the image's pixels cannot be read", async () => {
    const folder = await unpacked((path, bytes) =>
      path.endsWith("again") ? undefined : path.includes("/IM") ? bytes.subarray(0, bytes.length - 9) : bytes,
    );
    const out = temporaryFolder();
    const { status, stderr } = await softdice("convert", folder, "--out", out);
    expect(status).toBe(1);
    expect(stderr).toMatch(/IM000\d: \(7FE0,0010\) PixelData has 375 bytes, expected 384/u);
    expect(readdirSync(out)).toContain("Plain.nii.gz");
    expect(readdirSync(out)).not.toContain("image.nii.gz");
  });

  it.each([
    [["no-such-folder"], /^softdice: no-such-folder: cannot be read \(there is no such file\), expected/u],
    [[join(fixtures, "nifti1-u1.nii.gz")], /^softdice: input: holds no RTSTRUCT or SEG among 0 series/u],
    [[join(fixtures, "climbs.zip")], /^softdice: .*climbs\.zip.*\n$/u],
    [[], /^softdice: inputs: is missing/u],
    [[study, "--grid", "square"], /^softdice: --grid: is "square", expected one of series, paper/u],
    [[study, "--series", "PET"], /^softdice: --series: "PET" fits no series, expected one of the CT series/u],
  ])("refuses %j in one line and exits with 2", async (args, message) => {
    const { status, stdout, stderr } = await softdice("convert", ...args, "--out", temporaryFolder());
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  it("does not mix masks of two conversions in one folder", async () => {
    const out = temporaryFolder();
    await softdice("convert", study, "--out", out);
    expect((await softdice("convert", study, "--out", out)).status).toBe(0);
    const other = await softdice("convert", study, "--nested", "union", "--out", out);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('holds masks made with --nested "holes", expected --nested "union"');
    const file = join(fixtures, "dicom-phantom-rs.dcm");
    expect(
      (
        await softdice(
          "convert",
          file,
          "--grid",
          "paper",
          "--between-planes",
          "none",
          "--out",
          out,
          "--force",
        )
      ).status,
    ).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      "Prostate (User1).nii.gz",
      "Prostate (consensus).nii.gz",
      "Rectum (consensus).nii.gz",
      "rois.json",
    ]);
  });

  it("remembers whose masks are in a folder even if it was killed", async () => {
    const out = temporaryFolder();
    const run = start("convert", study, "--out", out);
    await until(run, () => existsSync(join(out, "rois.json")));
    run.child.kill("SIGKILL");
    await run.finished;
    const other = await softdice("convert", study, "--out", out, "--nested", "union");
    expect([other.status, other.stderr]).toEqual([
      2,
      expect.stringContaining("holds masks made with --nested"),
    ]);
    expect((await softdice("convert", study, "--out", out)).status).toBe(0);
  });

  it("lets nothing of a patient through", async () => {
    const out = temporaryFolder();
    const { stdout, stderr } = await softdice("convert", study, "--json", "--out", out);
    const written = readFileSync(join(out, "rois.json"), "latin1");
    for (const text of [stdout, stderr, written]) expect(text).not.toContain("SYNTHETIC");
  });

  it("writes NRRD and a map of labels when asked, and says which label is which", async () => {
    const folder = await unpacked(inCase("seg-labelmap-background"), "dicom-cases.zip");
    const out = temporaryFolder();
    const { status, stderr } = await softdice(
      "convert",
      folder,
      "--format",
      "nrrd",
      "--labels-file",
      "--out",
      out,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { rois, labels } = documentIn(out);
    expect(labels).toBe("labels.nrrd");
    expect(rois.map(({ name, file, label }) => [name, file, label])).toEqual([
      ["Alpha", "Alpha.nrrd", 1],
      ["Beta", "Beta.nrrd", 2],
    ]);
    const map = await read(out, "labels.nrrd");
    for (const { file, label } of rois) {
      expect([...(await read(out, file ?? "")).data]).toEqual(
        [...map.data].map((value) => Number(value === label)),
      );
    }
  });

  it("writes no map of labels where structures overlap, and names them", async () => {
    const out = temporaryFolder();
    const { status, stderr } = await softdice("convert", study, "--labels-file", "--out", out);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^softdice: .*: shares \d+ voxels? with .*, expected structures that do not overlap/u,
    );
    expect(documentIn(out).labels).toBeNull();
    expect(readdirSync(out)).not.toContain("labels.nii.gz");
  });

  it("writes DICOM segmentations that point into the images and hold the same voxels", async () => {
    const folder = await unpacked(inCase("hole-and-island"), "dicom-cases.zip");
    const [masks, segs, back] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    await softdice("convert", folder, "--out", masks);
    const { status } = await softdice("convert", folder, "--format", "seg", "--out", segs);
    expect(status).toBe(0);
    expect(readdirSync(segs).sort()).toEqual(["Ring.dcm", "rois.json"]);
    await softdice("convert", join(segs, "Ring.dcm"), join(folder, "hole-and-island/in/ct"), "--out", back);
    const [one, other] = [await read(masks, "Ring.nii.gz"), await read(back, "Ring.nii.gz")];
    expect(other.grid).toEqual(one.grid);
    expect(other.data).toEqual(one.data);
    expect(documentIn(back).series?.uid).toBe(documentIn(masks).series?.uid);
    const refused = await softdice("convert", folder, "--copy-patient", "--out", temporaryFolder());
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("expected --format seg")]);
  });

  it("states the volume of the contours beside that of the voxels, and what failed", async () => {
    const folder = await unpacked(inCase("coarse-planes-gap"), "dicom-cases.zip");
    const out = temporaryFolder();
    const { status, stdout, stderr } = await softdice("convert", folder, "--out", out);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^softdice: Coarse: is drawn on planes 2\.0 slices apart[^\n]*--between-planes[^\n]*\n$/u,
    );
    expect(stdout).toMatch(/Coarse +failed/u);
    const { rois } = documentIn(out);
    const entry = (name: string): Document["rois"][number] | undefined =>
      rois.find((roi) => roi.name === name);
    expect(entry("Coarse")).toMatchObject({
      file: null,
      voxels: 0,
      volumeMl: 0,
      failure: expect.any(String) as string,
    });
    const fine = entry("Fine");
    // 1005 voxels of 12 mm³; polygons of 36 corners about circles of 16 mm on 5 slices of 3 mm.
    expect(fine?.volumeMl).toBeCloseTo(12.06, 9);
    expect(fine?.planimetricVolumeMl).toBeCloseTo((18 * 16 ** 2 * Math.sin(Math.PI / 18) * 15) / 1000, 4);
    const ratio = (fine?.volumeMl ?? 0) / (fine?.planimetricVolumeMl ?? 1);
    expect(fine?.volumeDifferencePercent).toBeCloseTo(100 * (ratio - 1), 9);
    const left = await softdice("convert", folder, "--between-planes", "none", "--out", temporaryFolder());
    expect(left.status).toBe(0);
  });

  it("keeps paths and folders of archives out of its results", async () => {
    const folder = await unpacked((_, bytes) => bytes);
    const out = temporaryFolder();
    await softdice("convert", folder, "--out", out);
    expect(readFileSync(join(out, "rois.json"), "utf8")).not.toContain(folder);
    const zipped = temporaryFolder();
    await softdice("convert", study, "--out", zipped);
    expect(documentIn(zipped).source.file).toBe("dicom-study.zip/RS");
    expect(readFileSync(join(zipped, "rois.json"), "utf8")).not.toMatch(/case\/|fixtures/u);
  });

  it("says of one thing that is wrong with many structures once", async () => {
    const folder = await unpacked(inCase("roi-in-another-frame"), "dicom-cases.zip");
    const { stderr } = await softdice("convert", folder, "--out", temporaryFolder());
    expect(stderr).toMatch(/^softdice: OnMR: lies in another frame of reference than the images[^\n]*\n$/u);
  });
});
