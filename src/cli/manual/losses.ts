import type { Command } from "commander";
import type { LossesOptions } from "../commands/losses.ts";
import type { Context } from "../context.ts";
import { observerOptions } from "./observerOptions.ts";
import { common } from "./sharedOptions.ts";
import { classes } from "./values.ts";

/** Declares `softdice losses`. */
export function lossesCommand(program: Command, context: Context): void {
  observerOptions(common(program.command("losses"), { out: "losses" }))
    .description("what each segmentation loss converges to on a map, or on what several observers drew")
    .argument("<inputs...>", "one probability map; or masks or contours of several observers")
    .option("--loss <list>", "losses to compare, separated by commas; one of every kind if left out")
    .option(
      "--classes <list>",
      "classes wanted of a map of several, from 0; all but the background if left out",
      classes,
    )
    .addHelpText(
      "after",
      "\nLosses: dice, dice:eps=E, squared-dice, squared-dice:target=hard, jaccard, tversky:A,B (A weighs false positives, B\n" +
        "false negatives), cross-entropy, dice+cross-entropy:WD,WC, batch-dice, semimetric-dice, rater-dice (of several\n" +
        "observers), generalised-dice, mean-class-dice. What each becomes, and why: docs/losses.md.",
    )
    .action(async (inputs: string[], options: LossesOptions) => {
      const { losses } = await import("../commands/losses.ts");
      process.exitCode = await losses(inputs, options, context);
    });
}
