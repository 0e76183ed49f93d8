import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as dicom from "../src/entries/dicom.ts";
import * as formats from "../src/entries/formats.ts";
import * as study from "../src/entries/study.ts";
import * as softdice from "../src/index.ts";
import { temporaryFolder } from "./support/cli.ts";

it("has types that a strict project without those of Node can use", () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "use.ts"),
    `import { diceOptimum, type Volume } from "softdice";
    import { readStudy } from "softdice/dicom";
    import { encodeNifti } from "softdice/formats";
    import { openPatient } from "softdice/study";
    const files = [{ path: "a", read: () => Promise.resolve(new Uint8Array(1)) }];
    export const use = async (volume: Volume): Promise<number> =>
      diceOptimum(volume.data).threshold + (await readStudy(files)).ignored;
    export const names = async (volume: Volume): Promise<readonly string[]> =>
      (await openPatient([{ path: "a.nii", data: encodeNifti(volume) }])).structures.map(({ name }) => name);`,
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
    paths: { softdice: [resolve("dist/index.d.ts")], "softdice/*": [resolve("dist/entries/*.d.ts")] },
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  const { stdout } = spawnSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", folder]);
  expect(String(stdout)).toBe("");
});

/** The public API. What leaves or joins it does so in this list too, and in the changelog. */
const NAMES = {
  softdice: [
    "Random",
    "SoftdiceError",
    "agreement",
    "batchDiceOptimum",
    "boundingBox",
    "compareLosses",
    "compareWithCrossEntropy",
    "consensus",
    "crop",
    "descend",
    "dice",
    "diceOptimum",
    "diceOptimumOfVotes",
    "evaluate",
    "expectedDice",
    "generalisedDiceOptimum",
    "gridFromAffine",
    "growBox",
    "leastOptimalVoxels",
    "lossGradient",
    "lossValue",
    "majority",
    "marginalOf",
    "meanClassDiceOptimum",
    "meanRaterOptimum",
    "minimiseLoss",
    "mmToVoxel",
    "overStudy",
    "partitionOfLabelMaps",
    "partitionOfMaps",
    "requireSameGrid",
    "resample",
    "segmentation",
    "softDice",
    "softDiceGradient",
    "staple",
    "syntheticMarginal",
    "threshold",
    "thresholdCurve",
    "volumeBias",
    "volumeBounds",
    "voxelToMm",
    "voxelVolumeMl",
  ],
  dicom: [
    "SoftdiceError",
    "maskSources",
    "maskToContours",
    "rasterise",
    "readSeriesVolume",
    "readStudy",
    "referenceToSeries",
    "registerCodec",
    "structureFromMask",
    "writeSegmentation",
    "writeStructureSet",
  ],
  formats: [
    "SoftdiceError",
    "encodeNifti",
    "encodeNiftiGz",
    "encodeNpy",
    "encodeNrrd",
    "encodeNrrdGz",
    "readVolumes",
    "registerFormat",
    "walkArchive",
  ],
  study: ["SoftdiceError", "decisionsText", "openPatient", "openStudy", "parseRois"],
} as const;

const entries = { softdice, dicom, formats, study };

describe.each(Object.keys(entries) as (keyof typeof entries)[])("the entry %s", (name) => {
  it("exports these names and no others", () => {
    expect(Object.keys(entries[name]).sort()).toEqual(NAMES[name]);
  });
});
