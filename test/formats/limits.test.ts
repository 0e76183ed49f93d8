import { describe, expect, it } from "vitest";
import { SoftdiceError } from "../../src/core/errors.ts";
import { deflateWithStreams } from "../../src/formats/compression.ts";
import { encodeNifti, encodeNiftiGz } from "../../src/formats/nifti/write.ts";
import { readVolumes } from "../../src/formats/read.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { fixture } from "../support/fixtures.ts";

const volume = { name: "mask", grid: unitGrid([4, 3, 2]), data: new Uint8Array(24) };

describe("reading in bounded time and memory", () => {
  it.each([
    "nifti1-i2.nii.gz",
    "nifti2-i2-big.nii",
    "plastimatch-i2.nrrd",
    "plastimatch-i2.mha",
    "numpy-i2.npy",
    "several.npz",
  ])("refuses %s cut off at any byte", async (name) => {
    const { bytes } = await fixture(name);
    for (let length = 0; length < bytes.length; length++) {
      const error = await readVolumes({ name, bytes: bytes.subarray(0, length) }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error, `${length} bytes`).toBeInstanceOf(SoftdiceError);
      expect((error as SoftdiceError).subject).toContain(name);
    }
  });

  it("stops soon after the bytes that the header promises, however long the stream", async () => {
    const file = encodeNifti(volume);
    let pulled = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield file;
      for (;;) {
        pulled++;
        yield await Promise.resolve(new Uint8Array(16_384));
      }
    }
    const bytes = await encodeNiftiGz(volume);
    await expect(readVolumes({ name: "bomb.nii.gz", bytes }, { inflate: endless })).resolves.toHaveLength(1);
    expect(pulled).toBeLessThan(10);
  });

  it("refuses a header that promises more than its compressed bytes can hold, before it makes room", async () => {
    const file = encodeNifti(volume);
    new DataView(file.buffer).setInt16(42, 32_000, true);
    new DataView(file.buffer).setInt16(44, 32_000, true);
    const bytes = await deflateWithStreams([file], "gzip");
    await expect(readVolumes({ name: "bomb.nii.gz", bytes })).rejects.toThrow(
      /^bomb.nii.gz: data: ends after \d+ bytes at most, expected 2048000352 bytes/,
    );
  });

  it("refuses more than the caller allows", async () => {
    await expect(
      readVolumes({ name: "mask.nii", bytes: encodeNifti(volume) }, { maxBytes: 23 }),
    ).rejects.toThrow(
      "mask.nii: dimensions: ask for 24 bytes, expected at most 23; check the header, or split or crop the image",
    );
  });

  it("refuses damage that only the checksum shows", async () => {
    const bytes = await encodeNiftiGz(volume);
    bytes[bytes.length - 6] ^= 1;
    await expect(readVolumes({ name: "mask.nii.gz", bytes })).rejects.toThrow(
      "mask.nii.gz: compressed data: does not fit its checksum, expected an intact gzip stream",
    );
  });

  it("refuses a file that is compressed twice, and says so", async () => {
    const bytes = await deflateWithStreams([await encodeNiftiGz(volume)], "gzip");
    await expect(readVolumes({ name: "mask.nii.gz", bytes })).rejects.toThrow(
      "mask.nii.gz: compressed data: is compressed twice with gzip",
    );
  });

  it.each([2, 3, 4, 8])(
    "refuses values that are exactly %d times as long as the header says",
    async (times) => {
      const file = encodeNifti(volume);
      const bytes = new Uint8Array(352 + 24 * times);
      bytes.set(file);
      const message = `data: is exactly ${times} times as long as its header says, expected 24 bytes`;
      await expect(readVolumes({ name: "mask.nii", bytes })).rejects.toThrow(message);
      const gzip = await deflateWithStreams([bytes], "gzip");
      await expect(readVolumes({ name: "mask.nii.gz", bytes: gzip })).rejects.toThrow(message);
      await expect(readVolumes({ name: "mask.nii", bytes: bytes.subarray(0, -1) })).resolves.toHaveLength(1);
    },
  );

  it("refuses more images than the caller allows, before it reads their values", async () => {
    const file = encodeNifti({ ...volume, grid: unitGrid([1, 1, 1]), data: new Uint8Array(1) });
    const view = new DataView(file.buffer);
    [5, 1, 1, 1, 30_000, 20_000].forEach((n, axis) => view.setInt16(40 + 2 * axis, n, true));
    await expect(readVolumes({ name: "many.nii", bytes: file })).rejects.toThrow(
      "many.nii: dimensions: make 600000000 images, expected at most 32767 in a file",
    );
    const mha = "NDims = 4\nDimSize = 1 1 1 40000\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n";
    const nrrd = "NRRD0004\ntype: uint8\ndimension: 4\nsizes: 1 1 1 40000\nencoding: raw\n\n";
    for (const text of [mha, nrrd])
      await expect(
        readVolumes({ name: "many", bytes: new TextEncoder().encode(text + "a".repeat(40_000)) }),
      ).rejects.toThrow("many: dimensions: make 40000 images");
  });

  it("asks for no file outside the header's folder", async () => {
    const asked: string[] = [];
    const sibling = (path: string): Promise<undefined> => {
      asked.push(path);
      return Promise.resolve(undefined);
    };
    const header = "NRRD0004\ntype: uint8\ndimension: 2\nsizes: 1 1\nencoding: raw\ndata file: ";
    for (const path of ["../x", "/x", "a/../../x", "..\\x", "\\x", "C:\\x", "C:x", "./x.raw", "a/x.raw"]) {
      const bytes = new TextEncoder().encode(`${header}${path}\n`);
      await expect(readVolumes({ name: "a.nhdr", bytes }, { sibling })).rejects.toThrow(
        "a.nhdr: data file: names",
      );
    }
    expect(asked).toEqual(["x.raw", "a/x.raw"]);
  });
});
