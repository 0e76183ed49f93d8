import { type Command, Option } from "commander";
import { availableParallelism } from "node:os";
import { memorySize } from "../memory.ts";
import { shardOption } from "../runs/shard.ts";
import { folder, integer } from "./values.ts";

/** The options that every command takes where they make sense. */
export function common(command: Command, defaults: { readonly out: string }): Command {
  return command
    .option("--out <dir>", "folder for the results", folder, defaults.out)
    .option("--seed <n>", "seed of all randomness", integer(0), 1)
    .option("--json", "print one JSON document and nothing else", false)
    .option("--quiet", "no progress", false)
    .option("--force", "discard another run's results in the folder", false)
    .addOption(maxMemory())
    .option("--debug", "print stack traces", false);
}

/** How much a command may take before it refuses an input. */
export function maxMemory(): Option {
  return new Option(
    "--max-memory <size>",
    "memory to take at most, such as 4G; four fifths of the machine's if left out",
  ).argParser(memorySize);
}

/** The option of commands that spread their work. */
export function parallel(command: Command): Command {
  return command.option("--workers <n>", "worker threads", integer(1), availableParallelism());
}

/** The option of commands that run in parts. */
export function sharded(command: Command): Command {
  return command.option(
    "--shard <i/n>",
    "do part i of n only, i from 0; auto takes it from a Slurm array or a Kubernetes indexed job",
    shardOption,
  );
}
