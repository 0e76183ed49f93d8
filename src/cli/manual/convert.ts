import { type Command, Option } from "commander";
import type { ConvertOptions } from "../commands/convert.ts";
import type { Context } from "../context.ts";
import { contourOptions, PLANNING_RULE } from "./contourOptions.ts";
import { maxMemory } from "./sharedOptions.ts";
import { folder } from "./values.ts";

/** Declares `softdice convert`. */
export function convertCommand(program: Command, context: Context): void {
  contourOptions(program.command("convert"), PLANNING_RULE)
    .description("contours (RTSTRUCT) and segmentations (SEG) to masks, with their image")
    .argument("<inputs...>", "DICOM folder, zip archive or files")
    .option("--assume-same-frame", "put structures on images of another frame of reference", false)
    .option("--assume-same-patient", "put structures on images of another PatientID", false)
    .addOption(
      new Option("--format <name>", "of the masks: .nii.gz, .nrrd, or DICOM segmentations")
        .choices(["nifti", "nrrd", "seg"])
        .default("nifti"),
    )
    .option("--labels-file", "also one map of labels, where structures do not overlap", false)
    .option(
      "--copy-patient",
      "with --format seg: copy the patient's name, ID, birth date and sex from the images",
      false,
    )
    .option("--out <dir>", "folder for the results", folder, "masks")
    .option("--json", "print one JSON document and nothing else", false)
    .option("--quiet", "no progress", false)
    .option("--force", "discard another conversion's masks in the folder", false)
    .addOption(maxMemory())
    .option("--debug", "print stack traces", false)
    .addHelpText(
      "after",
      "\nOf several files with structures, the one with the most is written to the folder itself, the others to folders of\n" +
        "their own in it. rois.json says for each structure what was unusual. Structures whose voxels would misrepresent their\n" +
        "contours fail by name: docs/dicom.md.",
    )
    .action(async (inputs: string[], options: ConvertOptions) => {
      const { convert } = await import("../commands/convert.ts");
      process.exitCode = await convert(inputs, options, context);
    });
}
