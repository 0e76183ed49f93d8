import { describe, expect, it } from "vitest";
import { maskSources, type StructureMask } from "../../../src/formats/dicom/masks.ts";
import { readStudy } from "../../../src/formats/dicom/study.ts";
import { voxelCount } from "../../../src/image/grid.ts";
import { archiveFiles, collect, dicomExpectations, filesOf } from "../../support/dicom.ts";
import { fixture } from "../../support/fixtures.ts";

const marked = (mask: StructureMask | undefined): number[] =>
  [...(mask?.volume?.data ?? [])].flatMap((value, n) => (value > 0 ? [n] : []));

describe("a study", () => {
  it("is read from files of any name, with others between them and one twice", async () => {
    const study = await readStudy(archiveFiles("dicom-study.zip"));
    expect(study.series.map(({ slices }) => slices.length)).toEqual([4]);
    expect(study.structureSets.map(({ rois }) => rois.length)).toEqual([13]);
    expect(study.problems).toEqual([]);
    // report.txt and the slice that came before; the walk leaves Thumbs.db out.
    expect(study.ignored).toBeGreaterThanOrEqual(2);
  });

  it("gives plastimatch's masks for its structures", async () => {
    const study = await readStudy(archiveFiles("dicom-study.zip"));
    const [source] = maskSources(study, { grid: "series", nested: "union" }).sources;
    const masks = source.structures.map(({ rasterise }) => rasterise());
    const expected = await dicomExpectations<Record<string, number[]>>("dicom-study.zip");
    for (const [name, voxels] of Object.entries(expected)) {
      expect(marked(masks.find((mask) => mask.name === name)), name).toEqual(voxels);
    }
  });

  it("says of each structure what was unusual", async () => {
    const study = await readStudy(archiveFiles("dicom-study.zip"));
    const [source] = maskSources(study, { grid: "series", nested: "holes" }).sources;
    const masks = source.structures.map(({ rasterise }) => rasterise());
    const unusual = masks.map(({ name, notes }) => [name, notes.join("; ")]);
    expect(unusual).toEqual([
      ["Plain", ""],
      ["Blanks around", ""],
      ["Same name", ""],
      ["Same name", ""],
      ["Hole", "contours inside or across others on 1 slice: read as holes"],
      ["Kölner Dom", ""],
      ["No contours", "it has no contours"],
      ["No record", "it has no contours"],
      ["Point and open", "it has no closed contour; 1 open contour left out; 1 point left out"],
      [
        "Off slice",
        "1 of 2 contours outside the image, left out; 1 of 2 contours off the slices, by up to 0.50 mm",
      ],
      ["Counts fewer", "a contour says it has 3 points and has 4"],
      ["Counts more", "a contour says it has 17 points and has 4"],
      ["a/b", ""],
    ]);
    expect(masks.filter(({ volume }) => volume === undefined).map(({ name }) => name)).toEqual([
      "No contours",
      "No record",
      "Point and open",
    ]);
    const { report, voxels } = masks[4];
    expect(report?.contourAreaMm2).toBeCloseTo(10 * 10 - 4 * 4, 9);
    expect(report?.voxelAreaMm2).toBeCloseTo(voxels * 0.75 * 1.5, 9);
  });

  it("puts the segments of a SEG on the grid of their series, missing frames and all", async () => {
    const { name, bytes } = await fixture("dicom-seg-binary.dcm");
    const images = await collect(archiveFiles("dicom-study.zip"));
    const files: Record<string, Uint8Array> = { [name]: bytes };
    for (const { path, read } of images) if (path.includes("/IM")) files[path] = await read();
    const [source] = maskSources(await readStudy(filesOf(files)), {
      grid: "series",
      nested: "holes",
    }).sources;
    expect(source.kind).toBe("SEG");
    expect(source.structures[0].choice?.series.slices).toHaveLength(4);
    const expected = await dicomExpectations<number[][]>(name);
    const masks = source.structures.map(({ rasterise }) => rasterise());
    expect(masks.map(({ volume }) => Array.from(volume?.data ?? []))).toEqual(expected);
    expect(masks.map(({ voxels }) => voxels)).toEqual(
      expected.map((values) => values.filter((value) => value > 0).length),
    );
  });

  it("without its images has masks on the paper's grid, and says why not on another", async () => {
    const { name, bytes } = await fixture("dicom-rtstruct.dcm");
    const study = await readStudy(filesOf({ [name]: bytes }));
    expect(() => maskSources(study, { grid: "series", nested: "holes" })).toThrow(
      `${name}: fits none of the 0 image series beside it`,
    );
    const [source] = maskSources(study, { grid: "paper", nested: "holes" }).sources;
    expect(source.structures[0].grid?.shape.slice(0, 2)).toEqual([512, 512]);
    const [first] = source.structures.map(({ rasterise }) => rasterise());
    expect(first.volume?.data).toHaveLength(voxelCount(source.structures[0].grid!));
  });

  it("with nothing to convert is an error that says what was there", async () => {
    const study = await readStudy(filesOf({ "a.txt": new Uint8Array(3), "b.txt": new Uint8Array(3) }));
    expect(() => maskSources(study, { grid: "series", nested: "holes" })).toThrow(
      "input: holds no RTSTRUCT or SEG among 0 series and 2 other files",
    );
  });

  it("goes on without a file that is broken, and names it", async () => {
    const files: Record<string, Uint8Array> = {};
    for (const { path, read } of await collect(archiveFiles("dicom-study.zip"))) {
      const bytes = await read();
      files[path] = path.endsWith("IM0001") ? bytes.subarray(0, 420) : bytes;
    }
    delete files["case/images/again"];
    const study = await readStudy(filesOf(files));
    expect(study.problems).toHaveLength(1);
    expect(study.problems[0].message).toMatch(/^case\/images\/IM0001: \(/u);
    expect(study.series[0].notes).toEqual(["1 of 4 slices are missing"]);
  });
});
