import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/formats/dicom/dataset.ts";
import { readDicom } from "../../../src/formats/dicom/read.ts";
import { type ImageReference, referenceToSeries } from "../../../src/formats/dicom/reference.ts";
import { structureFromMask, writeStructureSet } from "../../../src/formats/dicom/rtstruct-write.ts";
import { writeSegmentation } from "../../../src/formats/dicom/seg-write.ts";
import { gridOf, groupSeries, type Series } from "../../../src/formats/dicom/series.ts";
import type { Slice } from "../../../src/formats/dicom/slices.ts";
import { writtenNames } from "../../../src/formats/dicom/written-names.ts";
import { voxelCount } from "../../../src/image/grid.ts";
import { sliceAt } from "../../support/slices.ts";

function seriesAt(uid: string, zs: readonly number[], changes: Partial<Slice> = {}): Series {
  const [series] = groupSeries(
    zs.map((z) =>
      sliceAt(z, {
        seriesUid: uid,
        sopInstanceUid: `${uid}.${z}`,
        frameOfReferenceUid: `${uid}.0`,
        ...changes,
      }),
    ),
  );
  return series;
}

/** A mask of one pixel in each layer. */
function column(series: Series): Uint8Array {
  const { shape } = gridOf(series);
  const data = new Uint8Array(voxelCount({ shape }));
  for (let k = 0; k < shape[2]; k++) data[5 + shape[0] * (4 + shape[1] * k)] = 1;
  return data;
}

async function read(bytes: Uint8Array): Promise<Dataset> {
  return (await readDicom("written.dcm", bytes)).dataset;
}

/** Of each structure: its name, its frame of reference, and z with the image of each contour. */
function structuresIn(
  dataset: Dataset,
): [string | undefined, string | undefined, [number, string | undefined][]][] {
  const contours = dataset.items("ROIContourSequence");
  return dataset
    .items("StructureSetROISequence")
    .map((roi, n) => [
      roi.text("ROIName"),
      roi.text("ReferencedFrameOfReferenceUID"),
      contours[n]
        .items("ContourSequence")
        .map((item) => [
          item.numbers("ContourData")[2],
          item.item("ContourImageSequence")?.text("ReferencedSOPInstanceUID"),
        ]),
    ]);
}

const patient = { id: "P1", name: "Doe^Jane", birthDate: "19700101", sex: "F" };

describe("a structure set that is written", () => {
  it("names for each contour the image in whose plane it lies, of the structure's own series", async () => {
    const [ct, mr] = [seriesAt("1.5", [0, 3, 6]), seriesAt("1.6", [1, 3, 5], { studyUid: "1.7" })];
    const structures = [ct, mr].map((series, n) =>
      structureFromMask(`S${n}`, column(series), gridOf(series), undefined, referenceToSeries(series)),
    );
    const dataset = await read(writeStructureSet(structures, { label: "TEST" }));
    expect(structuresIn(dataset)).toEqual([
      ["S0", "1.5.0", [0, 3, 6].map((z) => [z, `1.5.${z}`])],
      ["S1", "1.6.0", [1, 3, 5].map((z) => [z, `1.6.${z}`])],
    ]);
    const frames = dataset.items("ReferencedFrameOfReferenceSequence").map((frame) => {
      const study = frame.item("RTReferencedStudySequence");
      const series = study?.item("RTReferencedSeriesSequence");
      return [
        frame.text("FrameOfReferenceUID"),
        study?.text("ReferencedSOPInstanceUID"),
        series?.text("SeriesInstanceUID"),
        series?.items("ContourImageSequence").length,
      ];
    });
    expect(frames).toEqual([
      ["1.5.0", "1.1", "1.5", 3],
      ["1.6.0", "1.7", "1.6", 3],
    ]);
  });

  it("finds the images on a grid that begins elsewhere, and none off their planes", async () => {
    const series = seriesAt("1.5", [0, 3, 6]);
    const grid = gridOf(series);
    const longer = { ...grid, shape: [20, 10, 5] as const, originMm: [-5, 7, -3] as const };
    const data = new Uint8Array(voxelCount(longer));
    for (let k = 0; k < 5; k++) data[5 + 20 * (4 + 10 * k)] = 1;
    const structure = structureFromMask("S", data, longer, undefined, referenceToSeries(series));
    const [[, , contours]] = structuresIn(await read(writeStructureSet([structure], { label: "TEST" })));
    expect(contours).toEqual([
      [-3, undefined],
      [0, "1.5.0"],
      [3, "1.5.3"],
      [6, "1.5.6"],
      [9, undefined],
    ]);
  });

  it("draws one contour a slice, in its plane, where slices have several layers", async () => {
    const series = seriesAt("1.5", [0, 3, 6, 12, 18]);
    const structure = structureFromMask(
      "S",
      column(series),
      gridOf(series),
      undefined,
      referenceToSeries(series),
    );
    const [[, , contours]] = structuresIn(await read(writeStructureSet([structure], { label: "TEST" })));
    expect(contours.map(([, uid]) => uid)).toEqual([0, 3, 6, 12, 18].map((z) => `1.5.${z}`));
    contours.forEach(([z], n) => expect(z).toBeCloseTo([0, 3, 6, 12, 18][n], 9));
  });

  it("names the frame of a multi-frame image", async () => {
    const [series] = groupSeries(
      [0, 3, 6].map((z, frame) => sliceAt(z, { frame, sopInstanceUid: "1.5.1", seriesUid: "1.5" })),
    );
    const structure = structureFromMask(
      "S",
      column(series),
      gridOf(series),
      undefined,
      referenceToSeries(series),
    );
    const dataset = await read(writeStructureSet([structure], { label: "TEST" }));
    const images = dataset
      .items("ROIContourSequence")[0]
      .items("ContourSequence")
      .map((item) => item.item("ContourImageSequence"));
    expect(
      images.map((image) => [
        image?.text("ReferencedSOPInstanceUID"),
        image?.number("ReferencedFrameNumber"),
      ]),
    ).toEqual([
      ["1.5.1", 1],
      ["1.5.1", 2],
      ["1.5.1", 3],
    ]);
  });

  it("keeps study and frame of what it was made of where no image is known", async () => {
    const reference: ImageReference = {
      studyUid: "1.7",
      frameOfReferenceUid: "1.8",
      seriesUid: undefined,
      normal: [0, 0, 1],
      images: [],
      patient,
    };
    const series = seriesAt("1.5", [0, 3]);
    const structure = structureFromMask("S", column(series), gridOf(series), undefined, reference);
    const dataset = await read(writeStructureSet([structure], { label: "TEST" }));
    expect(dataset.text("StudyInstanceUID")).toBe("1.7");
    expect(dataset.item("ReferencedFrameOfReferenceSequence")?.text("FrameOfReferenceUID")).toBe("1.8");
    expect(dataset.item("ReferencedFrameOfReferenceSequence")?.has("RTReferencedStudySequence")).toBe(false);
  });

  it("leaves empty structures out, unless there are no others", async () => {
    const series = seriesAt("1.5", [0, 3]);
    const empty = structureFromMask("Empty", new Uint8Array(400), gridOf(series));
    const full = structureFromMask("Full", column(series), gridOf(series));
    const names = async (...structures: (typeof full)[]): Promise<unknown[]> =>
      structuresIn(await read(writeStructureSet(structures, { label: "TEST", series }))).map(
        ([name]) => name,
      );
    expect(await names(empty, full)).toEqual(["Full"]);
    expect(await names(empty)).toEqual(["Empty"]);
    const dataset = await read(writeStructureSet([empty], { label: "TEST", series }));
    expect(dataset.item("ROIContourSequence")?.has("ContourSequence")).toBe(false);
  });
});

