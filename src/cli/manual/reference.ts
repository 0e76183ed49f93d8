import type { Command } from "commander";
import { defaultToleranceMm } from "../../raters/agreement/tolerance.ts";
import { ORIENTATIONS } from "../../synthetic/reference/scene.ts";
import type { ReferenceOptions } from "../commands/reference.ts";
import type { Context } from "../context.ts";
import { common } from "./sharedOptions.ts";
import { orientation, positive, triple } from "./values.ts";

/** Declares `softdice reference`. */
export function referenceCommand(program: Command, context: Context): void {
  common(program.command("reference"), { out: "reference" })
    .description(
      "shapes whose contours, volumes, distances and consensus are known exactly, as DICOM and masks; and the check of another " +
        "program's values against them",
    )
    .option("--spacing <list>", "voxel spacing along i, j, k in mm", triple, [1, 1, 2])
    .option(
      "--orientation <which>",
      `${Object.keys(ORIENTATIONS).join(", ")}, or six numbers as in ImageOrientationPatient`,
      orientation(ORIENTATIONS),
      ORIENTATIONS.axial,
    )
    .option(
      "--offset <list>",
      "where the shapes are, in voxels from the middle of the grid",
      triple,
      [0.31, -0.19, 0.12],
    )
    .option("--tolerance <mm>", "tolerance of surface Dice", positive, defaultToleranceMm)
    .option(
      "--check <file>",
      "a table with the columns case, quantity and value; exit status 1 if any is wrong",
    )
    .addHelpText(
      "after",
      "\nWithout --check the shapes are written, with a README and results-template.csv. A table is checked against the\n" +
        "reference.json in --out, or beside it where --out is not given. Cases, formulas and tolerances: docs/reference.md.",
    )
    .action(async (options: ReferenceOptions, command: Command) => {
      const { reference } = await import("../commands/reference.ts");
      process.exitCode = await reference(options, command.getOptionValueSource("out") !== "default", context);
    });
}
