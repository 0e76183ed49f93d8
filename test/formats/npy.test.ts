import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../src/formats/npy/write.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { Volume } from "../../src/formats/volume.ts";
import { unitGrid, unplacedGrid } from "../../src/image/grid.ts";
import { bytesOf, fixture, textOf } from "../support/fixtures.ts";
import { volumes } from "../support/grids.ts";

describe("NumPy arrays", () => {
  it("are read back as they were written, without the geometry", async () => {
    await fc.assert(
      fc.asyncProperty(volumes, async (volume) => {
        const [back] = await readVolumes({ name: "volume.npy", bytes: encodeNpy(volume) });
        expect(back.data).toEqual(volume.data);
        expect(back.grid).toEqual(unplacedGrid(volume.grid.shape));
      }),
      { seed: 1 },
    );
  });

  it("come with a remark that their voxel sizes are unknown", async () => {
    const remarks: string[] = [];
    await readVolumes(await fixture("probabilities.npz"), { warn: (remark) => void remarks.push(remark) });
    expect(remarks).toEqual([
      "probabilities.npz: holds no geometry; voxels are taken as 1 mm, and volumes in mL are true only if they are",
    ]);
  });

  it("of nnU-Net give the probability of each class against all the others, adding up to 1", async () => {
    const classes = await readVolumes(await fixture("probabilities.npz"));
    const sums = classes[0].data.map((_, n) => classes.reduce((sum, { data }) => sum + data[n], 0));
    for (const sum of sums) expect(sum).toBeCloseTo(1, 6);
  });

  it("that hold no image are passed over with a remark", async () => {
    const remarks: string[] = [];
    await readVolumes(await fixture("several.npz"), { warn: (remark) => void remarks.push(remark) });
    expect(remarks.slice(0, 2)).toEqual([
      expect.stringMatching(/^several.npz\/spacing.npy: shape: has 1 axes, .* passed over$/),
      expect.stringMatching(/^several.npz\/note.npy: descr: is "U4", .* passed over$/),
    ]);
  });

  it("beyond what a double can count are refused, naming the value", async () => {
    const { bytes } = await fixture("numpy-i8.npy");
    const large = bytes.slice();
    new DataView(large.buffer).setBigInt64(large.length - 8, 2n ** 60n, true);
    await expect(readVolumes({ name: "a.npy", bytes: large })).rejects.toThrow(
      "a.npy: value 23: is 1152921504606846976, expected an integer within ±(2^53 − 1)",
    );
  });

  it.each<[string, string, string, string]>([
    ["of complex numbers", "'<f4'", "'<c8'", 'descr: is "c8"'],
    ["of records", "'<f4'", "[('a', '<f4')]", "descr: is not a plain type"],
    ["without an order", "'fortran_order'", "'other'", "fortran_order: is missing"],
    ["without a shape", "'shape'", "'other'", "shape: is missing"],
    ["with an empty axis", "(2, 3, 4)", "(2, 0, 4)", "shape: is (2, 0, 4)"],
    ["with five axes", "(2, 3, 4)", "(1, 1, 2, 3, 4)", "shape: has 5 axes, expected one to four"],
    ["with more voxels than bytes", "(2, 3, 4)", "(20, 30, 40)", "data: ends after"],
    ["with absurd axes", "(2, 3, 4)", "(99999, 99999, 99999)", "dimensions: ask for"],
  ])("%s are refused, naming the entry", async (_, from, to, message) => {
    const volume: Volume = { name: "a", grid: unitGrid([4, 3, 2]), data: new Float32Array(24) };
    const text = textOf(encodeNpy(volume));
    const end = text.indexOf("\n");
    const header = text.slice(0, end).replace(from, to).slice(0, end).padEnd(end);
    const bytes = bytesOf(header + text.slice(end));
    await expect(readVolumes({ name: "a.npy", bytes })).rejects.toThrow(`a.npy: ${message}`);
  });
});
