import { describe, expect, it } from "vitest";
import { type MaskOptions, maskSources, type StructureMask } from "../../../src/formats/dicom/masks.ts";
import { readSeriesVolume } from "../../../src/formats/dicom/series-volume.ts";
import { readStudy, type StudyFile } from "../../../src/formats/dicom/study.ts";
import { readVolumes } from "../../../src/formats/read.ts";
import { voxelVolumeMl } from "../../../src/image/grid.ts";
import { placeOn } from "../../../src/image/place.ts";
import { archiveFiles, collect } from "../../support/dicom.ts";

/*
 * dicom-cases.zip: small inputs of the kinds that people meet, <case>/in, with what is right for them, <case>/ref, as NIfTI
 * masks that an independent program made of the formulas that the contours were drawn by.
 */
const files = await collect(archiveFiles("dicom-cases.zip"));

function filesIn(folder: string): StudyFile[] {
  return files
    .filter(({ path }) => path.includes(`${folder}/`))
    .map((file) => ({ ...file, path: file.path.slice(file.path.indexOf(folder)) }));
}

async function masksOf(name: string, options: Partial<MaskOptions> = {}): Promise<StructureMask[]> {
  const study = await readStudy(filesIn(`${name}/in`));
  expect(study.problems).toEqual([]);
  const { sources } = maskSources(study, { grid: "series", nested: "holes", ...options });
  return sources.flatMap(({ structures }) => structures.map(({ rasterise }) => rasterise()));
}

/** Number of voxels that differ between a mask and what is right for it. */
async function differing(mask: StructureMask | undefined, name: string, reference: string): Promise<number> {
  const file = filesIn(`${name}/ref`).find(({ path }) => path.endsWith(`/${reference}.nii.gz`));
  if (file === undefined) throw new Error(`no reference ${reference}`);
  const [volume] = await readVolumes({ name: file.path, bytes: await file.read() });
  if (mask?.volume === undefined)
    throw new Error(`no mask: ${mask?.failure?.message ?? "no such structure"}`);
  const right = placeOn(volume, mask.volume.grid);
  if (right === undefined) throw new Error("another grid");
  expect(right.data).toHaveLength(mask.volume.data.length);
  const { data } = mask.volume;
  let count = 0;
  for (let n = 0; n < data.length; n++) count += Number(data[n] > 0.5 !== right.data[n] > 0.5);
  return count;
}

const named = (masks: readonly StructureMask[], name: string): StructureMask | undefined =>
  masks.find((mask) => mask.name === name);

describe("a structure becomes the voxels that are right", () => {
  it.each<[title: string, name: string, right: Record<string, string>, options?: Partial<MaskOptions>]>([
    ["where it is drawn on one of three phases", "4d-image", { Tumour: "T" }],
    [
      "of CLOSEDPLANAR_XOR, in both spellings",
      "closed-planar-xor",
      { Standard: "Standard", Underscore: "Underscore" },
    ],
    [
      "of CLOSEDPLANAR_XOR, under union too",
      "closed-planar-xor",
      { Standard: "Standard", Underscore: "Underscore" },
      { nested: "union" },
    ],
    ["beside one that is too coarse", "coarse-planes-gap", { Fine: "F" }],
    [
      "from the nearer of coarse planes",
      "coarse-planes-nearest",
      { Steps: "Steps" },
      { betweenPlanes: "nearest" },
    ],
    ["beside one outside the image", "contours-outside", { Inside: "I" }],
    ["where contours cross", "crossing-contours", { Lobes: "Lobes" }],
    ["where contours stand twice", "duplicate-contours", { Twice: "Twice" }],
    ["where a frame is broken but images are named", "frame-broken-but-images-named", { Organ: "O" }],
    ["beside a sliver that vanishes", "half-vanishes", { Strip: "S", Prostate: "P" }],
    ["on images without a frame of reference", "images-without-frame", { Organ: "O" }],
    ["of interpolated contours", "interpolated-planar", { Mixed: "Mixed" }],
    ["on planes finer than the slices", "planes-in-one-slice", { Fine: "Fine", Plain: "Plain" }],
    ["beside points", "points-are-no-failure", { Prostate: "P" }],
    ["beside one in another frame of reference", "roi-in-another-frame", { OnCT: "A" }],
    ["beside one across the slices", "sagittal-contours", { Axial: "A" }],
    ["beside a seed between the pixel centres", "seed-vanishes", { Prostate: "P" }],
    ["of segments on either side of a gap", "seg-gap-without-images", { Pieces: "P" }],
    ["of a label map with a background", "seg-labelmap-background", { Alpha: "A", Beta: "B" }],
    ["of a label map without one", "seg-labelmap-no-background", { Alpha: "A", Beta: "B" }],
    ["of frames on every third slice", "seg-sparse-frames", { Sparse: "S" }],
    ["of frames whose spacing is said wrongly", "seg-wrong-spacing", { Organ: "O" }],
    ["beside specks", "speck-beside-outline", { Lung: "L" }],
    ["of two pieces at different heights", "two-pieces-are-no-gap", { Parotids: "P" }],
  ])("%s", async (_, name, right, options) => {
    const masks = await masksOf(name, options);
    for (const [structure, reference] of Object.entries(right)) {
      expect(await differing(named(masks, structure), name, reference), structure).toBe(0);
    }
  });

  it("between two discs, as a disc of the mean of their radii", async () => {
    const masks = await masksOf("coarse-planes-interpolate", { betweenPlanes: "interpolate" });
    expect(await differing(named(masks, "Cone"), "coarse-planes-interpolate", "Cone")).toBeLessThan(40);
  });

  it("with as many slices as planes where these are half way between slices", async () => {
    const masks = await masksOf("planes-half-way");
    expect(masks.map(({ voxels }) => voxels)).toEqual([804, 804]);
  });

  it("on a series of one image", async () => {
    expect((await masksOf("single-slice")).map(({ voxels }) => voxels)).toEqual([201, 201]);
  });

  it.each(["implicit-short-last-element", "implicit-short-last-item"])(
    "of a file that is whole: %s",
    async (name) => {
      const masks = await masksOf(name);
      expect(masks.filter(({ volume }) => volume !== undefined).length).toBeGreaterThan(0);
    },
  );

  it("with a thickness of its own on each slice where these lie 3 and then 6 mm apart", async () => {
    const masks = await masksOf("varying-distance");
    const volume = (name: string): number => {
      const mask = named(masks, name);
      return (mask?.voxels ?? 0) * (mask?.volume === undefined ? 0 : voxelVolumeMl(mask.volume.grid));
    };
    // 201 pixels of 4 mm² on three slices of 3 mm, and on three of 6 mm.
    expect(volume("Low")).toBeCloseTo(7.236, 9);
    expect(volume("High")).toBeCloseTo(14.472, 9);
  });

  it("on the series that it was drawn on, where a structure set was drawn on two", async () => {
    const study = await readStudy(filesIn("references-two-series/in"));
    const { sources } = maskSources(study, { grid: "series", nested: "holes" });
    const series = sources.flatMap(({ structures }) =>
      structures.map(({ name, choice }) => [name.replace(/ .*/u, ""), choice?.series.uid]),
    );
    expect(new Set(series.map((pair) => JSON.stringify(pair)))).toEqual(
      new Set([
        '["Prostate","2.25.2618977766965351485512561390436248"]',
        '["Bladder","2.25.564705095477630268999033906849931"]',
      ]),
    );
  });
});