describe("the patient of what is written", () => {
  const series = seriesAt("1.5", [0, 3], { patient });
  const structure = structureFromMask("S", column(series), gridOf(series));
  const segment = { name: "S", data: column(series) };
  const written = (more: { copyPatient?: boolean }, on?: Series): Uint8Array[] => [
    writeStructureSet([structure], { label: "TEST", series: on, ...more }),
    writeSegmentation([segment], gridOf(series), { kind: "binary", series: on, ...more }),
  ];

  it("is nobody, without a promise that the study's identity was removed", async () => {
    for (const bytes of written({}, series)) {
      const dataset = await read(bytes);
      expect([dataset.text("PatientID"), dataset.text("PatientName")]).toEqual([undefined, undefined]);
      expect(dataset.has("PatientIdentityRemoved")).toBe(false);
      expect(new TextDecoder("latin1").decode(bytes)).not.toContain("Doe");
    }
  });

  it("is that of the images if that is asked for", async () => {
    for (const bytes of written({ copyPatient: true }, series)) {
      const dataset = await read(bytes);
      const keywords = ["PatientID", "PatientName", "PatientBirthDate", "PatientSex"] as const;
      expect(keywords.map((keyword) => dataset.text(keyword))).toEqual(["P1", "Doe^Jane", "19700101", "F"]);
    }
  });

  it("had their identity removed in a file that stands alone", async () => {
    for (const bytes of written({})) {
      const dataset = await read(bytes);
      expect([dataset.text("PatientIdentityRemoved"), dataset.text("PatientID")]).toEqual([
        "YES",
        "ANONYMOUS",
      ]);
    }
  });
});

describe("names as they are written", () => {
  const bytes = (name: string): number => new TextEncoder().encode(name).length;

  it("have at most 64 bytes, keep their brackets, and hold nothing that a name may not", () => {
    const long = "Lymph node region pelvic left external iliac chain with boost and a margin (dice-optimal)";
    const [name] = writtenNames([long]);
    expect(name).toMatch(/^Lymph node region pelvic left external.*\.\. \(dice-optimal\)$/u);
    expect(bytes(name)).toBeLessThanOrEqual(64);
    const [umlauts] = writtenNames(["ä".repeat(60)]);
    expect(umlauts).toBe(`${"ä".repeat(31)}..`);
    expect(writtenNames(["a\\b\nc", "  "])).toEqual(["a_b_c", "_"]);
  });

  it("stay as they are where they fit, two of one name too", () => {
    const names = ["Urinary bladder (User1)", "Urinary bladder (User2)", "GTV", "GTV"];
    expect(writtenNames(names)).toEqual(names);
  });

  it("differ where only shortening would make them one", () => {
    const [a, b] = writtenNames([`${"x".repeat(70)}1`, `${"x".repeat(70)}2`]);
    expect(a).not.toBe(b);
  });

  it("differ within their first 16 characters where that is asked for", () => {
    const names = writtenNames(
      ["Femoral head_L (dice-optimal)", "Femoral head_L (majority)", "Prostate (a)", "1 Femoral head_L"],
      16,
    );
    expect(names).toEqual([
      "2 Femoral head_L (dice-optimal)",
      "3 Femoral head_L (majority)",
      "Prostate (a)",
      "1 Femoral head_L",
    ]);
    const short = names.map((name) => name.slice(0, 16).toLowerCase());
    expect(new Set(short).size).toBe(4);
  });
});
