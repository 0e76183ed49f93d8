import type { Command } from "commander";
import type { MergeOptions } from "../commands/merge.ts";
import type { Context } from "../context.ts";
import { maxMemory } from "./sharedOptions.ts";

/** Declares `softdice merge`. */
export function mergeCommand(program: Command, context: Context): void {
  program
    .command("merge")
    .description(
      "joins the shards of one run in a folder and writes the same bytes as one run on one machine",
    )
    .argument("<dir>", "the --out of the shards")
    .option("--json", "print one JSON document and nothing else", false)
    .option("--force", "discard another run's results in the folder", false)
    .addOption(maxMemory())
    .option("--debug", "print stack traces", false)
    .action(async (directory: string, options: MergeOptions) => {
      const { merge } = await import("../commands/merge.ts");
      process.exitCode = await merge(directory, options, context);
    });
}
