import { describe, expect, it } from "vitest";
import { deflateWithStreams } from "../../src/formats/compression.ts";
import { concatenate } from "../../src/formats/concatenate.ts";
import { bytesOf } from "../../src/formats/elements.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { Volume, VoxelArray } from "../../src/formats/volume.ts";

const header = `ObjectType = Image
NDims = 3
BinaryData = True
CompressedData = False
TransformMatrix = 1 0 0 0 1 0 0 0 1
Offset = 0 0 0
ElementSpacing = 1 1 1
DimSize = 4 3 2
ElementType = MET_UCHAR
ElementDataFile = LOCAL
`;

function read(text: string): Promise<Volume[]> {
  return readVolumes({ name: "mask.mha", bytes: new TextEncoder().encode(text + "a".repeat(24)) });
}

describe("MetaImage", () => {
  it("of two dimensions is one slice", async () => {
    const text = header
      .replace("NDims = 3", "NDims = 2")
      .replace("1 0 0 0 1 0 0 0 1", "0 1 -1 0")
      .replace("Offset = 0 0 0", "Offset = 5 6")
      .replace("Spacing = 1 1 1", "Spacing = 2 3")
      .replace("4 3 2", "4 6");
    const [{ grid }] = (await read(text)) as [Volume];
    expect(grid.shape).toEqual([4, 6, 1]);
    expect(grid.spacingMm).toEqual([2, 3, 1]);
    expect(grid.originMm).toEqual([5, 6, 0]);
    expect(grid.directions.slice(0, 2)).toEqual([
      [0, 1, 0],
      [-1, 0, 0],
    ]);
  });

  it.each(["MET_LONG", "MET_ULONG"])(
    "of %s has four bytes a value, or eight if the values fill them",
    async (type) => {
      const text = header.replace("MET_UCHAR", type);
      const numbers = Array.from({ length: 24 }, (_, n) => n);
      const file = (values: Int32Array | BigInt64Array, more = ""): Uint8Array =>
        concatenate([
          new TextEncoder().encode(text.replace("NDims", `${more}NDims`)),
          bytesOf(values as VoxelArray),
        ]);
      const [narrow, wide] = [Int32Array.from(numbers), BigInt64Array.from(numbers, BigInt)];
      for (const bytes of [file(narrow), file(wide), file(wide, "HeaderSize = -1\n")]) {
        const [{ data }] = await readVolumes({ name: "mask.mha", bytes });
        expect(Array.from(data)).toEqual(numbers);
      }
      const zlib = await deflateWithStreams([new Uint8Array(wide.buffer)], "deflate");
      const compressed = new TextEncoder().encode(
        text.replace("CompressedData = False", "CompressedData = True"),
      );
      const [{ data }] = await readVolumes({ name: "mask.mha", bytes: concatenate([compressed, zlib]) });
      expect(Array.from(data)).toEqual(numbers);
    },
  );

  it.each<[string, string, string, string]>([
    ["no dimensions", "NDims = 3\n", "", 'NDims: is missing, expected a line "NDims = …"'],
    ["twenty dimensions", "NDims = 3", "NDims = 20", "NDims: is 20, expected a whole number from 2 to 8"],
    ["too few sizes", "4 3 2", "4 3", "DimSize: has 2 numbers, expected 3"],
    ["half a voxel", "4 3 2", "4 3 0.5", "DimSize: has 0.5, expected positive whole numbers"],
    ["more voxels than bytes", "4 3 2", "40 30 20", "data: ends after 24 bytes at most"],
    ["absurd sizes", "4 3 2", "99999 99999 99999", "dimensions: ask for 999970000299999 bytes"],
    ["negative spacing", "ElementSpacing = 1", "ElementSpacing = -1", "ElementSpacing: is -1 1 1"],
    ["a singular matrix", "1 0 0 0 1 0", "1 0 0 1 0 0", "TransformMatrix: has the axis directions"],
    ["a NaN origin", "Offset = 0", "Offset = nan", "TransformMatrix: has the origin (NaN, 0, 0)"],
    ["a type it does not know", "MET_UCHAR", "MET_STRING", "ElementType: is MET_STRING"],
    ["no place for its values", "ElementDataFile = LOCAL\n", "", "header: has the line"],
    ["values that climb out of the folder", "LOCAL", "../mask.raw", 'ElementDataFile: names "../mask.raw"'],
    [
      "values that are no zlib stream",
      "CompressedData = False",
      "CompressedData = True",
      "compressed data: is damaged",
    ],
    ["no channels", "DimSize", "ElementNumberOfChannels = 0\nDimSize", "ElementNumberOfChannels: is 0"],
  ])("with %s is refused, naming the field", async (_, from, to, message) => {
    await expect(read(header.replace(from, to))).rejects.toThrow(`mask.mha: ${message}`);
  });
});