describe("a structure fails by name", () => {
  it.each([
    [
      "of which voxels would be none",
      "seed-vanishes",
      "Seed",
      /^Seed: marks no voxel: its contours enclose/u,
    ],
    [
      "of slivers between the pixel centres",
      "half-vanishes",
      "Sliver",
      /^Sliver: marks no voxel: its contours enclose 144.0 mm²/u,
    ],
    [
      "across the slices",
      "sagittal-contours",
      "Ball",
      /^Ball: has \d+ contours? not parallel to the slices/u,
    ],
    ["outside the image", "contours-outside", "Below", /^Below: lies wholly outside the image/u],
    [
      "on coarse planes",
      "coarse-planes-gap",
      "Coarse",
      /^Coarse: is drawn on planes 2\.0 slices apart.*--between-planes/u,
    ],
    [
      "in another frame of reference",
      "roi-in-another-frame",
      "OnMR",
      /^OnMR: lies in another frame of reference/u,
    ],
  ])("%s", async (_, name, structure, message) => {
    const mask = named(await masksOf(name), structure);
    expect(mask?.failure?.message).toMatch(message);
    expect([mask?.volume, mask?.voxels]).toEqual([undefined, 0]);
  });

  it("and with its file where all of it is of another patient, unless that is assumed", async () => {
    await expect(masksOf("contours-of-another-patient")).rejects.toThrow(
      /: belongs to another patient than the images: their PatientIDs differ, .*--assume-same-patient/u,
    );
    await expect(masksOf("contours-of-another-patient")).rejects.toThrow(/^(?!.*PID)/u);
    const masks = await masksOf("contours-of-another-patient", { assumeSamePatient: true });
    expect(masks.some(({ voxels }) => voxels > 0)).toBe(true);
  });

  it("but not where it is of points, or of nothing", async () => {
    const masks = await masksOf("points-are-no-failure");
    const rest = masks.filter(({ name }) => name !== "Prostate");
    expect(rest.map(({ volume, failure }) => [volume, failure])).toEqual(
      rest.map(() => [undefined, undefined]),
    );
    expect(rest.length).toBeGreaterThan(1);
  });

  it("but not where another frame is assumed to be the same, or images are named, with a word", async () => {
    const assumed = named(await masksOf("roi-in-another-frame", { assumeSameFrame: true }), "OnMR");
    expect(assumed?.failure).toBeUndefined();
    expect(assumed?.notes[0]).toMatch(/frame of reference is not that of the images; taken for the same/u);
    const broken = named(await masksOf("frame-broken-but-images-named"), "Organ");
    expect(broken?.notes[0]).toMatch(
      /frame of reference is not that of the images, which its contours refer to/u,
    );
  });
});

describe("a series of several volumes", () => {
  it("is split into its phases, and none mixes with another", async () => {
    const inputs = filesIn("4d-image/in");
    const study = await readStudy(inputs);
    expect(study.series.map(({ slices }) => slices.length)).toEqual([8, 8, 8]);
    const values = await Promise.all(
      study.series.map(async (series) => new Set((await readSeriesVolume(series, inputs)).data)),
    );
    expect(values.map((own) => own.size)).toEqual([1, 1, 1]);
    expect(new Set(values.flatMap((own) => [...own]))).toEqual(new Set([100, 200, 300]));
  });
});
