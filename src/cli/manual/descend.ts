import type { Command } from "commander";
import { PAPER_ITERATIONS, PAPER_RATE } from "../../core/descent.ts";
import type { DescendOptions } from "../commands/descend.ts";
import type { Context } from "../context.ts";
import { common } from "./sharedOptions.ts";
import { fraction, integer, iterations, positive } from "./values.ts";

/** Declares `softdice descend`. */
export function descendCommand(program: Command, context: Context): void {
  common(program.command("descend"), { out: "descent" })
    .description("gradient descent on soft-Dice or another loss for one marginal, with its trace and frames")
    .argument("<map>", "probability map of any image format")
    .option("--loss <name>", "loss to descend; softdice losses --help lists them", "dice")
    .option("--class <n>", "class of a map of several, from 0", integer(0))
    .option("--rate <number>", "learning rate divided by the number of voxels", positive, PAPER_RATE)
    .option("--iterations <list>", "iterations to report and keep as frames", iterations, [
      ...PAPER_ITERATIONS,
    ])
    .option("--threshold <a>", "threshold whose Dice is followed, inside (0, 1)", fraction, 0.5)
    .action(async (map: string, options: DescendOptions) => {
      const { descend } = await import("../commands/descend.ts");
      process.exitCode = await descend(map, options, context);
    });
}
