import { describe, expect, it } from "vitest";
import { readVolumes } from "../../src/formats/read.ts";
import { expectations, expectVolumes, findFixture, fixture } from "../support/fixtures.ts";

const expected = await expectations();

describe("readVolumes", () => {
  it.each(Object.keys(expected))("reads %s as the program that made it", async (name) => {
    expectVolumes(await readVolumes(await fixture(name), { sibling: findFixture }), expected[name]);
  });

  it("chooses the format by content where the name says another", async () => {
    const { bytes } = await fixture("plastimatch-i2.mha");
    expectVolumes(await readVolumes({ name: "mask.nii", bytes }), expected["plastimatch-i2.mha"]);
  });

  it("says which formats it reads when a file is of none", async () => {
    const bytes = new TextEncoder().encode("patient;volume\n1;3.5\n");
    await expect(readVolumes({ name: "table.csv", bytes })).rejects.toThrow(
      /^table.csv: is of no known image format, expected NIfTI .*NRRD .*MetaImage/,
    );
  });

  it("says that an empty file is empty", async () => {
    await expect(readVolumes({ name: "mask", bytes: new Uint8Array() })).rejects.toThrow("mask: is empty");
  });

  it("calls a volume by its file's name without folder and ending", async () => {
    const { bytes } = await fixture("nifti1-u1.nii.gz");
    const [volume] = await readVolumes({ name: "case 1/Rater.A.NII.GZ", bytes });
    expect(volume.name).toBe("Rater.A");
  });
});
