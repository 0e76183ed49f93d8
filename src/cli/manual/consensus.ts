import { type Command, Option } from "commander";
import { defaultToleranceMm } from "../../raters/agreement/tolerance.ts";
import type { ConsensusOptions } from "../commands/consensus.ts";
import type { Context } from "../context.ts";
import { observerOptions } from "./observerOptions.ts";
import { common, parallel, sharded } from "./sharedOptions.ts";
import { positive, weights } from "./values.ts";

/** Declares `softdice consensus`. */
export function consensusCommand(program: Command, context: Context): void {
  observerOptions(sharded(parallel(common(program.command("consensus"), { out: "consensus" }))))
    .description("several observers of one structure, or of many, to a consensus and a report")
    .argument("[inputs...]", "masks of any format, or contours: files, folders, zip archives")
    .option("--study <folder>", "every patient of a folder, a row a patient and structure")
    .option(
      "--weights <list>",
      "how much observers count: 1,2,1 in their order, or User1=2,User3=0.5",
      weights,
    )
    .addOption(
      new Option("--empty <policy>", "Dice of two empty masks")
        .choices(["nan", "one", "zero"])
        .default("nan"),
    )
    .addOption(
      new Option("--ties <what>", "voxels that tie with the threshold")
        .choices(["exclude", "include"])
        .default("exclude"),
    )
    .option("--tolerance <mm>", "tolerance of surface Dice", positive, defaultToleranceMm)
    .option("--no-surfaces", "no surface distances")
    .option("--summary-only", "no masks, figures and pages, only summaries", false)
    .option(
      "--copy-patient",
      "copy the patient's name and identifiers from the images into the structure set that is written",
      false,
    )
    .addHelpText(
      "after",
      "\nA structure called 'Prostate (User3)' is observer User3's Prostate. Of files with several structures each, the file\n" +
        "is the observer; a file of one mask is an observer of the one structure. --dry-run shows who is taken for whom.\n" +
        "How files are understood: docs/files.md. Methods and formulas: docs/consensus.md.",
    )
    .action(async (inputs: string[], options: ConsensusOptions) => {
      const { consensus } = await import("../commands/consensus.ts");
      process.exitCode = await consensus(inputs, options, context);
    });
}
