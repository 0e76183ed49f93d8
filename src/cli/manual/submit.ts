import { type Command, CommanderError } from "commander";
import type { SubmitOptions, SubmittedCommand } from "../commands/submit.ts";
import type { Context } from "../context.ts";
import { integer } from "./values.ts";

/** Declares `softdice submit`. */
export function submitCommand(program: Command, context: Context): void {
  program
    .command("submit")
    .description("the same command as a Slurm job array with a dependent merge")
    .usage("<command…> --array <n> [options]")
    .argument("<command...>", "the command with its options")
    .requiredOption("--array <n>", "tasks of the array: parts of the run", integer(1))
    .option("--dry-run", "print the scripts, submit nothing", false)
    .option("--partition <name>", "Slurm's partition")
    .option("--time <limit>", "time limit of a task, as Slurm writes it")
    .option("--mem <size>", "memory of a task", "2G")
    .option("--account <name>", "account to charge")
    .option("--debug", "print stack traces", false)
    .allowUnknownOption()
    .action(async (words: string[], options: SubmitOptions) => {
      const { submit } = await import("../commands/submit.ts");
      process.exitCode = await submit(parseSubmitted(program, words), options, context);
    });
}

/** Checks the command that is to be submitted against this manual. */
function parseSubmitted(program: Command, words: readonly string[]): SubmittedCommand {
  let command: Command = program;
  let depth = 0;
  for (
    let next = findCommand(command, words[0]);
    next !== undefined;
    next = findCommand(command, words[depth])
  ) {
    command = next;
    depth += 1;
  }
  if (depth === 0) throw new CommanderError(1, "commander.unknownCommand", `unknown command '${words[0]}'`);
  const [unknown] = command.parseOptions(words.slice(depth)).unknown;
  if (unknown !== undefined)
    throw new CommanderError(1, "commander.unknownOption", `unknown option '${unknown}'`);
  const { out = ".", workers } = command.opts<{ out?: string; workers?: number }>();
  const given = command.getOptionValueSource("workers") === "default" ? undefined : workers;
  return { name: words.slice(0, depth).join(" "), words, out, workers: given };
}

function findCommand(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find((candidate) => candidate.name() === name);
}
