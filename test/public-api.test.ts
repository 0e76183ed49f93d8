import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import * as softdice from "../src/index.ts";
import { temporaryFolder } from "./support/cli.ts";

it("has types that a strict project without those of Node can use", () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "use.ts"),
    `import { diceOptimum, readStudy, type Volume } from "softdice";
    const files = [{ path: "a", read: () => Promise.resolve(new Uint8Array(1)) }];
    export const use = async (volume: Volume): Promise<number> =>
      diceOptimum(volume.data).threshold + (await readStudy(files)).ignored;`,
  );
  const compilerOptions = {
    ...{
      strict: true,
      module: "nodenext",
      target: "es2023",
      lib: ["es2023", "dom"],
      types: [],
      noEmit: true,
    },
    paths: { softdice: [resolve("dist/index.d.ts")] },
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  const { stdout } = spawnSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", folder]);
  expect(String(stdout)).toBe("");
});

it("exports these names and no others", () => {
  expect(Object.keys(softdice).sort()).toMatchInlineSnapshot(`
    [
      "Random",
      "SoftdiceError",
      "batchDiceOptimum",
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
      "evaluate",
      "expectedDice",
      "generalisedDiceOfChannels",
      "generalisedDiceOptimum",
      "growBox",
      "leastOptimalVoxels",
      "lossGradient",
      "lossValue",
      "majority",
      "maskSources",
      "maskToContours",
      "meanClassDiceOptimum",
      "meanRaterOptimum",
      "minimiseLoss",
      "mmToVoxel",
      "parseLoss",
      "partitionOfLabelMaps",
      "partitionOfMaps",
      "rasterise",
      "readSeriesVolume",
      "readStudy",
      "readVolumes",
      "referenceToSeries",
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
      "writeGradient",
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
