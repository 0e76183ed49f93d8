import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNrrd, encodeNrrdGz } from "../../src/formats/nrrd/write.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { Volume } from "../../src/formats/volume.ts";
import { describeGridDifference } from "../../src/image/compare.ts";
import { bytesOf, fixture, textOf } from "../support/fixtures.ts";
import { volumes } from "../support/grids.ts";

function read(text: string, values: Uint8Array = new Uint8Array(24)): Promise<Volume[]> {
  const header = new TextEncoder().encode(text);
  const bytes = new Uint8Array(header.length + values.length);
  bytes.set(header);
  bytes.set(values, header.length);
  return readVolumes({ name: "mask.nrrd", bytes });
}

const header = `NRRD0004
type: uint8
dimension: 3
space: LPS
sizes: 4 3 2
space directions: (1,0,0) (0,1,0) (0,0,1)
space origin: (0,0,0)
encoding: raw

`;

describe("NRRD", () => {
  it("is read back as it was written, for any grid and type, raw and gzip", async () => {
    await fc.assert(
      fc.asyncProperty(volumes, fc.boolean(), async (volume, gzip) => {
        const bytes = gzip ? await encodeNrrdGz(volume) : encodeNrrd(volume);
        const [back] = await readVolumes({ name: "volume.nrrd", bytes });
        expect(back.data).toEqual(volume.data);
        expect(back.name).toBe("volume");
        expect(describeGridDifference(back.grid, volume.grid, 1e-9)).toBeUndefined();
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("with Windows line ends is read alike", async () => {
    const [volume] = await read(header.replaceAll("\n", "\r\n"));
    expect(volume.grid.shape).toEqual([4, 3, 2]);
  });

  it("of two dimensions is one slice, its third axis at right angles", async () => {
    const text = header
      .replace("dimension: 3", "dimension: 2")
      .replace("sizes: 4 3 2", "sizes: 4 6")
      .replace("(1,0,0) (0,1,0) (0,0,1)", "(0,2,0) (0,0,3)");
    const [{ grid }] = (await read(text)) as [Volume];
    expect(grid.shape).toEqual([4, 6, 1]);
    expect(grid.spacingMm).toEqual([2, 3, 1]);
    expect(grid.directions[2]).toEqual([1, 0, 0]);
  });

  it("in centimetres is read as mm", async () => {
    const [{ grid }] = (await read(header.replace("encoding", 'space units: "cm" "cm" "cm"\nencoding'))) as [
      Volume,
    ];
    expect(grid.spacingMm).toEqual([10, 10, 10]);
  });

  it("reads every segment, whatever number is left out, and names one that says no name", async () => {
    const withKeys = (keys: readonly string[]): Uint8Array =>
      bytesOf(
        [
          "NRRD0004",
          "type: uint8",
          "dimension: 3",
          "sizes: 2 2 1",
          "encoding: raw",
          ...keys,
          "",
          "\x01\x02\x05\x02",
        ].join("\n"),
      );
    const segment = (n: number, label: number): string[] => [
      `Segment${n}_Name:=s${n}`,
      `Segment${n}_LabelValue:=${label}`,
      `Segment${n}_Layer:=0`,
    ];
    const readWith = (keys: readonly string[]) => readVolumes({ name: "x.seg.nrrd", bytes: withKeys(keys) });
    const masks = await readWith([...segment(7, 5), ...segment(0, 1), ...segment(2, 2)]);
    expect(masks.map(({ name, data }) => [name, ...data])).toEqual([
      ["s0", 1, 0, 0, 0],
      ["s2", 0, 1, 0, 1],
      ["s7", 0, 0, 1, 0],
    ]);
    await expect(readWith([...segment(0, 1), "Segment4_LabelValue:=2"])).rejects.toThrow(
      "x.seg.nrrd: Segment4_Name: is missing beside other keys of the segment, expected its name",
    );
    const many = Array.from({ length: 32_768 }, (_, n) => segment(n, 1)).flat();
    await expect(readWith(many)).rejects.toThrow("make 32768 images, expected at most 32767 in a file");
  });

  it("reads values as text piece by piece, whatever lies at the ends of pieces", async () => {
    // 65,536 characters a piece: words of 1 to 7 characters, so that ends fall at every place of one.
    const values = Array.from({ length: 60_000 }, (_, n) => (n * 7919) % 10 ** (1 + (n % 7)));
    const readWith = (words: readonly (number | string)[]) =>
      readVolumes({
        name: "x.nrrd",
        bytes: bytesOf(
          `NRRD0004\ntype: int32\ndimension: 3\nsizes: 100 100 6\nencoding: text\n\n${words.join(" ")}\n`,
        ),
      });
    expect(Array.from((await readWith(values))[0].data)).toEqual(values);
    await expect(readWith([...values, 1, 2])).rejects.toThrow("data: has 60002 numbers, expected 60000");
    await expect(readWith(values.with(59_999, 0.5))).rejects.toThrow("value 59999: is 0.5");
    await expect(readWith([...values.slice(0, -1), "x"])).rejects.toThrow('data: holds "x"');
  });

  it("leaves out, with a remark, what a segmentation marks outside its image", async () => {
    const { name, bytes } = await fixture("layers.seg.nrrd");
    const text = textOf(bytes).replace(";0;6;0;5;0;4;|", ";0;4;0;5;0;4;|");
    const remarks: string[] = [];
    const file = bytesOf(text);
    const [a] = await readVolumes({ name, bytes: file }, { warn: (remark) => void remarks.push(remark) });
    expect(a.grid.shape).toEqual([5, 6, 5]);
    expect(remarks[0]).toMatch(/^layers.seg.nrrd: 2 voxels of segment 0 lie outside the image/);
  });

  it("leaves a segmentation as stored, with a remark, where its voxels are not the image's", async () => {
    const { name, bytes } = await fixture("layers.seg.nrrd");
    const text = textOf(bytes).replace("(12.5,", "(12.8,");
    const remarks: string[] = [];
    const file = bytesOf(text);
    const [a] = await readVolumes({ name, bytes: file }, { warn: (remark) => void remarks.push(remark) });
    expect(a.grid.shape).toEqual([4, 3, 2]);
    expect(remarks[0]).toMatch(
      /its voxels are not those of the image that was segmented \(.*\); left as stored$/,
    );
  });

  it.each<[string, string, string, string]>([
    ["no type", "type: uint8\n", "", 'type: is missing, expected a "type:" line'],
    ["a type it does not know", "uint8", "block", "type: is block, expected an integer or real number type"],
    ["more sizes than dimensions", "4 3 2", "4 3 2 1", "sizes: has 4 numbers, expected 3"],
    ["a size of 0", "4 3 2", "4 0 2", "sizes: has 0, expected positive whole numbers"],
    ["a size that is no number", "4 3 2", "4 x 2", 'sizes: holds "x", expected numbers'],
    [
      "absurd sizes",
      "4 3 2",
      "99999 99999 99999",
      "dimensions: ask for 999970000299999 bytes, expected at most",
    ],
    ["more voxels than bytes", "4 3 2", "40 30 20", "data: ends after 24 bytes at most, expected 24000"],
    ["sixty dimensions", "dimension: 3", "dimension: 60", "dimension: is 60"],
    ["an encoding it does not know", "raw", "bzip2", "encoding: is bzip2, expected raw, gzip or text"],
    ["no byte order for two bytes", "uint8", "int16", "endian: is missing"],
    ["parallel axes", "(0,1,0)", "(1,0,0)", "space directions: has the axis directions"],
    ["a NaN direction", "(0,1,0)", "(0,nan,0)", "space directions: has the voxel spacing"],
    ["too few directions", " (0,0,1)", "", "space directions: has 2 vectors, expected 3"],
    ["one spatial axis", "(0,1,0) (0,0,1)", "none none", "space directions: make 1 of 3 axes spatial"],
    ["time in its space", "LPS", "left-posterior-superior-time", "space: is left-posterior-superior-time"],
    [
      "a line that says nothing",
      "space: LPS",
      "space LPS",
      'header: has the line "space LPS", expected "field: value"',
    ],
    [
      "values that climb out of the folder",
      "encoding",
      "data file: ../../passwd\nencoding",
      'data file: names "../../passwd", expected a path inside',
    ],
    [
      "values at an absolute path",
      "encoding",
      "data file: /etc/passwd\nencoding",
      'data file: names "/etc/passwd"',
    ],
    ["values on a drive", "encoding", "data file: C:\\x.raw\nencoding", "data file: names"],
    [
      "values in a file that is not there",
      "encoding",
      "data file: x.raw\nencoding",
      "data file: names x.raw, which is not there",
    ],
    [
      "a million data files",
      "encoding",
      "data file: x%d.raw 1 1000000 1\nencoding",
      "data file: counts from 1 to 1000000 by 1",
    ],
    ["text that is too short", "raw", "text", "data: has 24 characters, expected 24 numbers as text"],
  ])("with %s is refused, naming the field", async (_, from, to, message) => {
    await expect(read(header.replace(from, to))).rejects.toThrow(`mask.nrrd: ${message}`);
  });

  it("with text that its type cannot hold is refused, naming the value", async () => {
    const values = new TextEncoder().encode(
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 256 24",
    );
    await expect(read(header.replace("raw", "text"), values)).rejects.toThrow("mask.nrrd: value 22: is 256");
  });
});
