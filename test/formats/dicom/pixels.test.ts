import { describe, expect, it } from "vitest";
import { openPixels } from "../../../src/formats/dicom/pixels.ts";
import { type DicomFile, readDicom } from "../../../src/formats/dicom/read.ts";
import { groupSeries } from "../../../src/formats/dicom/series.ts";
import { readSeriesVolume } from "../../../src/formats/dicom/series-volume.ts";
import { readSlices } from "../../../src/formats/dicom/slices.ts";
import { archiveFiles, collect, dicomExpectations, filesOf } from "../../support/dicom.ts";
import { fixture } from "../../support/fixtures.ts";

describe("pixels", () => {
  it("are read alike in every transfer syntax that dcmtk and GDCM write", async () => {
    const files = await collect(archiveFiles("dicom-syntaxes.zip"));
    expect(files).toHaveLength(35);
    for (const { path, read } of files) {
      const frame = (await openPixels(await readDicom(path, await read())))(0);
      const expected = await dicomExpectations<number[]>(path);
      const tolerance = path.includes("baseline") ? 2 : 0;
      const worst = expected.reduce((most, value, n) => Math.max(most, Math.abs(value - frame[n])), 0);
      expect(frame.length, path).toBe(expected.length);
      expect(worst, path).toBeLessThanOrEqual(tolerance);
    }
  });

  it("are read in every pairing of transfer syntaxes in one process, in both orders", async () => {
    const files = await collect(archiveFiles("dicom-syntaxes.zip"));
    const bySyntax = new Map<string, DicomFile>();
    for (const { path, read } of files) {
      const file = await readDicom(path, await read());
      bySyntax.set(file.transferSyntax, file);
    }
    expect(bySyntax.size).toBe(10);
    const pixelsOf = async (file: DicomFile): Promise<ArrayLike<number>> => (await openPixels(file))(0);
    for (const [name, first] of bySyntax) {
      for (const [other, second] of bySyntax) {
        const [before, after] = await Promise.all([pixelsOf(first), pixelsOf(second)]);
        const why = `${name} and ${other}`;
        expect(await pixelsOf(first), why).toEqual(before);
        expect(await pixelsOf(second), why).toEqual(after);
      }
    }
  });

  it("of an enhanced multi-frame file land on their slices with their own slope and intercept", async () => {
    const { name, bytes } = await fixture("dicom-enhanced.dcm");
    const [series] = groupSeries(readSlices(await readDicom(name, bytes)));
    const volume = await readSeriesVolume(series, filesOf({ [name]: bytes }));
    const expected = await dicomExpectations<number[][]>(name);
    expect(volume.grid).toEqual({
      shape: [16, 12, 3],
      spacingMm: [0.75, 1.5, 2.5],
      directions: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      originMm: [-10.5, 20.25, -30],
    });
    expect(Array.from(volume.data)).toEqual(expected.flat());
  });

  it("of a series are rescaled, in the smallest type that holds what the headers allow", async () => {
    const files = await collect(archiveFiles("dicom-study.zip"));
    const images = files.filter(({ path }) => path.includes("/IM"));
    const slices = await Promise.all(
      images.map(async ({ path, read }) => readSlices(await readDicom(path, await read()))),
    );
    const [series] = groupSeries(slices.flat());
    const volume = await readSeriesVolume(series, archiveFiles("dicom-study.zip"));
    expect(volume.data).toBeInstanceOf(Int32Array); // 2·stored − 24 with stored in int16
    expect(Array.from(volume.data.subarray(0, 2))).toEqual([2 * -1000 - 24, 2 * -963 - 24]);
    expect(volume.data[3 * 16 * 12]).toBe(2 * (3 * 1009 - 1000) - 24);
  });

  it("that are missing in a file that was there before are an error that names it", async () => {
    const { name, bytes } = await fixture("dicom-enhanced.dcm");
    const [series] = groupSeries(readSlices(await readDicom(name, bytes)));
    await expect(readSeriesVolume(series, filesOf({}))).rejects.toThrow(`${name}: was not found again`);
  });
});
