import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDicom } from "../../../src/formats/dicom/read.ts";
import { readSegmentation } from "../../../src/formats/dicom/seg.ts";
import { writeSegmentation } from "../../../src/formats/dicom/seg-write.ts";
import { placeOn } from "../../../src/image/place.ts";
import { unitGrid, voxelCount } from "../../../src/image/grid.ts";
import { dicomExpectations } from "../../support/dicom.ts";
import { fixture } from "../../support/fixtures.ts";
import { grids } from "../../support/grids.ts";

describe("a SEG file", () => {
  it.each(["dicom-seg-binary.dcm", "dicom-seg-fractional.dcm"])(
    "that pydicom wrote, with overlapping segments and frames left out, is read (%s)",
    async (name) => {
      const { bytes } = await fixture(name);
      const { kind, grid, segments } = await readSegmentation(await readDicom(name, bytes));
      const expected = await dicomExpectations<number[][]>(name);
      expect(kind).toBe(name.includes("binary") ? "binary" : "probability");
      expect(grid).toMatchObject({
        shape: [16, 12, 4],
        spacingMm: [0.75, 1.5, 2.5],
        originMm: [-10.5, 20.25, -30],
      });
      expect(segments.map(({ name: label, frames }) => [label, frames])).toEqual([
        ["First", 3],
        ["Second", 2],
      ]);
      segments.forEach(({ volume }, n) => expect(Array.from(volume().data)).toEqual(expected[n]));
    },
  );

  it("that we write is read back with its names, values and place", async () => {
    await fc.assert(
      fc.asyncProperty(grids, fc.integer({ min: 1, max: 2 ** 31 }), async (grid, seed) => {
        const data = Uint8Array.from(
          { length: voxelCount(grid) },
          (_, n) => (Math.imul(n + 7, seed) >>> 9) & 1,
        );
        const empty = new Uint8Array(data.length);
        const bytes = writeSegmentation(
          [
            { name: "Prostate ärztlich", data },
            { name: "Empty", data: empty },
          ],
          grid,
          { kind: "binary" },
        );
        const { segments } = await readSegmentation(await readDicom("seg.dcm", bytes));
        const back = segments.map(({ volume }) => placeOn(volume(), grid));
        expect(segments.map(({ name }) => name)).toEqual(["Prostate ärztlich", "Empty"]);
        expect(Array.from(back[0]?.data ?? [])).toEqual(Array.from(data));
        expect(segments[1].frames).toBe(data.includes(1) ? 0 : segments[1].frames);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("of probabilities is refused where a value is above the one that means 1", async () => {
    const bytes = writeSegmentation(
      [{ name: "p", data: Float32Array.of(0, 0.5, 1, 1) }],
      unitGrid([2, 2, 1]),
      {
        kind: "probability",
      },
    );
    // The element's tag, VR and length in explicit little endian, then the value.
    const tag = [0x62, 0, 0x0e, 0, 0x55, 0x53, 2, 0];
    const at = bytes.findIndex((_, start) => tag.every((byte, n) => bytes[start + n] === byte));
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(at + tag.length, 200, true);
    const { segments } = await readSegmentation(await readDicom("seg.dcm", bytes));
    expect(() => segments[0].volume()).toThrow(
      "seg.dcm: has 255 in its frame 1, above its MaximumFractionalValue, expected values of at most 200",
    );
  });

  it("of probabilities keeps them to a 510th", async () => {
    const grid = unitGrid([7, 5, 3]);
    const data = Float32Array.from({ length: 105 }, (_, n) => n / 104);
    const bytes = writeSegmentation([{ name: "p", data }], grid, { kind: "probability" });
    const { kind, segments } = await readSegmentation(await readDicom("seg.dcm", bytes));
    const back = Float32Array.from(segments[0].volume().data);
    expect(kind).toBe("probability");
    expect(back.reduce((worst, value, n) => Math.max(worst, Math.abs(value - data[n])), 0)).toBeLessThan(
      1 / 509,
    );
  });

  it("is the same bytes for the same input", () => {
    const write = (): Uint8Array =>
      writeSegmentation([{ name: "a", data: [1, 0, 0, 1] }], unitGrid([2, 2, 1]), { kind: "binary" });
    expect(write()).toEqual(write());
  });

  it("of a sheared grid, or of other values than it can hold, is not written", () => {
    const sheared = {
      ...unitGrid([2, 2, 1]),
      directions: [
        [1, 0, 0],
        [0, 1, 0],
        [0.6, 0, 0.8],
      ] as const,
    };
    expect(() => writeSegmentation([{ name: "a", data: [1, 0, 0, 1] }], sheared, { kind: "binary" })).toThrow(
      "sheared",
    );
    const write = (kind: "binary" | "probability", data: number[]) => () =>
      writeSegmentation([{ name: "a", data }], unitGrid([2, 2, 1]), { kind });
    expect(write("binary", [1, 0, 0.5, 1])).toThrow("a[2]: is 0.5");
    expect(write("probability", [1, 0, 1.5, 1])).toThrow("a[2]: is 1.5");
    expect(write("binary", [1, 0, 1])).toThrow("a: has 3 values");
  });
});
