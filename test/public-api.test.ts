import { expect, it } from "vitest";
import * as softdice from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(softdice).sort()).toMatchInlineSnapshot(`
    [
      "Random",
      "SoftdiceError",
      "boundingBox",
      "compareWithCrossEntropy",
      "crop",
      "descend",
      "describeGridDifference",
      "dice",
      "diceOptimum",
      "diceOptimumOfVotes",
      "doTeamTask",
      "encodeNifti",
      "encodeNiftiGz",
      "encodeNpy",
      "encodeNrrd",
      "encodeNrrdGz",
      "growBox",
      "majority",
      "maskSources",
      "maskToContours",
      "meanRaterOptimum",
      "mmToVoxel",
      "rasterise",
      "readSeriesVolume",
      "readStudy",
      "readVolumes",
      "requireSameGrid",
      "resample",
      "segmentation",
      "softDice",
      "softDiceGradient",
      "staple",
      "structureFromMask",
      "syntheticMarginal",
      "teamDescent",
      "volumeBias",
      "volumeBounds",
      "voxelToMm",
      "voxelVolumeMl",
      "walkArchive",
      "writeSegmentation",
      "writeStructureSet",
    ]
  `);
});

it("gives the values that its opening example shows", () => {
  const marginal = [0.2, 0.4, 1.0, 0.6];
  const { supDice, threshold } = softdice.diceOptimum(marginal);
  expect(supDice).toBeCloseTo(4 / 5.2, 15);
  expect(softdice.segmentation(marginal, threshold)).toEqual(Uint8Array.of(0, 1, 1, 1));
  expect(softdice.volumeBounds(marginal)[0]).toBeCloseTo(0.3025, 15);
});
