import { type Command, Option } from "commander";
import type { ThresholdOptions } from "../commands/threshold.ts";
import type { Context } from "../context.ts";
import { common } from "./sharedOptions.ts";
import { classes } from "./values.ts";

/** Declares `softdice threshold`. */
export function thresholdCommand(program: Command, context: Context): void {
  common(program.command("threshold"), { out: "threshold" })
    .description("a probability map, or a folder of them, to Dice-optimal segmentations")
    .argument(
      "<map>",
      "probability map of any image format, or a folder; nnU-Net's .npz is taken class by class",
    )
    .option(
      "--classes <list>",
      "classes wanted of several, from 0; all but the background if left out",
      classes,
    )
    .option("--like <file>", "image whose geometry maps have that hold none")
    .addOption(
      new Option("--partition <criterion>", "what the label map of a softmax map is best in")
        .choices(["mean-class", "generalised", "none"])
        .default("mean-class"),
    )
    .addOption(
      new Option("--ties <what>", "voxels that tie with the threshold")
        .choices(["exclude", "include"])
        .default("exclude"),
    )
    .action(async (map: string, options: ThresholdOptions) => {
      const { threshold } = await import("../commands/threshold.ts");
      process.exitCode = await threshold(map, options, context);
    });
}
