import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVolumes } from "../../src/formats/read.ts";
import { encodeNifti, encodeNiftiGz } from "../../src/formats/nifti/write.ts";
import type { Volume } from "../../src/formats/volume.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { describeGridDifference } from "../../src/image/compare.ts";
import { gridFromSteps, unitGrid, voxelToMm } from "../../src/image/grid.ts";
import { resample } from "../../src/image/resample.ts";
import { fixture } from "../support/fixtures.ts";
import { volumes } from "../support/grids.ts";

async function read(bytes: Uint8Array, name = "mask.nii"): Promise<Volume> {
  return (await readVolumes({ name, bytes }))[0];
}

async function all48(): Promise<Volume[]> {
  const { name, bytes } = await fixture("orientations.zip");
  const images: Volume[] = [];
  for await (const entry of walkArchive(name, bytes)) images.push(await read(await entry.read(), entry.path));
  return images;
}

describe("NIfTI", () => {
  it("puts voxels in the right place in all 48 orders and directions of the axes", async () => {
    const images = await all48();
    expect(images).toHaveLength(48);
    for (const { grid, data } of images) {
      const [nx, ny] = grid.shape;
      for (const [n, value] of data.entries()) {
        const [x, y, z] = voxelToMm(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
        expect(-x - 10 * y + 50 * z).toBeCloseTo(value, 9);
      }
    }
  });

  it("reads the same from the qform as from the sform in all of them", async () => {
    const { name, bytes } = await fixture("orientations.zip");
    for await (const entry of walkArchive(name, bytes)) {
      const file = await entry.read();
      const { grid } = await read(file);
      file.fill(0, 254, 256); // sform_code
      expect(describeGridDifference((await read(file)).grid, grid, 1e-4)).toBeUndefined();
    }
  });

  it("of any order of the axes resamples onto any other exactly", async () => {
    const images = await all48();
    for (const image of images)
      expect(resample(image, images[0].grid, "nearest").data).toEqual(images[0].data);
  });

  it("is read back as it was written, for any grid and type, by sform and by qform", async () => {
    await fc.assert(
      fc.asyncProperty(volumes, async (volume) => {
        const file = encodeNifti(volume);
        const back = await read(file);
        expect(back.data).toEqual(volume.data);
        expect(describeGridDifference(back.grid, volume.grid, 1e-3)).toBeUndefined();
        file.fill(0, 254, 256);
        expect(describeGridDifference((await read(file)).grid, volume.grid, 0.02)).toBeUndefined();
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("compressed is read back as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(volumes, async (volume) => {
        const back = await read(await encodeNiftiGz(volume), "mask.nii.gz");
        expect(back.data).toEqual(volume.data);
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  it("leaves the qform out for sheared axes, which it cannot say", async () => {
    const grid = gridFromSteps(
      "g",
      [2, 2, 2],
      [
        [1, 0, 0],
        [0.5, 1, 0],
        [0, 0, 1],
      ],
      [1, 2, 3],
    );
    const file = encodeNifti({ name: "sheared", grid, data: new Uint8Array(8) });
    expect(new DataView(file.buffer).getInt16(252, true)).toBe(0);
    expect(describeGridDifference((await read(file)).grid, grid)).toBeUndefined();
  });

  it("is not written with more voxels along an axis than it can say", () => {
    const volume = { name: "map", grid: unitGrid([40_000, 1, 1]), data: new Uint8Array(40_000) };
    expect(() => encodeNifti(volume)).toThrow(/^map: dim: would be 40000×1×1, expected at most 32767/);
  });

  it("remarks on an assumed orientation, on two that differ, and on other units than mm", async () => {
    const remarks: string[] = [];
    const warn = (remark: string): void => void remarks.push(remark);
    for (const name of ["no-orientation", "sform-and-qform", "micron", "u1"])
      await readVolumes(await fixture(name === "u1" ? "nifti1-u1.nii.gz" : `nifti1-${name}.nii`), { warn });
    expect(remarks).toEqual([
      expect.stringMatching(/^nifti1-no-orientation.nii: has no orientation/),
      expect.stringMatching(/^nifti1-sform-and-qform.nii: its sform, which is used, and its qform differ: /),
      "nifti1-micron.nii: is in micrometres, read as mm",
    ]);
  });

  it("keeps probabilities stored as bytes with a slope of 1/255 within [0, 1]", async () => {
    const data = Uint8Array.from({ length: 256 }, (_, n) => n);
    const file = encodeNifti({ name: "map", grid: unitGrid([256, 1, 1]), data });
    new DataView(file.buffer).setFloat32(112, 1 / 255, true);
    const back = await read(file);
    expect(back.data).toBeInstanceOf(Float32Array);
    expect(back.data[0]).toBe(0);
    expect(back.data[255]).toBe(1);
  });

  it("finds the header of an .img file beside it", async () => {
    const header = await fixture("nifti1-pair.hdr");
    const values = await fixture("nifti1-pair.img");
    const sibling = (path: string): Promise<Uint8Array | undefined> =>
      Promise.resolve(path === "nifti1-pair.hdr" ? header.bytes : undefined);
    const [volume] = await readVolumes(values, { sibling });
    expect(Array.from(volume.data.subarray(0, 3))).toEqual([-5, -4, -3]);
  });

  const base = encodeNifti({ name: "m", grid: unitGrid([4, 3, 2]), data: new Int16Array(24) });
  const int16 = (value: number): Uint8Array => new Uint8Array(Int16Array.of(value).buffer);
  const float = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer);

  it.each<[string, number, Uint8Array, string]>([
    ["nothing as it should be", 0, int16(347), "mask.nii: sizeof_hdr: is neither 348 nor 540"],
    [
      "no magic",
      344,
      Uint8Array.of(0, 0, 0),
      'mask.nii: magic: is "\\u0000\\u0000\\u0000", expected "n+1" or "ni1"',
    ],
    ["no dimensions", 40, int16(0), "mask.nii: dim[0]: is 0, expected a number of dimensions from 1 to 7"],
    ["a negative dimension", 44, int16(-3), "mask.nii: dim[2]: is -3, expected a positive number of voxels"],
    [
      "more voxels than bytes",
      42,
      int16(30_000),
      "mask.nii: data: ends after 400 bytes at most, expected 360352 bytes",
    ],
    ["complex numbers", 70, int16(32), "mask.nii: datatype: is 32, expected a real number type"],
    [
      "values before the file",
      108,
      float(-8),
      "mask.nii: vox_offset: is -8, expected a whole number of bytes",
    ],
    ["values at no byte", 108, float(NaN), "mask.nii: vox_offset: is NaN"],
    ["a NaN intercept", 112, new Uint8Array(Float32Array.of(2, NaN).buffer), "mask.nii: scl_inter: is NaN"],
    ["units of time", 123, Uint8Array.of(7), "mask.nii: xyzt_units: has the code 7"],
  ])("with %s is refused, naming the field", async (_, at, bytes, message) => {
    const file = base.slice();
    file.set(bytes, at);
    await expect(readVolumes({ name: "mask.nii", bytes: file })).rejects.toThrow(message);
  });

  const edited = (...edits: readonly (readonly [at: number, bytes: Uint8Array])[]): Uint8Array => {
    const file = base.slice();
    for (const [at, bytes] of edits) file.set(bytes, at);
    return file;
  };
  const remarksOn = async (bytes: Uint8Array): Promise<{ found: Volume[]; remarks: string[] }> => {
    const remarks: string[] = [];
    const warn = (remark: string): void => void remarks.push(remark);
    return { found: await readVolumes({ name: "mask.nii", bytes }, { warn }), remarks };
  };

  it.each<[string, Uint8Array]>([
    ["zeros alone", new Uint8Array(48)],
    ["a row of zeros", new Uint8Array(16)],
    ["NaN", float(NaN)],
  ])("with %s for its sform has its place in the qform, and says so", async (_, sform) => {
    const { found, remarks } = await remarksOn(edited([280, sform]));
    expect(describeGridDifference(found[0].grid, (await read(base)).grid)).toBeUndefined();
    expect(remarks).toEqual(["mask.nii: its sform is no usable matrix; left out"]);
  });

  it("with an empty sform and no qform has no orientation; with a singular one it is refused", async () => {
    const { remarks } = await remarksOn(edited([252, int16(0)], [280, new Uint8Array(48)]));
    expect(remarks[1]).toMatch(/has no orientation/);
    await expect(read(edited([252, int16(0)], [280, new Uint8Array(16)]))).rejects.toThrow(
      "mask.nii: sform: has the",
    );
  });

  it("whose vox_offset points into its own header is read from the first byte after it, and says so", async () => {
    const file = edited([352, int16(7)]);
    for (const offset of [4, 100, 348, 351]) {
      file.set(float(offset), 108);
      const { found, remarks } = await remarksOn(file);
      expect(found[0].data[0]).toBe(7);
      expect(remarks).toEqual([
        `mask.nii: vox_offset is ${offset}, inside the header; values are read from 352`,
      ]);
    }
  });

  it("of another bitpix than its type's is read by the type, and says so", async () => {
    const { found, remarks } = await remarksOn(edited([72, int16(0)]));
    expect(found[0].data).toEqual(new Int16Array(24));
    expect(remarks).toEqual(["mask.nii: bitpix is 0, not 16; the data type, int16, counts"]);
  });

  it("with lengths of 0 after the third is a plain volume", async () => {
    for (const rank of [4, 5, 7]) {
      const { found } = await remarksOn(edited([40, int16(rank)], [48, new Uint8Array(8)]));
      expect(found.map(({ grid }) => grid.shape)).toEqual([[4, 3, 2]]);
    }
  });

  it("with a bad voxel size is refused only where it counts", async () => {
    const file = base.slice();
    for (const size of [0, -1, NaN]) {
      file.set(float(size), 80);
      file.set(int16(1), 254);
      await expect(readVolumes({ name: "mask.nii", bytes: file })).resolves.toHaveLength(1);
      file.set(int16(0), 254);
      await expect(readVolumes({ name: "mask.nii", bytes: file })).rejects.toThrow(
        `mask.nii: pixdim[1]: is ${size}, expected a positive voxel size`,
      );
    }
  });
});
